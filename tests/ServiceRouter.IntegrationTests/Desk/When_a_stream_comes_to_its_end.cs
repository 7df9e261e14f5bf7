using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>
/// Nobody tells of a machine that lost its power: the end of the stream after two leases makes the client's return the sign of life (docs/adr/0053).
/// </summary>
public sealed class When_a_stream_comes_to_its_end
{
    private static readonly TimeSpan TwoLeases = TimeSpan.FromSeconds(90);
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_does_after_two_leases_and_says_where_to_go_on_soon()
    {
        await using var app = await StartAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        using var response = await desk.OpenStreamAsync();
        var (opened, reading) = (clock.GetUtcNow(), response.Content.ReadAsStringAsync(Token));

        for (var renewals = 0; renewals < 6; renewals++)
        {
            var before = await LeaseAsync(app);
            reading.IsCompleted.Should().BeFalse();
            await Eventually.HoldsAsync(async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return await LeaseAsync(app) > before;
            }, "the open stream renews the lease");
        }
        await Eventually.HoldsAsync(() => Task.FromResult(reading.IsCompleted), "it comes to its end then");

        (await reading).Should().StartWith("retry: 500\n\n");
        (clock.GetUtcNow() - opened).Should().BeGreaterThanOrEqualTo(TwoLeases);
        (await LeaseAsync(app)).Should().BeAfter(opened + TwoLeases, "a client has the time to come back");
    }

    [Fact]
    public async Task Who_comes_back_misses_nothing_also_when_no_event_was_heard_before()
    {
        await using var app = await StartAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        using var response = await desk.OpenStreamAsync();
        var text = await ToItsEndAsync(response);
        var last = long.Parse(text.Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..], CultureInfo.InvariantCulture);

        await desk.ComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Offers.AnyAsync(Token)), "it is offered");
        await using var again = await desk.ListenAsync(last);

        (await again.HearsAsync()).Kind.Should().Be("offer");
    }

    [Fact]
    public async Task Who_comes_back_with_a_number_that_is_not_reached_begins_anew_as_after_a_copy_was_brought_back()
    {
        await using var app = await StartAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        await desk.ComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Offers.AnyAsync(Token)), "it is offered");

        await using var again = await desk.ListenAsync(lastEventId: 1_000_000);

        (await again.HearsAsync()).Kind.Should().Be("offer", "it is still open");
        await app.CitizenComesAsync(asksNow: true);
        (await again.HearsAsync()).Kind.Should().Be("offer");
    }

    [Fact]
    public async Task Who_comes_back_after_what_was_missed_is_removed_begins_anew_and_not_over_a_hole()
    {
        await using var app = await StartAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        await desk.ComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Offers.AnyAsync(Token)), "it is offered");
        (await app.Get<AcceptOffer>().RunAsync("conseiller1", await app.LookAsync(db => db.Offers.Select(o => o.Id).SingleAsync(Token)), Token)).Should().BeNull();
        await app.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(async () => await app.LookAsync(db => db.Offers.CountAsync(Token)) == 2, "the next one is offered");
        var open = await app.LookAsync(db => db.Offers.Where(o => o.Outcome == OfferOutcome.Open).Select(o => o.Id).SingleAsync(Token));
        // So many events that were here before are gone.
        await app.TamperAsync(db => db.DeskEvents.ExecuteUpdateAsync(set => set.SetProperty(e => e.Number, e => e.Number + 10), Token));

        await using var again = await desk.ListenAsync(lastEventId: 3);

        (await again.HearsAsync()).Json.GetProperty("id").GetGuid().Should().Be(open, "it is still open, and what is over is not told again");
    }

    [Fact]
    public async Task A_conversation_in_hand_is_listed_however_many_are_promised_in_the_country()
    {
        await using var app = await StartAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        await desk.ComesAsync();
        var own = await app.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Offers.AnyAsync(Token)), "it is offered");
        await app.TamperAsync(async db =>
        {
            var at = clock.GetUtcNow().AddDays(-1);
            for (var i = 0; i < 201; i++)
            {
                var handoff = new Handoff { Id = MassTransit.NewId.NextGuid(), Receipt = $"P{i:0000000000000}", ConversationId = MassTransit.NewId.NextGuid(), Channel = "web", Language = "fr", Skill = "general", Reason = "other", AskedAt = at };
                handoff.Ask(at);
                handoff.Promise(CommitmentKind.Visit, clock.GetUtcNow().AddDays(5));
                db.Handoffs.Add(handoff);
            }
            await db.SaveChangesAsync(Token);
        });

        var listed = await app.Get<ReadDesk>().HandoffsAsync("conseiller1", state: null, Token);

        listed[0].Id.Should().Be((await own.HandoffAsync()).Id);
        listed.Should().HaveCount(201);
    }

    [Fact]
    public async Task While_the_database_is_away_it_does_not_since_whoever_came_back_would_be_refused()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory(), clock, ClosableDatabase.Put);
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        using var response = await desk.OpenStreamAsync();
        var reading = response.Content.ReadAsStringAsync(Token);
        app.Get<ClosableDatabase>().Close();

        // Each time that it passes the stream tries to renew, beside others of the node who look.
        const int ManyTries = 200;
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(app.Get<ClosableDatabase>().Refused > ManyTries);
        }, "the database was away for long");
        reading.IsCompleted.Should().BeFalse();
        app.Get<ClosableDatabase>().Open();

        await Eventually.HoldsAsync(() => EndsAsync(reading), "it comes to its end");
    }

    private Task<RouterApp> StartAsync() => RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory(), clock);

    private async Task<string> ToItsEndAsync(HttpResponseMessage response)
    {
        var reading = response.Content.ReadAsStringAsync(Token);
        await Eventually.HoldsAsync(() => EndsAsync(reading), "the stream comes to its end");
        return await reading;
    }

    /// <summary>Time passes as long as it has not ended.</summary>
    private Task<bool> EndsAsync(Task reading)
    {
        if (reading.IsCompleted) return Task.FromResult(true);
        clock.Advance(TimeSpan.FromSeconds(5));
        return Task.FromResult(false);
    }

    private static Task<DateTimeOffset> LeaseAsync(RouterApp app) => app.LookAsync(db => db.Counsellors.Where(c => c.Id == "conseiller1").Select(c => c.LeaseUntil).SingleAsync(Token));
}
