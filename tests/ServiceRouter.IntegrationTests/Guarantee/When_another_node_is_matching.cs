using Microsoft.EntityFrameworkCore;
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
        var otherCommits = new TaskCompletionSource();
        var otherPasses = new TaskCompletionSource();
        var other = app.Get<Transactions>().RunAsync(async (work, ct) =>
        {
            await work.HoldAsync(MatchWaiting.ThePass, ct);
            otherPasses.SetResult();
            await otherCommits.Task;
        }, Token);
        await otherPasses.Task;

        await app.CitizenComesAsync(asksNow: true);

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Database.SqlQueryRaw<bool>(
            "select exists (select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())) as \"Value\"").SingleAsync(Token)), "the pass waits");
        (await StateAsync(app)).Should().Be(HandoffState.Waiting);
        otherCommits.SetResult();
        await other;
        await Eventually.HoldsAsync(async () => await StateAsync(app) == HandoffState.Offered, "it goes on");
    }

    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);

    private static Task<HandoffState> StateAsync(RouterApp app) => app.LookAsync(db => db.Handoffs.Select(h => h.State).SingleAsync(Token));
}
