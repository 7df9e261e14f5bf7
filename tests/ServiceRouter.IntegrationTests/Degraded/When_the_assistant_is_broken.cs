using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.Degraded;

/// <summary>Case 16: every automatic part throws, hangs or breaks off; whoever asks for a person gets one, and nobody an error page (G1, G10).</summary>
public sealed class When_the_assistant_is_broken
{
    [Theory]
    [InlineData(AssistantFault.Throws)]
    [InlineData(AssistantFault.Hangs)]
    [InlineData(AssistantFault.BlocksItsThread)]
    [InlineData(AssistantFault.BreaksOff)]
    public async Task Asks_by_button_by_words_and_by_refusal_are_durable_while_others_wait_for_it(AssistantFault fault)
    {
        using var broken = new BrokenAssistant(fault);
        await using var app = await RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory(), clock: null, broken.Put, "--Assistant:TimeLimit=00:00:01");
        // People who wait for an answer of the assistant all the time.
        var questions = Enumerable.Range(0, 10).Select(async _ => await (await app.CitizenComesAsync()).SaysAsync("quelle est la couleur du ciel")).ToArray();

        var slowest = TimeSpan.Zero;
        for (var n = 0; n < AsksForPerson.Count; n++)
        {
            var at = TimeProvider.System.GetTimestamp();
            await AsksForPerson.AskAsync(app, n);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, TimeProvider.System.GetElapsedTime(at).Ticks));
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{fault}: {AsksForPerson.Count} asks, the slowest durable after {slowest.TotalSeconds:0.00} s");

        await Task.WhenAll(questions);
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(AsksForPerson.Count);
        (await app.LookAsync(db => db.Conversations.CountAsync(c => c.HumanOffered))).Should().Be(10, "whoever asked it was offered a human");
    }

    [Fact]
    public async Task A_page_that_asked_it_answers_with_the_offer_and_its_yes_makes_the_request()
    {
        using var broken = new BrokenAssistant(AssistantFault.BlocksItsThread);
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, broken.Put, "--Assistant:TimeLimit=00:00:00.200");
        using var citizen = new CitizenHttp(app);

        (await citizen.SendsAsync("/chat", ("texte", "quelle est la couleur du ciel"))).Goes.Should().Be("/chat#reponse");

        (await citizen.OpensAsync("/chat")).Page.Should().Contain("Voulez-vous parler à un conseiller").And.Contain("value=\"oui\"");
        await citizen.SendsAsync("/chat", ("choix", "oui"));
        (await app.LookAsync(db => db.Handoffs.Select(h => h.State).ToListAsync())).Should().Equal(HandoffState.Waiting);
    }
}
