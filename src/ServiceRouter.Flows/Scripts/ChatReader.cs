using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Scripts;

/// <summary>Reads a <c>.chat</c> file.</summary>
public static class ChatReader
{
    private const string Citizen = "usager:";
    private const string Assistant = "assistant:";

    public static ChatReading Read(string text, string fileName)
    {
        var problems = new List<FlowProblem>();
        var cases = new List<ChatCase>();
        var lines = new List<ChatLine>();
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
            else if (Line(line, number) is { } read)
            {
                lines.Add(read);
            }
            else
            {
                Problem($"`{line}` is not a line of a script: usager:, assistant:, > fiche ID, > offre, > demande [REASON [SKILL]], > fin");
            }
        }

        if (cases.Count == 0 && problems.Count == 0)
            problems.Add(new(fileName, 1, null, "the script has no case"));
        problems.AddRange(cases.Where(empty => empty.Lines.All(line => line is CitizenSays))
            .Select(empty => new FlowProblem(fileName, empty.Line, null, $"the case « {empty.Title} » expects nothing")));
        return new(problems.Count == 0 ? new(fileName, cases) : null, problems);

        void Problem(string reason) => problems.Add(new(fileName, number, null, reason));
    }

    private static ChatLine? Line(string line, int number)
    {
        if (line.StartsWith(Citizen, StringComparison.OrdinalIgnoreCase))
            return new CitizenSays(number, line[Citizen.Length..].Trim());
        if (line.StartsWith(Assistant, StringComparison.OrdinalIgnoreCase) && line[Assistant.Length..].Trim() is { Length: > 0 } said)
            return new AssistantSays(number, said);
        if (!line.StartsWith('>'))
            return null;
        return line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["fiche", var id] => new FicheShown(number, id),
            ["offre"] => new HumanOffered(number),
            ["demande"] => new HumanRequested(number, null, null),
            ["demande", var reason] => new HumanRequested(number, reason, null),
            ["demande", var reason, var skill] => new HumanRequested(number, reason, skill),
            ["fin"] => new FlowEnded(number),
            _ => null,
        };
    }
}
