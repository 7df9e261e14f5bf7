using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.Infrastructure;

/// <summary>A full disk, or an address that leads to a standby: the database answers, is at this version, and writes nothing (docs/adr/0119).</summary>
public sealed class When_the_database_may_only_be_read(TestServersFixture fixture)
{
    [Fact]
    public async Task A_node_starts_all_the_same_takes_requests_and_begins_its_jobs_when_it_can()
    {
        var servers = await fixture.Servers;
        var setUp = await RouterSetUp.ProductionAsync(servers);
        var database = new NpgsqlConnectionStringBuilder(setUp.Database).Database!;
        await servers.Postgres.ExecuteAsync($"ALTER DATABASE \"{database}\" SET default_transaction_read_only = on");

        // Not as a demonstration, which brings its database up to date by itself.
        await using var app = await RouterApp.StartAsync(setUp, clock: null, "--environment=Production", "--Roles=Front,Router,Jobs", "--Doors:BrokerTimeout=00:00:30");
        using var citizen = new CitizenHttp(app);
        var receipt = ReceiptCode.Parse(await citizen.AsksForHumanAsync());
        (await app.LookAsync(db => db.Database.SqlQueryRaw<int>("SELECT count(*)::int AS \"Value\" FROM qrtz_triggers").SingleAsync())).Should().Be(0);

        await servers.Postgres.ExecuteAsync($"ALTER DATABASE \"{database}\" RESET default_transaction_read_only");
        // Who is connected keeps what was said at the connection.
        await servers.Postgres.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()");

        await Eventually.HoldsAsync(() => IsSoAsync(app, db => db.Handoffs.AnyAsync(h => h.Receipt == receipt)), "the request is in the database");
        await Eventually.HoldsAsync(() => IsSoAsync(app, db => db.Database.SqlQueryRaw<int>("SELECT count(*)::int AS \"Value\" FROM qrtz_triggers").AnyAsync(n => n > 0)), "the jobs are there");
    }

    // Over a connection that was ended, once.
    private static async Task<bool> IsSoAsync(RouterApp app, Func<Platform.Storage.RouterDbContext, Task<bool>> look)
    {
        try
        {
            return await app.LookAsync(look);
        }
        catch (Exception e) when (Platform.Storage.StorageFailure.IsAway(e))
        {
            return false;
        }
    }
}
