namespace ServiceRouter.Host.Commands;

/// <summary>What stands behind a command: words of its own, and settings. .NET would take any word for a setting that nobody reads, and a command that lacks the one that matters would say that all is well.</summary>
/// <param name="Own">Values of the command's own words, by name without dashes.</param>
/// <param name="Settings">As they were given.</param>
internal sealed record CommandWords(IReadOnlyDictionary<string, string> Own, string[] Settings)
{
    // Settings without a section.
    private static readonly HashSet<string> Plain = new(["urls", "Roles", "environment"], StringComparer.OrdinalIgnoreCase);

    /// <summary><c>--name value</c> or <c>--name=value</c>, in any order.</summary>
    /// <returns>Null when a word is neither a setting nor one of the command's own, or has no value.</returns>
    public static CommandWords? Read(string[] args, params string[] own)
    {
        var (values, settings) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        for (var at = 0; at < args.Length; at++)
        {
            if (!args[at].StartsWith("--", StringComparison.Ordinal)) return null;
            var (name, value) = args[at][2..].Split('=', 2) is [var before, var behind] ? (before, behind) : (args[at][2..], at + 1 < args.Length && !args[at + 1].StartsWith("--", StringComparison.Ordinal) ? args[++at] : null);
            if (string.IsNullOrEmpty(value)) return null;
            if (own.Contains(name, StringComparer.Ordinal)) values[name] = value;
            else if (name.Contains(':', StringComparison.Ordinal) || Plain.Contains(name)) settings.Add($"--{name}={value}");
            else return null;
        }
        return new CommandWords(values, [.. settings]);
    }
}
