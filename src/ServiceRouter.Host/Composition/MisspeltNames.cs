using Lucene.Net.Util.Automaton;
using Microsoft.Extensions.Configuration.CommandLine;

namespace ServiceRouter.Host.Composition;

/// <summary>
/// Names of sections and of settings outside of sections that nobody has, and that look like one that is meant. Nothing else reads them, so that they
/// would be ignored in silence. What looks like none of ours is left alone: the environment has the settings of other programs too.
/// </summary>
internal static class MisspeltNames
{
    // Read by the framework; not far from one of ours by chance, or not ours to judge.
    private static readonly HashSet<string> OfOthers = new(["Logging", "Kestrel", "AllowedHosts"], StringComparer.OrdinalIgnoreCase);
    private const string Roles = "Roles";
    private static readonly IReadOnlyList<Name> Sections = [.. SettingFaults.Sections.Select(s => new Name(s.Section)), new Name(Roles)];
    private static readonly IReadOnlyList<Name> Plain = [new Name(Roles), new Name("urls")];

    /// <returns>One sentence; null when the name is one of ours, or like none of them.</returns>
    public static string? FaultOf(string key, IConfigurationRoot configuration)
    {
        var first = key.Split(':')[0];
        if (OfOthers.Contains(first)) return null;
        // Other programs read plain variables of the same environment, such as ROLE; what stands on our command line is meant for us.
        var (known, mayBeMeant) = key.Contains(':', StringComparison.Ordinal) ? (Sections, true) : (Plain, IsOnCommandLine(key, configuration));
        if (!mayBeMeant || known.Any(name => name.Is(first))) return null;
        return known.FirstOrDefault(name => name.IsLike(first)) is { } meant ? $"{key} is not a setting: is {meant.Text} meant?" : null;
    }

    private static bool IsOnCommandLine(string key, IConfigurationRoot configuration) =>
        configuration.Providers.OfType<CommandLineConfigurationProvider>().Any(provider => provider.TryGet(key, out _));

    private sealed class Name(string text)
    {
        public string Text => text;

        public bool Is(string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);

        // Short names are near to others by chance. Made when asked: few starts need one.
        public bool IsLike(string other) =>
            new CharacterRunAutomaton(new LevenshteinAutomata(text.ToUpperInvariant(), true).ToAutomaton(text.Length > 5 ? 2 : 1)).Run(other.ToUpperInvariant());
    }
}
