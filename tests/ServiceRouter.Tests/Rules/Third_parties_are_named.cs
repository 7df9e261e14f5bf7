using System.Text.Json;
using System.Xml.Linq;

namespace ServiceRouter.Tests.Rules;

/// <summary>Whose work is shipped, and under which licence: docs/third-party.md goes with the program.</summary>
public sealed class Third_parties_are_named
{
    private const string Head = """
        # Whose work is shipped

        Packages that the published program contains, by their own description, with those that only build it; made by a test of `Third_parties_are_named`, which writes `artifacts/third-party.md` when this is another. Texts: [licences.md](licences.md).
        The runtime of .NET and ASP.NET Core, which is published with the program, is under MIT, Copyright (c) .NET Foundation and Contributors.

        | Package | Version | Licence | Copyright |
        |---|---|---|---|

        """;

    [Fact]
    public void The_page_is_what_the_packages_say_of_themselves()
    {
        var file = Repository.Folder("docs", "third-party.md");
        var (kept, actual) = (File.Exists(file) ? File.ReadAllText(file) : "", $"{Head}{string.Join('\n', Packages().Select(Row))}\n");
        if (actual == kept) return;
        var made = Repository.Folder("artifacts", "third-party.md");
        Directory.CreateDirectory(Path.GetDirectoryName(made)!);
        File.WriteAllText(made, actual);
        var (before, after) = (kept.Split('\n'), actual.Split('\n'));
        Assert.Fail("docs/third-party.md is not what the packages say of themselves. Read the difference, then put artifacts/third-party.md in its place:\n"
            + string.Join('\n', after.Except(before).Select(line => $"+ {line}").Concat(before.Except(after).Select(line => $"- {line}")).Take(60)));
    }

    [Fact]
    public void The_text_of_a_licence_of_each_is_there()
    {
        var texts = File.ReadLines(Repository.Folder("docs", "licences.md")).Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]).ToList();

        texts.Should().NotBeEmpty();
        Packages().Where(package => !package.Licence.Split(" OR ").Any(texts.Contains)).Select(package => $"{package.Id}: {package.Licence}").Should().BeEmpty();
    }

    private static string Row(Package package) => $"| {package.Id} | {package.Version} | {package.Licence} | {package.Copyright} |";

    private static IEnumerable<Package> Packages()
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(Repository.Folder("src", "ServiceRouter.Host", "packages.lock.json")));
        using var restored = JsonDocument.Parse(File.ReadAllText(Repository.Folder("src", "ServiceRouter.Host", "obj", "project.assets.json")));
        var folders = restored.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        return [.. locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => (Id: package.Name, Version: package.Value.GetProperty("resolved").GetString()!)).Distinct().OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)
            .Select(package => Read(folders, package.Id, package.Version))];
    }

    private static Package Read(List<string> folders, string id, string version)
    {
#pragma warning disable CA1308 // Folders of packages are named in lower case.
        var (name, folder) = (id.ToLowerInvariant(), Path.Combine(id.ToLowerInvariant(), version.ToLowerInvariant()));
#pragma warning restore CA1308
        var home = folders.Select(root => Path.Combine(root, folder)).First(Directory.Exists);
        var said = XDocument.Load(Path.Combine(home, $"{name}.nuspec")).Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements().ToLookup(element => element.Name.LocalName);
        var licence = said["license"].FirstOrDefault();
        var named = licence?.Attribute("type")?.Value == "file" ? OfFile(Path.Combine(home, licence.Value)) : licence?.Value ?? said["licenseUrl"].FirstOrDefault()?.Value ?? "unknown";
        var whose = said["copyright"].FirstOrDefault()?.Value ?? said["authors"].FirstOrDefault()?.Value ?? "";
        return new Package(id, version, named, string.Join(' ', whose.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "/", StringComparison.Ordinal));
    }

    private static string OfFile(string path) => File.ReadAllText(path).Contains("Apache License", StringComparison.Ordinal) ? "Apache-2.0" : "unknown";

    private sealed record Package(string Id, string Version, string Licence, string Copyright);
}
