using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Desk;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Routing;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>A row that always fails holds back nobody else: neither what the clock moves nor what the queue offers.</summary>
public sealed class When_one_request_cannot_be_moved : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_clock_moves_the_others()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync(capacity: 1);
        var bad = await app.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();
        var promised = await app.CitizenComesAsync();
        (await app.Get<AskCallBack>().RunAsync(promised.ConversationId, "01 99 00 12 34", clock.GetUtcNow().AddSeconds(40), CancellationToken.None)).Should().BeNull();
        // Without the row of its offer it cannot run out.
        await app.TamperAsync(db => db.Offers.ExecuteDeleteAsync());

        clock.Advance(TimeSpan.FromSeconds(40));
        await desk.StaysAliveAsync();
        await app.TimeMovesAsync();

        (await bad.HandoffAsync()).State.Should().Be(HandoffState.Offered, "it is tried again");
        (await app.LookAsync(db => db.HandoffLog.CountAsync(e => e.Move == HandoffMove.FallDue))).Should().Be(1);
    }

    [Fact]
    public async Task The_queue_offers_the_others()
    {
        var app = await StartAsync(clock);
        var (bad, good) = (await WaitsAsync(app), await WaitsAsync(app));
        await RefuseOffersAsync(app, await bad.HandoffAsync());

        var desk = await app.CounsellorComesAsync();

        (await desk.SeesOfferAsync()).Receipt.Should().Be(ReceiptCode.Print((await good.HandoffAsync()).Receipt));
        (await bad.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task What_failed_is_left_out_of_the_next_passes_and_tried_again_later()
    {
        var app = await StartAsync(clock);
        var bad = await WaitsAsync(app);
        await RefuseOffersAsync(app, await bad.HandoffAsync());
        var desk = await app.CounsellorComesAsync();
        await app.Get<MatchingLoop>().RunPassAsync();
        await app.TamperAsync(db => db.Database.ExecuteSqlRawAsync("DROP TRIGGER no_offer"));

        await app.Get<MatchingLoop>().RunPassAsync();
        (await bad.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        clock.Advance(new RoutingOptions().AskAgainAfter);
        await desk.StaysAliveAsync();
        await app.Get<MatchingLoop>().RunPassAsync();

        (await bad.HandoffAsync()).State.Should().Be(HandoffState.Offered);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_passed_over_too()
    {
        var app = await StartAsync(clock);
        var (bad, good) = (await (await WaitsAsync(app)).HandoffAsync(), await WaitsAsync(app));
        // Such as a node of a later version might write.
        await app.TamperAsync(db => db.Database.ExecuteSqlAsync($"UPDATE handoffs SET commitment = 'Balloon' WHERE receipt = {bad.Receipt}"));

        var desk = await app.CounsellorComesAsync();

        (await desk.SeesOfferAsync()).Receipt.Should().Be(ReceiptCode.Print((await good.HandoffAsync()).Receipt));
        var board = await DeskBoard.ReadAsync(app.Get<ReadDesk>(), app.Get<ReadDeadLetters>(), desk.Id, TestContext.Current.CancellationToken);
        (board.Offers.Count, board.IsPartial).Should().Be((1, true), "the screen shows what is offered, and says what it cannot list");
    }

    [Fact]
    public async Task The_others_are_invited_to_rate()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync();
        var served = new List<Citizen>();
        for (var i = 0; i < 2; i++)
        {
            served.Add(await WaitsAsync(app));
            (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        }
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AllAsync(h => h.RatingInvitedAt != null)), "the messages about the ends arrived");
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.RatingInvitedAt, (DateTimeOffset?)null)));
        var bad = await served[0].HandoffAsync();
        var trigger = $"CREATE TRIGGER no_invitation BEFORE UPDATE ON handoffs WHEN NEW.receipt = '{bad.Receipt}' BEGIN SELECT RAISE(ABORT, 'refused by the test'); END";
        await app.TamperAsync(db => db.Database.ExecuteSqlRawAsync(trigger));
        clock.Advance(TimeSpan.FromMinutes(2));

        (await app.Get<InviteMissed>().RunAsync(TestContext.Current.CancellationToken)).Should().Be(1);

        (await served[1].HandoffAsync()).RatingInvitedAt.Should().NotBeNull();
    }

    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());

    private async Task<Citizen> WaitsAsync(RouterApp app)
    {
        clock.Advance(TimeSpan.FromMilliseconds(1));
        return await app.CitizenComesAsync(asksNow: true);
    }

    private static Task RefuseOffersAsync(RouterApp app, Handoff handoff)
    {
        var trigger = $"CREATE TRIGGER no_offer BEFORE UPDATE ON handoffs WHEN NEW.receipt = '{handoff.Receipt}' AND NEW.state = 'Offered' BEGIN SELECT RAISE(ABORT, 'refused by the test'); END";
        return app.TamperAsync(db => db.Database.ExecuteSqlRawAsync(trigger));
    }
}
