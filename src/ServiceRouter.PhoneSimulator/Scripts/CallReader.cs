using System.Globalization;

namespace ServiceRouter.PhoneSimulator.Scripts;

/// <summary>Reads a <c>.call</c> file: the language of the <c>.chat</c> files beside it, with the words of the phone.</summary>
public static class CallReader
{
    public const string Ending = ".call";

    private const string Caller = "appelant:";
    private const string Hears = "entend:";

    /// <summary>Full paths below a folder, in an order that is the same on every machine.</summary>
    public static IReadOnlyList<string> FilesIn(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*" + Ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static CallReading Read(string text, string fileName)
    {
        var problems = new List<CallProblem>();
        var cases = new List<CallCase>();
        var lines = new List<CallLine>();
        var number = 0;
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            if (line.StartsWith('='))
            {
                lines = [];
                cases.Add(new(line[1..].Trim(), number, lines));
                if (cases[^1].Title.Length == 0)
                    Problem("the case has no title");
            }
            else if (cases.Count == 0)
            {
                Problem("a script begins with a case: `= title`");
            }
            else if (lines is [.., CallerHangsUp or CallEnds] && !line.StartsWith('>'))
            {
                Problem($"`{line}` comes after the end of the call");
            }
            else if (Line(line, number) is { } read)
            {
                lines.Add(read);
            }
            else
            {
                Problem($"`{line}` is not a line of a call: appelant: …, touche KEYS, silence, attend SECONDS, raccroche, entend: …, > fin, > demande [REASON [SKILL]], > FACT …");
            }
        }

        if (cases.Count == 0 && problems.Count == 0)
            problems.Add(new(fileName, 1, "the script has no case"));
        problems.AddRange(cases.Where(one => !one.Lines.Any(line => line is CallerHears or CallEnds or FactHolds))
            .Select(one => new CallProblem(fileName, one.Line, $"the case « {one.Title} » expects nothing")));
        return new(problems.Count == 0 ? new(fileName, cases) : null, [.. problems.OrderBy(problem => problem.Line)]);

        void Problem(string reason) => problems.Add(new(fileName, number, reason));
    }

    private static CallLine? Line(string line, int number)
    {
        if (line.StartsWith(Caller, StringComparison.OrdinalIgnoreCase))
            return line[Caller.Length..].Trim() is { Length: > 0 } said ? new CallerSays(number, said) : null;
        if (line.StartsWith(Hears, StringComparison.OrdinalIgnoreCase))
            return line[Hears.Length..].Trim() is { Length: > 0 } heard ? new CallerHears(number, heard) : null;
        if (line.StartsWith('>'))
        {
            return line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
            {
                ["fin"] => new CallEnds(number),
                [var fact, .. var words] => new FactHolds(number, fact, words),
                _ => null,
            };
        }

        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["silence"] => new CallerIsSilent(number),
            ["raccroche"] => new CallerHangsUp(number),
            ["touche", var keys] when keys.All(key => "0123456789*#".Contains(key, StringComparison.Ordinal)) => new CallerPresses(number, keys),
            ["attend", var seconds] when int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time is > 0 and <= 3600 =>
                new CallerWaits(number, TimeSpan.FromSeconds(time)),
            _ => null,
        };
    }
}
