using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

public sealed partial class Repository_texts
{
    private static readonly string[] Kinds =
        [".cs", ".razor", ".md", ".json", ".yaml", ".yml", ".props", ".targets", ".csproj", ".sln", ".conf", ".service", ".sh", ".js", ".css", ".chat", ".call", ".config", ".txt", ""];

    private static readonly string[] Skipped = ["bin", "obj", ".git", ".vs", ".idea", ".data", "artifacts", "node_modules", "TestResults"];

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on() => string.Join('\n', Lines(MachinePath())).Should().BeEmpty();

    [Fact]
    public void No_file_names_a_package_registry() => string.Join('\n', Lines(Registry())).Should().BeEmpty("where packages come from is set on each machine");

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment() => string.Join('\n', Lines(Leftover())).Should().BeEmpty("an issue is where work to be done is written down");

    private static List<string> Lines(Regex forbidden)
    {
        var files = Files(Repository.Root).ToList();
        files.Should().HaveCountGreaterThan(50, "the whole repository is searched");
        return [.. files.SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (line, index))
            .Where(found => forbidden.IsMatch(found.line))
            .Select(found => $"{Path.GetRelativePath(Repository.Root, file)}:{found.index + 1}: {found.line.Trim()}"))];
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => Kinds.Contains(Path.GetExtension(file)) && Path.GetFileName(file) != ".git")
            .Concat(Directory.EnumerateDirectories(folder).Where(inner => !Skipped.Contains(Path.GetFileName(inner))).SelectMany(Files));

    // A path of somebody's machine: not an address, not a route of ours.
    [GeneratedRegex(@"(^|[\s""'=(>])(/(home|root|work|Users|farm)/\w|[A-Z]:\\Users\\)")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"registry(?#)\.npmjs\.|api(?#)\.nuget\.|arti(?#)factory|/nex(?#)us\b|pypi(?#)\.org/simple|<add key=""[^""]*"" value=""https?(?#):", RegexOptions.IgnoreCase)]
    private static partial Regex Registry();

    [GeneratedRegex(@"\b(TO(?#)DO|FIX(?#)ME|HA(?#)CK|X(?#)XX)\b")]
    private static partial Regex Leftover();
}
