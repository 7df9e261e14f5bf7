using System.Text.RegularExpressions;
using ServiceRouter.Flows.Checking;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Scripts;

namespace ServiceRouter.Tests.Flows;

public class When_the_documentation_shows_a_flow
{
    private static readonly string Page = File.ReadAllText(Repository.Folder("docs", "flows.md"));

    [Fact]
    public void The_example_passes_and_does_what_its_script_says()
    {
        var library = FlowLibrary.Load(Repository.Folder("flows"));
        var flow = FixtureFlows.Read(Block("yaml", "# yaml-language-server"));

        FlowChecker.Check(flow, library.Skills.Keys, library.Reasons.Keys, library.FicheIds).Should().BeEmpty();
        ChatPlayer.Play(flow, ChatReader.Read(Block("", "= "), "docs/flows.md").Script!, _ => false).Should().BeEmpty();
    }

    private static string Block(string language, string beginning) =>
        Regex.Match(Page, $"^```{language}\n({beginning}.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
}
