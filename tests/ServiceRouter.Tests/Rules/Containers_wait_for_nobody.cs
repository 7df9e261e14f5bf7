using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

/// <summary>docs/adr/0016: any order of start. The three doors are of no use behind a set-up that waits for all of them.</summary>
public sealed partial class Containers_wait_for_nobody
{
    [Fact]
    public void No_role_waits_for_database_or_broker()
    {
        var compose = File.ReadAllText(Path.Combine(Repository.Folder("infra"), "compose.yaml"));
        var common = Common().Match(compose).Value;

        common.Should().Contain("image: servicerouter");
        common.Should().NotContain("depends_on:");
    }

    [Fact]
    public void The_image_is_built_of_files_that_the_builder_is_given()
    {
        var docker = Path.Combine(Repository.Folder("infra"), "docker");
        var (left, brought) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var line in File.ReadLines(Path.Combine(docker, "Dockerfile.dockerignore")).Select(l => l.Trim()).Where(l => l.Length > 0))
            if (line.StartsWith('!')) brought.Add(line[1..]);
            else left.Add(line.EndsWith("/*", StringComparison.Ordinal) ? line[..^2] : line);
        var copied = Copies().Matches(File.ReadAllText(Path.Combine(docker, "Dockerfile"))).SelectMany(m => m.Groups[1].Value.Split(' ')[..^1]).ToList();

        copied.Should().Contain("docs/third-party.md");
        copied.Where(source => left.Exists(folder => source == folder || source.StartsWith(folder + "/", StringComparison.Ordinal)) && !brought.Contains(source)).Should().BeEmpty("the builder does not see them");
    }

    [GeneratedRegex(@"^x-service:.*?(?=^\S)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Common();

    [GeneratedRegex(@"^COPY (?!--from)(.+)$", RegexOptions.Multiline)]
    private static partial Regex Copies();
}
