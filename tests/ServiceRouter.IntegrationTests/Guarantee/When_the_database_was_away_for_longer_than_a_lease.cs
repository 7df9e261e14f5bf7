using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>Whose lease ended because nobody could renew it is not lost: neither their citizens nor they are moved before they had the time to renew (docs/adr/0053).</summary>
public sealed class When_the_database_was_away_for_longer_than_a_lease : Journey
{
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(2);
    // A renewal and a half, of a lease of 45 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(23);
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Citizens_stay_with_counsellors_who_are_there()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();

        await DatabaseIsAwayAsync(app);
        await app.TimeMovesAsync();
        await desk.StaysAliveAsync();
        clock.Advance(Patience);
        await app.TimeMovesAsync();

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        (await CounsellorAsync(app, desk)).Presence.Should().Be(Presence.Available);
    }

    [Fact]
    public async Task Who_does_not_come_back_is_lost_a_moment_later()
    {
        var app = await StartAsync();
        var gone = await app.CounsellorComesAsync("conseiller1", capacity: 1);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await gone.TakesNextAsync();
        var living = await app.CounsellorComesAsync("conseiller4", capacity: 1);

        await DatabaseIsAwayAsync(app);
        await living.StaysAliveAsync();
        await app.TimeMovesAsync();
        (await citizen.HandoffAsync()).CounsellorId.Should().Be(gone.Id);
        clock.Advance(Patience);
        await app.TimeMovesAsync();

        (await living.SeesOfferAsync()).Receipt.Should().Be(receipt);
        (await app.LookAsync(db => db.HandoffLog.CountAsync(e => e.Move == HandoffMove.LoseCounsellor))).Should().Be(1);
    }

    [Fact]
    public async Task An_offer_that_nobody_could_answer_is_not_missed()
    {
        var app = await StartAsync("--Desk:MissedOffersUntilAway=1");
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var offer = await desk.SeesOfferAsync();

        await DatabaseIsAwayAsync(app);
        await app.TimeMovesAsync();

        var counsellor = await CounsellorAsync(app, desk);
        (counsellor.MissedOffers, counsellor.Presence).Should().Be((0, Presence.Available));
        (await citizen.HandoffAsync()).OfferId.Should().NotBe(offer.Id, "it is over all the same");
    }

    [Fact]
    public async Task Citizens_stay_also_when_every_node_was_down()
    {
        var setUp = RouterSetUp.Embedded();
        var before = await RouterApp.StartAsync(setUp, clock);
        var desk = await before.CounsellorComesAsync("conseiller1");
        var citizen = await before.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        await before.StopAsync();

        clock.Advance(Outage);
        var after = Keep(await RouterApp.StartAsync(setUp, clock));
        await after.TimeMovesAsync();
        await new DeskOf(after, desk.Id, desk.Seen).StaysAliveAsync();
        clock.Advance(Patience);
        await after.TimeMovesAsync();

        (await new Citizen(after, citizen.ConversationId).HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
    }

    [Fact]
    public async Task Citizens_stay_also_when_the_process_stood_still()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();

        // The process of this test has not slept; whoever looks as soon as the service's clock is turned shall know of it.
        app.Get<LostTime>().Note(Outage);
        clock.Advance(Outage);
        await app.TimeMovesAsync();
        await desk.StaysAliveAsync();
        clock.Advance(Patience);
        await app.TimeMovesAsync();

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
    }

    [Fact]
    public async Task Citizens_stay_also_when_the_process_stood_still_in_the_middle_of_its_look()
    {
        var still = new StandsStill();
        var app = await StartAsync(services => services.ConfigureDbContext<SqliteRouterDbContext>(options => options.AddInterceptors(still)));
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        // An offer that runs out is what the look finds first; who is gone is read after it.
        var waiting = await app.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();
        still.Next = () =>
        {
            app.Get<LostTime>().Note(Outage);
            clock.Advance(Outage);
        };
        // Whoever looks first, the loop of the node or this.
        clock.Advance(TimeSpan.FromSeconds(31));
        await app.TimeMovesAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(still.Next is null), "it has stood still");
        (await waiting.HandoffAsync()).State.Should().NotBe(HandoffState.WithCounsellor);
        await desk.StaysAliveAsync();
        clock.Advance(Patience);
        await app.TimeMovesAsync();

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        (await app.LookAsync(db => db.HandoffLog.CountAsync(e => e.Move == HandoffMove.LoseCounsellor))).Should().Be(0);
    }

    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());

    private Task<RouterApp> StartAsync(params string[] settings) => StartAsync(ClosableDatabase.Put, settings);

    private async Task<RouterApp> StartAsync(Action<IServiceCollection> services, params string[] settings)
    {
        var app = Keep(await RouterApp.StartAsync(await NewSetUpAsync(), clock, services, settings));
        // The start of the process is a gap of its own.
        clock.Advance(Outage);
        await app.TimeMovesAsync();
        return app;
    }

    /// <summary>Nobody can look at its beginning nor at its end.</summary>
    private async Task DatabaseIsAwayAsync(RouterApp app)
    {
        app.Get<ClosableDatabase>().Close();
        await app.Awaiting(a => a.TimeMovesAsync()).Should().ThrowAsync<TimeoutException>();
        clock.Advance(Outage);
        await app.Awaiting(a => a.TimeMovesAsync()).Should().ThrowAsync<TimeoutException>();
        app.Get<ClosableDatabase>().Open();
    }

    private static Task<Counsellor> CounsellorAsync(RouterApp app, DeskOf desk) => app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == desk.Id));

    /// <summary>Does something once, before the next change of a request.</summary>
    private sealed class StandsStill : DbCommandInterceptor
    {
        public Action? Next { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Replace("\"", "", StringComparison.Ordinal).Contains("UPDATE handoffs", StringComparison.Ordinal) && Next is { } act)
            {
                Next = null;
                act();
            }
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
