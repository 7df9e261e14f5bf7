using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>ConversationRelay gives one key at a time: where several are awaited, a 0 may begin them, or be the way to a person. No flow of the repository asks for a date, so this one does.</summary>
public sealed class When_a_flow_asks_for_a_date_over_a_socket : IAsyncLifetime
{
    private const string Journey = """
        flow: passeport_cni
        version: 1
        title: Carte d'identité et passeport
        purpose: Je vous aide avant un départ.
        languages: [fr]
        channels: [web, voice, sms]
        skill: titres
        start: depart
        steps:
          depart:
            ask: { text: "Quel jour partez-vous ?", as: date }
            then: demande
          demande:
            request: { reason: urgence_voyage, text: Je transmets votre demande à un conseiller. }
        """;

    // How long the socket waits for the next key of a number, a postcode or a date.
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromSeconds(4);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("service-router-journey-");
    private PhoneStory story = null!;

    public async ValueTask InitializeAsync()
    {
        File.Copy(Servers.RepositoryRoot.File("flows", "skills.yaml"), Path.Combine(folder.FullName, "skills.yaml"));
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("passeport_cni").FullName, "journey.flow.yaml"), Journey, TestContext.Current.CancellationToken);
        story = await PhoneStory.StartAsync(services => services.AddSingleton(new FlowShelf(FlowLibrary.Load(folder.FullName))), "--Twilio:Relay=true");
    }

    public async ValueTask DisposeAsync()
    {
        await story.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_date_that_begins_with_0_is_a_date()
    {
        var call = await IsAskedForADateAsync();
        call.Presses("01062027");

        await call.SeesAsync("queue sr-attente");
        (await story.HandoffAsync()).Reason.Should().Be("urgence_voyage", "the flow went on");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_0_that_no_other_key_follows_is_a_person_where_a_date_is_asked_for_too()
    {
        var call = await IsAskedForADateAsync();
        call.Presses("0");
        await story.WaitsForAsync(BetweenKeys);
        await story.PassAsync(5);

        await call.SeesAsync("queue sr-attente");
        (await story.HandoffAsync()).Reason.Should().NotBe("urgence_voyage");
    }

    private async Task<SimulatedCall> IsAskedForADateAsync()
    {
        var call = story.Calls();
        await call.SeesAsync("relay");
        await call.HearsAsync("tapez 0");
        await call.HearsAsync("For English, press 8");
        call.Says("passeport");
        await call.HearsAsync("huit chiffres");
        return call;
    }
}
