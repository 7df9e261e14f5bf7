using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.IntegrationTests.Journeys;

public abstract class From_the_first_word_to_a_closed_request : Journey
{
    [Fact]
    public async Task The_whole_way_of_the_data()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync();

        await citizen.SaysAsync("je veux refaire ma carte grise");
        (await citizen.ReadsAsync()).Should().Contain(a => a.Author == Author.Assistant && a.Details != null && a.Details.Choices != null, "the flow asks");
        await citizen.SaysAsync("je veux parler à un conseiller");
        var receipt = await desk.TakesNextAsync();
        (await desk.SaysAsync(receipt, "Bonjour, je vous écoute.")).Should().BeNull();
        (await citizen.HearsAsync(Author.Counsellor)).AuthorName.Should().Be("Nadia Bertholet");
        await citizen.SaysAsync("merci, c'est pour une vente");
        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Be("Bonjour, je vous écoute.");
        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Be("merci, c'est pour une vente");
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        await citizen.RatesAsync(5, Solved.Yes);

        var handoff = await citizen.HandoffAsync();
        handoff.State.Should().Be(HandoffState.Served);
        handoff.FirstHumanWordAt.Should().NotBeNull();
        (await app.LookAsync(db => db.HandoffLog.Where(e => e.HandoffId == handoff.Id).OrderBy(e => e.Number).Select(e => e.Move).ToListAsync()))
            .Should().Equal(HandoffMove.Ask, HandoffMove.Offer, HandoffMove.Accept, HandoffMove.Serve);
    }

    [Fact]
    public async Task The_button_in_the_middle_of_a_flow_keeps_what_it_was_about()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync();
        await citizen.SaysAsync("carte grise");

        await citizen.AsksForHumanAsync();

        (await citizen.HandoffAsync()).Skill.Should().Be("titres", "as when the same wish is typed");
    }

    [Fact]
    public async Task Whoever_prefers_a_human_hears_nothing_automatic()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync(prefersHuman: true);

        await citizen.SaysAsync("carte grise");

        (await citizen.ReadsAsync()).Should().NotContain(a => a.Author == Author.Assistant);
        (await citizen.HandoffAsync()).State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
    }

    [Fact]
    public async Task The_assistant_is_silent_once_a_counsellor_has_the_conversation()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();

        await citizen.SaysAsync("comment refaire ma carte d'identité ?");
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        await citizen.SaysAsync("et pour un passeport ?");

        (await citizen.ReadsAsync()).Should().NotContain(a => a.Author == Author.Assistant);
    }

    [Fact]
    public async Task Distress_gets_numbers_at_once_and_the_highest_rank()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync();

        await citizen.SaysAsync("j'ai envie d'en finir");

        (await citizen.ReadsAsync()).Should().Contain(a => a.Details != null && a.Details.Numbers != null && a.Details.Numbers.Any(n => n.Value == "3114"));
        (await citizen.HandoffAsync()).Rank.Should().Be(HandoffRank.Distress);
    }

    [Fact]
    public async Task Asking_twice_or_at_the_same_time_makes_one_request()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync();

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => citizen.AsksForHumanAsync()));

        receipts.Distinct().Should().ContainSingle();
        (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.ConversationId == citizen.ConversationId))).Should().Be(1);
    }

    [Fact]
    public async Task Whoever_presses_beside_a_counsellor_is_told_of_no_place_in_the_queue()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        await desk.TakesNextAsync();

        await citizen.AsksForHumanAsync();

        (await citizen.ReadsAsync())[^1].Text.Should().Contain("un conseiller s'en occupe").And.NotContain("place");
    }

    [Fact]
    public async Task Pressing_again_and_again_is_answered_once()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync();

        for (var press = 0; press < 4; press++) await citizen.AsksForHumanAsync();

        (await citizen.ReadsAsync()).Should().ContainSingle(a => a.Text != null && a.Text.Contains("déjà enregistrée"));
    }

    [Fact]
    public async Task Characters_that_no_database_keeps_do_not_lose_the_message()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);

        await citizen.SaysAsync("mon dossier\0 est bloqué \ud83d");

        (await citizen.ReadsAsync()).Should().ContainSingle(a => a.Author == Author.Citizen && a.Text == "mon dossier est bloqué \ufffd");
    }

    [Fact]
    public async Task A_message_sent_twice_is_stored_once()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => citizen.SaysAsync("bonjour", clientId: "m1")));

        (await citizen.ReadsAsync()).Count(a => a.Author == Author.Citizen).Should().Be(1);
    }
}

public sealed class From_the_first_word_embedded : From_the_first_word_to_a_closed_request
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class From_the_first_word_in_production(TestServersFixture fixture) : From_the_first_word_to_a_closed_request
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
}

/// <summary>One connection for a whole node: whoever held it and asked for another would wait for good.</summary>
public sealed class From_the_first_word_on_one_connection(TestServersFixture fixture) : From_the_first_word_to_a_closed_request
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers, ";Maximum Pool Size=1");
}
