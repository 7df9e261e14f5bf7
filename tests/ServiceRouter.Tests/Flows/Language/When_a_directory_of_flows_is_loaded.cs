using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows.Language;

public sealed class When_a_directory_of_flows_is_loaded : IDisposable
{
    private readonly string directory = Path.Combine(Directory.CreateTempSubdirectory("flows-").FullName, "flows");

    public When_a_directory_of_flows_is_loaded()
    {
        foreach (var file in Directory.EnumerateFiles(FixtureFlows.Directory, "*", SearchOption.AllDirectories))
            Write(Path.GetRelativePath(FixtureFlows.Directory, file), File.ReadAllText(file));
    }

    [Fact]
    public void Its_flows_skills_reasons_and_fiches_are_known()
    {
        var library = FlowLibrary.Load(directory);

        library.Problems.Should().BeEmpty();
        library.Find("depot")!.Version.Should().Be(3);
        library.Skills.Should().Contain("titres", "Titres d'identité et véhicules");
        library.Reasons.Should().ContainKey("incompris");
        library.FicheIds.Should().BeEquivalentTo("depot-achat");
    }

    [Fact]
    public void A_flow_whose_choice_captures_the_exit_does_not_load_and_the_others_do()
    {
        Write("piege/piege.flow.yaml", FixtureFlows.DepotSource.Replace("flow: depot", "flow: piege", StringComparison.Ordinal)
            .Replace("[achat, acheté, acheter]", "[achat, Conseiller]", StringComparison.Ordinal));

        var library = FlowLibrary.Load(directory);

        library.Find("piege").Should().BeNull();
        library.Find("depot").Should().NotBeNull();
        library.Problems.Should().ContainSingle().Which.ToString()
            .Should().StartWith("flows/piege/piege.flow.yaml:20: [sujet]").And.Contain("`Conseiller`, which is reserved");
    }

    [Fact]
    public void A_choice_that_the_recogniser_hears_as_the_exit_does_not_load()
    {
        var library = FlowLibrary.Load(directory, text => text == "vendu");

        library.Find("depot").Should().BeNull();
        library.Problems.Should().ContainSingle().Which.Reason.Should().Contain("`vendu`, which is heard as asking for a person");
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_and_the_others_load()
    {
        Write("casse/casse.flow.yaml", "flow: [");

        var library = FlowLibrary.Load(directory);

        library.Flows.Select(flow => flow.Id).Should().Equal("depot");
        library.Problems.Should().Contain(problem => problem.File == "flows/casse/casse.flow.yaml" && problem.Reason.StartsWith("not YAML"));
    }

    [Fact]
    public void A_flow_in_the_wrong_folder_does_not_load()
    {
        Write("autre/depot.flow.yaml", FixtureFlows.DepotSource);

        FlowLibrary.Load(directory).Problems.Should().Contain(problem => problem.Reason.Contains("must be the name of its folder"));
    }

    [Fact]
    public void Two_flows_of_one_procedure_are_one_too_many()
    {
        Write("depot/second.flow.yaml", FixtureFlows.DepotSource);

        var library = FlowLibrary.Load(directory);

        library.Find("depot")!.File.Should().Be("flows/depot/depot.flow.yaml");
        library.Problems.Should().ContainSingle().Which.Reason.Should().Contain("already has the flow flows/depot/depot.flow.yaml");
    }

    [Fact]
    public void Without_the_list_of_skills_nothing_loads()
    {
        File.Delete(Path.Combine(directory, "skills.yaml"));

        var library = FlowLibrary.Load(directory);

        library.Flows.Should().BeEmpty();
        library.Problems.Should().Contain(new FlowProblem("flows/skills.yaml", 1, null, "the list of skills and reasons is missing"));
    }

    [Fact]
    public void A_conversation_finds_the_exact_flow_that_it_started()
    {
        var library = FlowLibrary.Load(directory);
        var older = FixtureFlows.Read(FixtureFlows.DepotSource.Replace("version: 3", "version: 2", StringComparison.Ordinal));
        library.FindByDigest("depot", older.Digest).Should().BeNull();

        library.Add(older);

        library.FindByDigest("depot", older.Digest).Should().BeSameAs(older);
        library.Find("depot")!.Version.Should().Be(3);
        FlowReader.Read(older.Source, older.File).Flow!.Digest.Should().Be(older.Digest).And.HaveLength(16);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(directory)!, recursive: true);

    private void Write(string file, string text)
    {
        var path = Path.Combine(directory, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
