using ServiceRouter.Host.Commands;
using ServiceRouter.Tests.Flows;

namespace ServiceRouter.Tests.Host.Commands;

public sealed class When_the_flows_are_checked : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("check-");
    private readonly StringWriter output = new();
    private readonly StringWriter log = new();

    [Fact]
    public async Task Good_flows_pass()
    {
        (await Check(FixtureFlows.Directory)).Should().Be(0);

        output.ToString().Trim().Should().Be("1 flows and 0 scripts pass; 0 problems in 0 files");
    }

    [Fact]
    public async Task Each_problem_is_a_line_with_file_line_step_and_reason()
    {
        CopyFixtures(source => source.Replace("goto: fin", "goto: loin", StringComparison.Ordinal).Replace("version: 3", "version: x", StringComparison.Ordinal));

        (await Check(Path.Combine(folder.FullName, "flows"))).Should().Be(1);

        output.ToString().ReplaceLineEndings("\n").Trim().Split('\n').Should().Equal(
            "flows/depot/depot.flow.yaml:3: `version` must be a whole number from 1",
            "flows/depot/depot.flow.yaml:72: [retour] `goto` names the step `loin`, which does not exist",
            "0 flows and 0 scripts pass; 2 problems in 1 files");
    }

    [Theory]
    [InlineData("flows")]
    [InlineData("flows/depot/depot.flow.yaml")]
    [InlineData("flows/depot/depot.chat")]
    public async Task A_script_that_hears_something_else_is_a_problem(string path)
    {
        CopyFixtures(source => source);
        await WriteScript("= l'accueil\nassistant: De quoi\n\n= autre chose\nassistant: des mots que personne ne dit\n");

        (await Check(Path.Combine(folder.FullName, path))).Should().Be(1);

        output.ToString().Should().StartWith("flows/depot/depot.chat:5: « autre chose »: not found; what came: ").And.Contain(" 0 scripts pass; 1 problems in 1 files");
    }

    [Fact]
    public async Task A_script_that_hears_what_it_expects_passes()
    {
        CopyFixtures(source => source);
        await WriteScript("= l'accueil\nassistant: De quoi\n");

        (await Check(Path.Combine(folder.FullName, "flows"))).Should().Be(0);

        output.ToString().Trim().Should().Be("1 flows and 1 scripts pass; 0 problems in 0 files");
    }

    [Fact]
    public async Task The_problems_of_a_flow_are_not_told_again_of_its_script()
    {
        CopyFixtures(source => source.Replace("goto: fin", "goto: loin", StringComparison.Ordinal));
        await WriteScript("= l'accueil\nassistant: De quoi\n");

        (await Check(Path.Combine(folder.FullName, "flows"))).Should().Be(1);

        output.ToString().Should().NotContain(".chat").And.Contain("0 flows and 0 scripts pass; 1 problems in 1 files");
    }

    [Fact]
    public async Task A_path_to_one_flow_leaves_the_others_out()
    {
        CopyFixtures(source => source);
        var other = Directory.CreateDirectory(Path.Combine(folder.FullName, "flows", "autre"));
        await File.WriteAllTextAsync(Path.Combine(other.FullName, "autre.flow.yaml"), "flow: [", TestContext.Current.CancellationToken);

        (await Check(Path.Combine(folder.FullName, "flows", "depot"))).Should().Be(0);
        (await Check(Path.Combine(other.FullName, "autre.flow.yaml"))).Should().Be(1);
    }

    [Fact]
    public async Task A_place_without_flows_is_no_success()
    {
        (await Check(folder.FullName)).Should().Be(1);
        (await Check(Path.Combine(FixtureFlows.Directory, "knowledge"))).Should().Be(1);

        output.ToString().Should().BeEmpty();
        log.ToString().Should().Contain("no flows here").And.Contain("no flow here");
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        output.Dispose();
        log.Dispose();
    }

    private Task<int> Check(string path) => FlowsCheckCommand.RunAsync([path], output, log);

    private Task WriteScript(string text) => File.WriteAllTextAsync(Path.Combine(folder.FullName, "flows", "depot", "depot.chat"), text);

    private void CopyFixtures(Func<string, string> change)
    {
        foreach (var file in Directory.EnumerateFiles(FixtureFlows.Directory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.FullName, "flows", Path.GetRelativePath(FixtureFlows.Directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, change(File.ReadAllText(file)));
        }
    }
}
