namespace ServiceRouter.Flows.Language;

/// <summary>Where the files of flows are, in an order that is the same on every machine.</summary>
internal static class FlowFiles
{
    public const string FlowEnding = ".flow.yaml";

    public const string ChatEnding = ".chat";

    public static IReadOnlyList<string> In(string directory, string ending = FlowEnding) => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*" + ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Relative to the directory's parent: <c>flows/carte_grise/carte-grise.flow.yaml</c>.</summary>
    public static string Name(string directory, string path)
    {
        var full = Path.GetFullPath(directory.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar));
        return Path.GetRelativePath(Path.GetDirectoryName(full) ?? full, Path.GetFullPath(path)).Replace('\\', '/');
    }
}
