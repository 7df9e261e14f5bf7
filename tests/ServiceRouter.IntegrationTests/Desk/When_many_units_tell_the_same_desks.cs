using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
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
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}
