using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ServiceRouter.Tests.Rules;

public sealed class Project_borders
{
    [Fact]
    public void Contracts_use_nothing() => References("ServiceRouter.Contracts").Should().BeEmpty();

    [Fact]
    public void Flows_use_a_reader_of_yaml_and_nothing_else() => References("ServiceRouter.Flows").Should().Equal("YamlDotNet");

    [Theory]
    [InlineData("System.Net")]
    [InlineData("System.Data")]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("System.Threading.Thread")]
    [InlineData("Microsoft.")]
    public void Flows_reach_nothing_outside(string assemblies)
    {
        var used = Assembly.Load("ServiceRouter.Flows").GetReferencedAssemblies().Select(name => name.Name!).ToList();

        used.Should().Contain("YamlDotNet").And.NotContain(name => name.StartsWith(assemblies, StringComparison.Ordinal));
    }

    [Fact]
    public void The_service_does_not_know_its_host() =>
        References("ServiceRouter").Should().Contain("MassTransit.RabbitMQ").And.NotContain("ServiceRouter.Host");

    [Fact]
    public void The_phone_simulator_knows_nothing_of_ours()
    {
        References("ServiceRouter.PhoneSimulator").Should().Equal("Microsoft.AspNetCore.App");
        SourceFile.Below("src", "ServiceRouter.PhoneSimulator")
            .Where(file => Regex.IsMatch(file.Code, @"\bServiceRouter\.(?!PhoneSimulator\b)"))
            .Select(file => file.Path).Should().BeEmpty("what it shares with the service would be wrong on both sides at once, and no test would see it");
    }

    [Fact]
    public void Only_tests_see_what_is_internal()
    {
        var friends = Directory.EnumerateFiles(Repository.Folder("src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => XDocument.Load(project).Descendants("InternalsVisibleTo")).Select(friend => friend.Attribute("Include")!.Value).Distinct();

        friends.Should().NotBeEmpty().And.OnlyContain(friend => friend.EndsWith("Tests", StringComparison.Ordinal) || friend == "ServiceRouter.Benchmarks");
    }

    [Fact]
    public void There_is_no_drawer_project()
    {
        var projects = Directory.EnumerateFiles(Repository.Folder("src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToList();

        projects.Should().Contain("ServiceRouter").And.HaveCountLessThanOrEqualTo(6)
            .And.NotContain(name => new[] { "Common", "Core", "Shared", "Domain", "Application", "Infrastructure" }.Any(drawer => name!.EndsWith(drawer, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.Folder("ServiceRouter.sln"));

        new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.Folder(folder), "*.csproj", SearchOption.AllDirectories))
            .Select(Path.GetFileName).Should().NotBeEmpty()
            .And.OnlyContain(project => solution.Contains(project!), "./test builds the solution");
    }

    [Fact]
    public void The_image_restores_every_project_of_the_service()
    {
        var image = File.ReadAllText(Repository.Folder("infra", "docker", "Dockerfile"));

        ProjectsOf("ServiceRouter.Host").Distinct().Should().HaveCountGreaterThan(3)
            .And.OnlyContain(project => image.Contains($"COPY src/{project}/*.csproj src/{project}/packages.lock.json src/{project}/\n"), "restoring with a project missing fails in the image and nowhere else");
    }

    private static IEnumerable<string> ProjectsOf(string project) =>
        References(project).Where(name => File.Exists(Repository.Folder("src", name, $"{name}.csproj"))).SelectMany(ProjectsOf).Prepend(project);

    /// <summary>Names of the packages and projects that a project of src names itself.</summary>
    private static IReadOnlyList<string> References(string project)
    {
        var file = XDocument.Load(Repository.Folder("src", project, $"{project}.csproj"));
        return [.. file.Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference" or "Reference")
            .Select(element => Path.GetFileName(element.Attribute("Include")!.Value).Replace(".csproj", "", StringComparison.Ordinal))];
    }
}
