using System.Text;
using System.Text.RegularExpressions;

namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// A rule's pattern over plain words: <c>a|b</c> is one word of several, <c>rappel*</c> a beginning, <c>?a</c> a word that may
/// be missing, <c>!a|b</c> words that must not follow, <c>&lt;name&gt;</c> a group of expressions, <c>..</c> up to four words of the same sentence, <c>...</c> up to ten,
/// <c>^</c> and <c>$</c> the ends of the message, <c>_</c> a space inside an expression.
/// </summary>
internal sealed class Wording
{
    private const string Between = "between";

    private readonly Regex pattern;

    /// <param name="lastCounts">A "?" on the last part is passed over: an optional end changes no match, so that "vous ... ?pas" would find every "vous".</param>
    public Wording(string name, string wording, IReadOnlyDictionary<string, string> groups, bool lastCounts = false)
    {
        Name = name;
        var parts = wording.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var last = Array.FindLastIndex(parts, part => part[0] != '!');
        if (lastCounts && last > 0) parts[last] = parts[last].TrimStart('?');
        var regex = new StringBuilder("(?<= )");
        foreach (var part in parts)
            regex.Append(Part(part, groups));
        pattern = new Regex(regex.ToString(), RegexOptions.CultureInvariant);
    }

    public string Name { get; }

    public bool In(string line) => pattern.IsMatch(line);

    /// <summary>Puts the word in the place of what matches, but for the words between its parts: a cry may stand there ("mon permis … je vais me tuer … fusil").</summary>
    public string Replace(string line, string word) => pattern.Replace(line, match =>
    {
        var between = string.Concat(match.Groups[Between].Captures.Select(words => words.Value));
        return between.Length == 0 ? word + " " : $"{word} {between}{word} ";
    });

    /// <summary>The expressions written in a pattern, for the spelling corrector.</summary>
    public static IEnumerable<string> WordsOf(string wording) =>
        wording.Split([' ', '|', '_', '?', '<', '>', '^', '$', '.', '!'], StringSplitOptions.RemoveEmptyEntries).Where(w => !w.EndsWith('*'));

    /// <summary>One word is enough for this pattern.</summary>
    public static bool IsOneWord(string wording) => wording.Split(' ').Count(part => part[0] is not ('?' or '!')) == 1;

    private static string Part(string part, IReadOnlyDictionary<string, string> groups) => part switch
    {
        ".." => $"(?<{Between}>(?:[^ .]+ ){{0,4}}?)",
        "..." => $"(?<{Between}>(?:[^ .]+ ){{0,10}}?)",
        ['?', .. var rest] => "(?:" + Part(rest, groups) + ")?",
        ['!', .. var rest] => "(?!" + Part(rest.Replace("|!", "|", StringComparison.Ordinal), groups) + ")",
        _ => "(?:" + string.Join('|', Alternatives(part, groups)) + ")",
    };

    private static IEnumerable<string> Alternatives(string part, IReadOnlyDictionary<string, string> groups)
    {
        foreach (var alternative in part.Split('|'))
        {
            if (alternative is ['<', .. var name, '>'])
            {
                foreach (var inner in Alternatives(groups[name], groups)) yield return inner;
                continue;
            }
            yield return alternative switch
            {
                "^" => "(?<=^ )(?:\\. )*",
                "$" => "(?:\\. )*$",
                _ => Regex.Escape(alternative).Replace("_", " ", StringComparison.Ordinal).Replace("\\*", "[^ .]*", StringComparison.Ordinal) + " ",
            };
        }
    }
}
