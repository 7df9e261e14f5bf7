using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>A lost counsellor is not a lost citizen (G8).</summary>
public abstract class When_a_counsellor_is_lost : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_citizen_returns_to_the_head_and_is_told()
    {
        var app = await StartAsync(clock);
        var lost = await app.CounsellorComesAsync("conseiller1", capacity: 1);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await lost.TakesNextAsync();
        var later = await app.CitizenComesAsync(asksNow: true);

        clock.Advance(TimeSpan.FromSeconds(46));
        await app.TimeMovesAsync();
        var desk = await app.CounsellorComesAsync("conseiller4", capacity: 1);

        (await desk.SeesOfferAsync()).Receipt.Should().Be(receipt, "the returned one is at the head");
        (await citizen.ReadsAsync()).Should().Contain(a => a.Author == Author.Service && a.Text!.Contains("tête de file", StringComparison.Ordinal));
        (await later.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        (await citizen.HandoffAsync()).AskedAt.Should().Be(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Who_vanishes_before_answering_an_offer_leaves_its_request_where_it_stood()
    {
        var app = await StartAsync(clock, "--Desk:OfferTimeout=00:02:00");
        var desk = await app.CounsellorComesAsync("conseiller1", capacity: 1);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();

        clock.Advance(TimeSpan.FromSeconds(46));
        await app.TimeMovesAsync();

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Waiting && !h.AtHead, "an offer that runs out gives no better place either");
    }

    [Fact]
    public async Task The_lost_one_can_no_longer_speak_or_close()
    {
        var app = await StartAsync(clock);
        var lost = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await lost.TakesNextAsync();
        clock.Advance(TimeSpan.FromSeconds(46));
        await app.TimeMovesAsync();

        (await lost.SaysAsync(receipt, "je suis encore là"))!.Code.Should().Be("handoff-not-yours");
        (await lost.ClosesAsync(receipt))!.Code.Should().Be("handoff-not-yours");
        (await citizen.HandoffAsync()).IsOpen.Should().BeTrue();
    }

    [Fact]
    public async Task A_renewed_lease_loses_nobody()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();

        for (var i = 0; i < 5; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            await desk.StaysAliveAsync();
            await app.TimeMovesAsync();
        }

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
    }

    [Fact]
    public async Task A_transfer_reaches_the_wanted_colleague_first()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        var other = await app.CounsellorComesAsync("conseiller2");
        var wanted = await app.CounsellorComesAsync("conseiller5");

        (await desk.TransfersAsync(receipt, pool: null, colleague: wanted.Id)).Should().BeNull();
        // Both may be asked and are alike; by their names it would be the other's turn.
        await Eventually.HoldsAsync(() => app.LookAsync(async db => await db.Offers.CountAsync() == 2), "it is offered again");
        (await app.LookAsync(db => db.Offers.SingleAsync(o => o.CounsellorId != desk.Id))).Should().BeEquivalentTo(new { CounsellorId = wanted.Id, Rung = Matcher.Colleague });
        (await wanted.SeesOfferAsync()).Receipt.Should().Be(receipt);
        (await app.LookAsync(db => db.DeskEvents.CountAsync(e => e.CounsellorId == other.Id && e.Kind == "offer"))).Should().Be(0, "nobody else is asked beside them");
        (await other.TransfersAsync(receipt, "retraite", null))!.Code.Should().Be("handoff-not-yours");
        (await citizen.HandoffAsync()).IsOpen.Should().BeTrue();
    }

    public sealed class Embedded : When_a_counsellor_is_lost
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
    }

    public sealed class Production(TestServersFixture fixture) : When_a_counsellor_is_lost
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}
