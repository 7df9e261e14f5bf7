using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows;

internal static class FixtureFlows
{
    /// <summary>Small flows of the tests' own, so that a change of content does not break a test of the engine.</summary>
    public static string Directory { get; } = Repository.Folder("tests", "ServiceRouter.Tests", "Flows", "fixtures");

    public static string DepotSource => File.ReadAllText(Path.Combine(Directory, "depot", "depot.flow.yaml"));

    public static Flow Depot => Read(DepotSource);

    public static Flow Read(string yaml)
    {
        var reading = FlowReader.Read(yaml, "test.flow.yaml");
        reading.Problems.Should().BeEmpty();
        return reading.Flow!;
    }
}
