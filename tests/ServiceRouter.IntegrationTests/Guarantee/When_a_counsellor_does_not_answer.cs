using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>Offers: declined, expired, answered too late. The handoff always goes on (G4, G8).</summary>
public abstract class When_a_counsellor_does_not_answer : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_declined_handoff_goes_to_the_next_with_its_age()
    {
        var app = await StartAsync(clock);
        var first = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var offer = await first.SeesOfferAsync();
        var second = await app.CounsellorComesAsync("conseiller4");

        clock.Advance(TimeSpan.FromSeconds(10));
        await second.StaysAliveAsync();
        (await first.DeclinesAsync(offer.Id)).Should().BeNull();

        (await second.SeesOfferAsync()).Receipt.Should().Be(offer.Receipt);
        (await citizen.HandoffAsync()).AskedAt.Should().Be(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
    }

    /// <summary>The service says of whoever is gone that they are there no more, which is no answer to the request: said by somebody who is there it is one.</summary>
    [Theory]
    [InlineData("en pause")]
    [InlineData(DecliningOffers.NotThere)]
    public async Task Whoever_declined_is_not_asked_again_at_once_whatever_the_words(string why)
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var offer = await desk.SeesOfferAsync();

        (await app.Get<DeclineOffer>().RunAsync(desk.Id, offer.Id, why, TestContext.Current.CancellationToken)).Should().BeNull();
        await app.Get<MatchingLoop>().RunPassAsync();

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task An_expired_offer_goes_to_the_next_and_a_late_answer_misses_harmlessly()
    {
        var app = await StartAsync(clock);
        var first = await app.CounsellorComesAsync("conseiller1");
        await app.CitizenComesAsync(asksNow: true);
        var offer = await first.SeesOfferAsync();
        var second = await app.CounsellorComesAsync("conseiller4");

        clock.Advance(TimeSpan.FromSeconds(31));
        await app.TimeMovesAsync();
        (await first.SeesAsync("offer-ended")).GetProperty("outcome").GetString().Should().Be("expired");
        var next = await second.SeesOfferAsync();
        (await first.AcceptsAsync(offer.Id))!.Code.Should().Be("offer-over");

        next.Receipt.Should().Be(offer.Receipt);
        (await second.AcceptsAsync(next.Id)).Should().BeNull();
    }

    [Fact]
    public async Task A_node_that_reads_for_long_takes_nothing_from_the_time_of_an_offer()
    {
        var reading = new TakesTime(clock, TimeSpan.FromSeconds(2));
        var app = Keep(await RouterApp.StartAsync(await NewSetUpAsync(), clock, services => services
            .ConfigureDbContext<SqliteRouterDbContext>(options => options.AddInterceptors(reading)).ConfigureDbContext<PostgresRouterDbContext>(options => options.AddInterceptors(reading))));
        var desk = await app.CounsellorComesAsync("conseiller1");

        await app.CitizenComesAsync(asksNow: true);
        var offer = await desk.SeesOfferAsync();

        reading.Times.Should().BePositive();
        var expires = await app.LookAsync(db => db.Offers.Where(o => o.Id == offer.Id).Select(o => o.ExpiresAt).SingleAsync());
        (expires - clock.GetUtcNow()).Should().Be(new DeskOptions().OfferTimeout, "its time begins when it is made");
    }

    [Fact]
    public async Task Two_missed_offers_set_the_counsellor_away()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        for (var missed = 1; missed <= 2; missed++)
        {
            await app.CitizenComesAsync(asksNow: true);
            await desk.SeesOfferAsync();
            clock.Advance(TimeSpan.FromSeconds(31));
            await desk.StaysAliveAsync();
            await app.TimeMovesAsync();
        }

        (await app.LookAsync(db => db.Counsellors.Where(c => c.Id == desk.Id).Select(c => c.Presence).SingleAsync())).Should().Be(Presence.Away);
    }

    [Fact]
    public async Task Whoever_else_was_offered_to_one_who_is_set_away_goes_to_a_colleague_at_once()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        for (var missed = 1; missed <= 2; missed++)
        {
            await app.CitizenComesAsync(asksNow: true);
            await desk.SeesOfferAsync();
        }
        clock.Advance(TimeSpan.FromSeconds(20));
        var third = await app.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();
        var colleague = await app.CounsellorComesAsync("conseiller4");

        clock.Advance(TimeSpan.FromSeconds(11));
        await desk.StaysAliveAsync();
        await colleague.StaysAliveAsync();
        await app.TimeMovesAsync();

        await Eventually.HoldsAsync(async () => await third.HandoffAsync() is { State: HandoffState.Offered, CounsellorId: var id } && id == colleague.Id, "nobody waits for one who is not there");
    }

    [Fact]
    public async Task Who_has_left_is_not_set_away_by_the_offers_that_they_missed()
    {
        var app = await StartAsync(clock, "--Desk:MissedOffersUntilAway=1");
        var desk = await app.CounsellorComesAsync("conseiller1");
        await app.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();
        // Left in the moment of the offer: whoever leaves after it gives it back.
        await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == desk.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Presence, Presence.Offline)));
        clock.Advance(TimeSpan.FromSeconds(31));
        await app.TimeMovesAsync();

        (await app.LookAsync(db => db.Counsellors.Where(c => c.Id == desk.Id).Select(c => new { c.Presence, c.MissedOffers }).SingleAsync()))
            .Should().BeEquivalentTo(new { Presence = Presence.Offline, MissedOffers = 1 });
    }

    [Fact]
    public async Task Who_says_no_in_between_is_there_and_stays_available()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        foreach (var answers in new[] { false, true, false })
        {
            await app.CitizenComesAsync(asksNow: true);
            var offer = await desk.SeesOfferAsync();
            if (answers) (await desk.DeclinesAsync(offer.Id)).Should().BeNull();
            clock.Advance(TimeSpan.FromSeconds(31));
            await desk.StaysAliveAsync();
            await app.TimeMovesAsync();
        }

        (await app.LookAsync(db => db.Counsellors.Where(c => c.Id == desk.Id).Select(c => new { c.Presence, c.MissedOffers }).SingleAsync()))
            .Should().BeEquivalentTo(new { Presence = Presence.Available, MissedOffers = 1 });
    }

    [Fact]
    public async Task Of_eight_acceptances_of_one_offer_one_wins()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var offer = await desk.SeesOfferAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.AcceptsAsync(offer.Id)));

        answers.Should().AllSatisfy(a => a.Should().BeNull("the same counsellor said yes eight times"));
        var handoff = await citizen.HandoffAsync();
        (await app.LookAsync(db => db.HandoffLog.CountAsync(e => e.HandoffId == handoff.Id && e.Move == HandoffMove.Accept))).Should().Be(1);
    }

    [Fact]
    public async Task Nobody_is_filled_beyond_the_capacity()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1", capacity: 2);
        for (var i = 0; i < 3; i++) await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        await desk.TakesNextAsync();

        await app.Get<Routing.MatchingLoop>().RunPassAsync();

        (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.State == HandoffState.Waiting))).Should().Be(1);
    }

    /// <summary>Looking for those who wait takes a while.</summary>
    private sealed class TakesTime(FakeTimeProvider clock, TimeSpan time) : DbCommandInterceptor
    {
        private int times;

        public int Times => times;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Replace("\"", "", StringComparison.Ordinal).Contains("ORDER BY h.rank", StringComparison.Ordinal) && Interlocked.Increment(ref times) == 1) clock.Advance(time);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }

    public sealed class Embedded : When_a_counsellor_does_not_answer
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
    }

    public sealed class Production(TestServersFixture fixture) : When_a_counsellor_does_not_answer
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}
