using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Dialogues;

public class When_the_service_loads_its_flows
{
    private readonly FlowLibrary library = FlowLibrary.Load(Repository.Folder("flows"), text => HumanExit.Recognise(text).Ask == ExitAsk.Human);

    [Fact]
    public void None_has_a_problem() => library.Problems.Should().BeEmpty();

    [Fact]
    public void Each_of_the_twelve_procedures_has_its_flow() => library.Flows.Select(flow => flow.Id).Should().BeEquivalentTo(
        "carte_grise", "caf_rsa", "retraite", "impots", "passeport_cni", "cheque_energie", "permis_conduire", "ameli_carte_vitale",
        "france_travail", "msa", "ants_compte", "succession");

    [Fact]
    public void Each_speaks_on_every_channel() =>
        library.Flows.Should().AllSatisfy(flow => flow.Channels.Should().BeEquivalentTo(Enum.GetValues<FlowChannel>()));

    /// <summary>What is neither decided on nor repeated serves nothing, and keeps whoever cannot answer it from going on.</summary>
    [Fact]
    public void Nothing_open_is_asked_for() =>
        library.Flows.SelectMany(flow => flow.Steps.Values.OfType<AskStep>().Where(ask => ask.Kind is not (AnswerKind.Choice or AnswerKind.YesNo)).Select(ask => $"{flow.Id} {ask.Id}"))
            .Should().BeEmpty("no flow decides on an open answer or repeats it");

    /// <summary>The service says so itself after each end.</summary>
    [Fact]
    public void An_end_does_not_offer_another_question() =>
        library.Flows.SelectMany(flow => flow.Steps.Values.OfType<EndStep>().Select(end => $"{flow.Id}: {end.Text?.In(FlowText.MainLanguage, FlowChannel.Web)}"))
            .Where(end => end.Contains("question", StringComparison.OrdinalIgnoreCase)).Should().BeEmpty();

    [Fact]
    public void A_yes_or_no_answers_one_thing() =>
        library.Flows.SelectMany(flow => flow.Steps.Values.OfType<AskStep>().Where(ask => ask.Kind == AnswerKind.YesNo).Select(ask => $"{flow.Id} {ask.Id}: {ask.Text.In(FlowText.MainLanguage, FlowChannel.Web)}"))
            .Where(question => TwoThings.Any(two => question.Contains(two, StringComparison.Ordinal))).Should().BeEmpty("an honest yes to a half of the question would be taken for the whole");

    private static readonly string[] TwoThings = [", et est-", ", ou par ", ", ou appeler", ", sur internet ou "];
}
