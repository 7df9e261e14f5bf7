using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

/// <summary>A C# file of src, with and without its comments and texts.</summary>
internal sealed partial class SourceFile
{
    private SourceFile(string path)
    {
        Path = System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        Text = File.ReadAllText(path);
        Code = CommentsAndTexts().Replace(Text, match => match.Value.StartsWith('/') ? " " : "\"\"");
    }

    /// <summary>Relative to the root of the repository.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>Without comments, and with empty texts.</summary>
    public string Code { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>All C# files below a folder; fails when there is none, since a rule about nothing holds always.</summary>
    public static IReadOnlyList<SourceFile> Below(params string[] folder)
    {
        var root = Repository.Folder(folder);
        var files = Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
            .Where(path => !BuiltFolder().IsMatch(System.IO.Path.GetRelativePath(root, path)))
            .Select(path => new SourceFile(path))
            .ToList();
        files.Should().NotBeEmpty($"{string.Join('/', folder)} holds the code that this rule is about");
        return files;
    }

    [GeneratedRegex(@"(^|[/\\])(bin|obj)[/\\]")]
    private static partial Regex BuiltFolder();

    [GeneratedRegex("""" //[^\n]*|/\*.*?\*/|\$*"{3,}.*?"{3,}|\$?@"(""|[^"])*"|"(\\.|[^"\\\n])*"|'(\\.|[^'\\\n])' """", RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentsAndTexts();
}
