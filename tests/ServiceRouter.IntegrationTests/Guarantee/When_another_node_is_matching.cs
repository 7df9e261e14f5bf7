using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>A pass waits until that of another node has committed: it would decide about the same places, for nothing (docs/adr/0044).</summary>
public sealed class When_another_node_is_matching(TestServersFixture fixture) : Journey
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task This_one_offers_after_it()
    {
        var app = await StartAsync();
        await app.CounsellorComesAsync();
        var otherCommits = await AnotherHoldsAsync(app, MatchWaiting.ThePass);

        await app.CitizenComesAsync(asksNow: true);

        await Eventually.HoldsAsync(() => IsWaitedAsync(app), "the pass waits");
        (await StateAsync(app)).Should().Be(HandoffState.Waiting);
        await otherCommits();
        await Eventually.HoldsAsync(async () => await StateAsync(app) == HandoffState.Offered, "it goes on");
    }

    /// <summary>Read before the wait, whoever has left meanwhile would be offered somebody: it raises no version (docs/adr/0115).</summary>
    [Fact]
    public async Task What_this_one_reads_is_what_is_so_after_the_wait()
    {
        var app = await StartAsync();
        await app.CounsellorComesAsync();
        var otherCommits = await AnotherHoldsAsync(app, MatchWaiting.ThePass);
        await app.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(() => IsWaitedAsync(app), "the pass waits");

        await app.TamperAsync(db => db.Counsellors.ExecuteUpdateAsync(set => set.SetProperty(c => c.Presence, Presence.Away), Token));
        await otherCommits();

        await app.Get<MatchingLoop>().RunPassAsync();
        (await StateAsync(app)).Should().Be(HandoffState.Waiting);
        (await app.LookAsync(db => db.Offers.AnyAsync(Token))).Should().BeFalse();
    }

    [Fact]
    public async Task Names_that_wait_for_a_reading_are_not_passed_over()
    {
        var app = await StartAsync();

        var writes = () => app.Get<Transactions>().RunAsync(
            async (work, ct) =>
            {
                await work.HoldWithNextReadAsync(["desk"], ct);
                await work.Db.Counsellors.ExecuteUpdateAsync(set => set.SetProperty(c => c.Capacity, 2), ct);
            }, Token);
        var ends = () => app.Get<Transactions>().RunAsync((work, ct) => work.HoldWithNextReadAsync(["desk"], ct), Token);

        await writes.Should().ThrowAsync<InvalidOperationException>("it would write before it holds them");
        await ends.Should().ThrowAsync<InvalidOperationException>("it never held them");
    }

    [Fact]
    public async Task A_desk_that_another_tells_something_takes_nothing_from_the_time_of_an_offer()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync();
        var otherCommits = await AnotherHoldsAsync(app, desk.Id);

        await app.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(() => IsWaitedAsync(app), "the pass waits");
        clock.Advance(TimeSpan.FromSeconds(2));
        await otherCommits();
        var offer = await desk.SeesOfferAsync();

        var expires = await app.LookAsync(db => db.Offers.Where(o => o.Id == offer.Id).Select(o => o.ExpiresAt).SingleAsync(Token));
        (expires - clock.GetUtcNow()).Should().Be(new DeskOptions().OfferTimeout, "its time begins when it is made");
    }

    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);

    /// <summary>A unit of another node holds these names.</summary>
    /// <returns>Commits it.</returns>
    private static async Task<Func<Task>> AnotherHoldsAsync(RouterApp app, params string[] names)
    {
        var (holds, commits) = (new TaskCompletionSource(), new TaskCompletionSource());
        var other = app.Get<Transactions>().RunAsync(async (work, ct) =>
        {
            await work.HoldAsync(names, ct);
            holds.SetResult();
            await commits.Task;
        }, Token);
        await holds.Task;
        return () =>
        {
            commits.SetResult();
            return other;
        };
    }

    private static Task<bool> IsWaitedAsync(RouterApp app) => app.LookAsync(db => db.Database.SqlQueryRaw<bool>(
        "select exists (select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())) as \"Value\"").SingleAsync(Token));

    private static Task<HandoffState> StateAsync(RouterApp app) => app.LookAsync(db => db.Handoffs.Select(h => h.State).SingleAsync(Token));
}
