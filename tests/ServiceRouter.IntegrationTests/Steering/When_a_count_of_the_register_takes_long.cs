using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.IntegrationTests.SignIn;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Steering;

/// <summary>Years of rows are not counted while a page waits: anyone can check, with the time of the last count, and the next one is done meanwhile.</summary>
public sealed class When_a_count_of_the_register_takes_long(TestServersFixture fixture)
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_one_is_told_and_the_next_is_counted_meanwhile()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers), clock);
        await app.CitizenComesAsync(asksNow: true);
        var before = await app.Get<ReadRegister>().RunAsync(Token);
        before.Asked.Should().Be(1);
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(ReadRegister.Kept);

        await using (var db = await app.Get<IDbContextFactory<RouterDbContext>>().CreateDbContextAsync(Token))
        {
            await using var held = await db.Database.BeginTransactionAsync(Token);
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE handoffs IN ACCESS EXCLUSIVE MODE", Token);
            var reading = app.Get<ReadRegister>().RunAsync(Token);
            await Eventually.HoldsAsync(() =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(250));
                return Task.FromResult(reading.IsCompleted);
            }, "a reader is answered while it is counted");
            (await reading).Should().BeSameAs(before);
        }

        await Eventually.HoldsAsync(async () => (await app.Get<ReadRegister>().RunAsync(Token)).Asked == 2, "the count went on and is told");
    }

    [Fact]
    public async Task The_dashboard_says_that_it_counts_and_not_that_the_database_is_away()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers), clock: null, "--Storage:PageTimeout=00:00:02");
        await app.CitizenComesAsync(asksNow: true);
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");
        await Eventually.HoldsAsync(async () => (await manager.GetAsync("/pilotage?periode=month")).Body.Contains("Demandes au fil du temps", StringComparison.Ordinal), "all is counted once, so that nothing has to be compiled");

        await using (var db = await app.Get<IDbContextFactory<RouterDbContext>>().CreateDbContextAsync(Token))
        {
            await using var held = await db.Database.BeginTransactionAsync(Token);
            await db.Database.ExecuteSqlRawAsync("SET LOCAL idle_in_transaction_session_timeout = 0", Token);
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE ratings IN ACCESS EXCLUSIVE MODE", Token);

            var counting = await manager.GetAsync("/pilotage?periode=week");

            counting.Status.Should().Be(System.Net.HttpStatusCode.OK);
            counting.Body.Should().Contain("Le comptage de cette période prend plus de temps").And.Contain("Messages en échec").And.Contain("Demandes qui attendent").And.NotContain("qui ne répond pas").And.NotContain("Demandes au fil du temps");
            (await manager.GetAsync("/pilotage?periode=month")).Body.Should().Contain("Demandes au fil du temps", "the last count is told with its time");
        }

        await Eventually.HoldsAsync(async () => (await manager.GetAsync("/pilotage?periode=week")).Body.Contains("Demandes au fil du temps", StringComparison.Ordinal), "the count went on and is told");
    }
}
