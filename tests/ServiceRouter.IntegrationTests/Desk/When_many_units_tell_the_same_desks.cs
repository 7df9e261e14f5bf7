using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>
/// Each desk numbers its events. Units that tell the same desks at once wait for each other for the length of a commit: were they to meet at the
/// number instead, all but one would do everything again, more of them the longer the queue is (docs/adr/0044).
/// </summary>
public abstract class When_many_units_tell_the_same_desks : Journey
{
    private const int Units = 32;
    private static readonly string[] Desks = ["conseiller1", "conseiller2", "conseiller3"];

    [Fact]
    public async Task None_of_them_is_made_again()
    {
        var app = await StartAsync();
        foreach (var desk in Desks) await app.CounsellorComesAsync(desk);
        var before = await NumbersAsync(app);
        var made = 0;

        await Task.WhenAll(Enumerable.Range(0, Units).Select(unit => app.Get<Transactions>().RunAsync(
            (work, _) =>
            {
                Interlocked.Increment(ref made);
                // Each in an order of its own: none may wait for one that waits for it.
                foreach (var desk in unit % 2 == 0 ? Desks : Desks.Reverse()) work.Tell(desk, DeskEventKind.HandoffChanged, Guid.Empty, new { unit });
                return Task.CompletedTask;
            }, Token)));

        made.Should().Be(Units);
        foreach (var (desk, numbers) in await NumbersAsync(app))
            numbers.Should().Equal(Enumerable.Range(1, before.GetValueOrDefault(desk, []).Count + Units).Select(n => (long)n), "no number is missing or twice");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<Dictionary<string, List<long>>> NumbersAsync(RouterApp app)
    {
        var events = await app.LookAsync(db => db.DeskEvents.OrderBy(e => e.Number).ToListAsync(Token));
        return events.GroupBy(e => e.CounsellorId).ToDictionary(g => g.Key, g => g.Select(e => e.Number).ToList());
    }

    public sealed class Embedded : When_many_units_tell_the_same_desks
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());
    }

    public sealed class Production(TestServersFixture fixture) : When_many_units_tell_the_same_desks
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);

        /// <summary>A renewal raises no version: read before the wait, the lease that had ended would count, and a counsellor who is there would be lost.</summary>
        [Fact]
        public async Task A_desk_that_renewed_while_its_loss_waited_behind_them_is_not_lost()
        {
            var app = await StartAsync();
            var desk = await app.CounsellorComesAsync();
            var citizen = await app.CitizenComesAsync(asksNow: true);
            await desk.TakesNextAsync();
            var handoff = await citizen.HandoffAsync();
            var (held, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
            var other = app.Get<Transactions>().RunAsync(
                async (work, ct) =>
                {
                    await work.OpenDesksAsync([desk.Id], ct);
                    held.TrySetResult();
                    await goOn.Task;
                }, Token);
            await held.Task;
            await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == desk.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseUntil, c => c.LastOfferAt), Token));
            var loss = app.Get<Transactions>().RunAsync((work, ct) => DueMoves.LoseCounsellorAsync(work, handoff.Id, ct), Token);
            await Eventually.HoldsAsync(
                () => app.LookAsync(db => db.Database.SqlQuery<bool>($"""select exists (select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())) as "Value" """).SingleAsync(Token)),
                "the loss waits for the desk");

            await desk.StaysAliveAsync();
            goOn.SetResult();

            await other;
            (await loss).Should().Be(0);
            (await citizen.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        }
    }
}
