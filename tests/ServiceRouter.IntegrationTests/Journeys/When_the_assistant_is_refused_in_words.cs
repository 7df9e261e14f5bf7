using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Journeys;

/// <summary>"Pas de robot", typed and not pressed: remembered for the case all the same, and said once (G7).</summary>
public sealed class When_the_assistant_is_refused_in_words
{
    private const string Remembered = "pas d'assistant automatique";

    [Fact]
    public async Task It_is_silent_for_the_whole_case()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        await citizen.SaysAsync("je refuse de parler à une machine");
        (await citizen.HearsAsync(Author.Service)).Text.Should().Contain(Remembered);
        (await citizen.HandoffAsync()).Reason.Should().Be("prefere_humain");
        await citizen.WithdrawsAsync();
        var before = (await citizen.ReadsAsync())[^1].Number;

        await citizen.SaysAsync("ma carte grise");

        (await citizen.ReadsAsync()).Where(a => a.Number > before).Should().NotContain(a => a.Author == Author.Assistant);
        (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.EndedAt == null))).Should().Be(1, "the words are for a person");
    }

    [Fact]
    public async Task Said_while_a_request_is_open_it_is_remembered_and_not_said_beside_a_counsellor()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        await desk.TakesNextAsync();

        await citizen.SaysAsync("surtout pas de robot");

        (await app.LookAsync(db => db.Conversations.SingleAsync())).RefusesAssistant.Should().BeTrue();
        (await citizen.ReadsAsync()).Should().NotContain(a => a.Text!.Contains(Remembered), "the counsellor has the word");
    }

    [Fact]
    public async Task Said_while_it_waits_it_is_said_once()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);

        await citizen.SaysAsync("pas de robot");
        await citizen.SaysAsync("je répète : pas de robot");

        (await citizen.ReadsAsync()).Count(a => a.Text!.Contains(Remembered)).Should().Be(1);
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }
}
