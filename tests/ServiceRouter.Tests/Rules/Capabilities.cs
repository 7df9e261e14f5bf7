using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

/// <summary>The capabilities of src/ServiceRouter, found from its folders, and which uses which.</summary>
internal static class Capabilities
{
    public const string Platform = "Platform";

    /// <summary>Every first-level folder that holds code; Platform is the only one that is no business.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. SourceFile.Below("src", "ServiceRouter").Select(Of).OfType<string>().Where(name => name != Platform).Distinct().Order()];

    /// <summary>Files by capability; the folder Platform is left out, since its DbContext has to know every row.</summary>
    public static IEnumerable<(string From, string To, SourceFile File)> Uses()
    {
        foreach (var file in SourceFile.Below("src", "ServiceRouter"))
            foreach (var to in Names)
                if (Of(file) is { } from && from != Platform && from != to && Mentions(file, to))
                    yield return (from, to, file);
    }

    // src/ServiceRouter/<capability>/...
    public static string? Of(SourceFile file) => file.Path.Split('/') is [_, _, var capability, _, ..] ? capability : null;

    // "using ServiceRouter.Desk", "ServiceRouter.Desk.Counsellor", and "Desk.Counsellor", which the enclosing namespace allows.
    private static bool Mentions(SourceFile file, string capability) =>
        Regex.IsMatch(file.Code, $@"\bServiceRouter\.{capability}\b|(?<![.\w]){capability}\.[A-Z]\w*");
}
