using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Storage;

/// <summary>More units of work at once than EF Core keeps contexts for: what it has no room for it forgets, and a connection must not be forgotten with it (docs/adr/0039).</summary>
public sealed class When_more_contexts_are_out_than_their_pool_keeps(TestServersFixture fixture)
{
    // EF Core's own limit.
    private const int Kept = 1024;
    private const int Connections = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_connection_that_was_left_open_comes_back(bool inTransaction, bool atOnce)
    {
        var database = await (await fixture.Servers).NewDatabaseAsync() + $";Maximum Pool Size={Connections};Timeout=60";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Provider", "Postgres"), new("Storage:ConnectionString", database)]).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddStorage(configuration).BuildServiceProvider();
        var contexts = services.GetRequiredService<IDbContextFactory<RouterDbContext>>();

        var kept = Enumerable.Range(0, Kept).Select(_ => contexts.CreateDbContext()).ToList();
        var tooMany = Enumerable.Range(0, Connections).Select(_ => contexts.CreateDbContext()).ToList();
        foreach (var db in tooMany)
        {
            if (inTransaction) await db.Database.BeginTransactionAsync(Token);
            else await db.Database.OpenConnectionAsync(Token);
        }
        foreach (var db in kept.Concat(tooMany))
        {
            if (atOnce) db.Dispose();
            else await db.DisposeAsync();
        }

        // All at the same time: none is missing.
        var again = Enumerable.Range(0, Connections).Select(_ => contexts.CreateDbContext()).ToList();
        foreach (var db in again) await db.Database.OpenConnectionAsync(Token);
        foreach (var db in again) await db.DisposeAsync();
        await using var pool = new NpgsqlConnection(StorageModule.Tuned(database));
        NpgsqlConnection.ClearPool(pool);
    }
}
