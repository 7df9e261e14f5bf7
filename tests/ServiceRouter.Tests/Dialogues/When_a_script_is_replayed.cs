using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Scripts;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Dialogues;

public class When_a_script_is_replayed
{
    private static readonly string Directory = Repository.Folder("flows");

    private static readonly Lazy<FlowLibrary> Library = new(() => FlowLibrary.Load(Directory, IsHumanExit));

    /// <summary>Every script beside a flow; a theory without a row fails.</summary>
    public static TheoryData<string> Scripts => [.. ChatFiles.In(Directory).Select(path => Path.GetRelativePath(Directory, path))];

    [Theory, MemberData(nameof(Scripts))]
    public void The_flow_says_what_the_script_expects(string script) =>
        ChatFiles.Replay(Library.Value, Directory, Path.Combine(Directory, script), IsHumanExit).Should().BeEmpty();

    [Fact]
    public void Every_flow_has_one() =>
        Library.Value.Flows.Where(flow => !Scripts.Any(row => row.Data.StartsWith(flow.Id + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            .Select(flow => flow.Id).Should().BeEmpty();

    private static bool IsHumanExit(string text) => HumanExit.Recognise(text).Ask == ExitAsk.Human;
}
