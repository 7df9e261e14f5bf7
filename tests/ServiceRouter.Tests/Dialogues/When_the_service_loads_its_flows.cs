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
}
