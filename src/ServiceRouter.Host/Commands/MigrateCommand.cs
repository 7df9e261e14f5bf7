using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using ServiceRouter.Host.Composition;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Commands;

/// <summary><c>./run migrate</c>: brings the database to this version. A command and not a side effect of the start, because it needs other rights.</summary>
internal static class MigrateCommand
{
    // Whoever comes after a statement that waits for a table waits behind it: for less than an asking waits for the database before it goes to the next door.
    private const string NobodyQueues = "SET lock_timeout = '300ms'";
    private const string QueuesAgain = "RESET lock_timeout";
    private const int MostTries = 300;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] args, TextWriter log)
    {
        if (CommandWords.Read(args) is not { } words)
        {
            await log.WriteLineAsync("usage: ./run migrate [--Any:Setting value]");
            return 2;
        }
        // The driver asks for the table of migrations before there is one, and logs that as a failure; a real one is thrown.
        await using var app = ServiceRouterApp.BuildCommand(["--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=None", .. words.Settings]);
        IReadOnlyList<string> applied;
        try
        {
            applied = await MigrateAsync(app.Services, CancellationToken.None, log);
        }
        catch (Exception e) when (StorageFailure.IsHeld(e))
        {
            await log.WriteLineAsync("Another session has held a table that a migration changes for all this time: nothing was changed. End what reads or writes for long, such as a dump or verify-log, and run this again.");
            return 1;
        }
        await log.WriteLineAsync(applied.Count == 0 ? "The database is up to date." : $"Applied: {string.Join(", ", applied)}");
        return 0;
    }

    /// <returns>Names of the migrations applied now.</returns>
    /// <param name="services">Of the program.</param>
    /// <param name="ct">Stops it between two tries.</param>
    /// <param name="log">Is told while others hold it up.</param>
    public static async Task<IReadOnlyList<string>> MigrateAsync(IServiceProvider services, CancellationToken ct, TextWriter? log = null)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RouterDbContext>>().CreateDbContextAsync(ct);
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        // They take as long as they take.
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        if (db.Database.IsNpgsql() && await db.GetService<IRelationalDatabaseCreator>().ExistsAsync(ct)) await MigrateBesideNodesAsync(db, log, ct);
        else await db.Database.MigrateAsync(ct);
        // Readers and the writer of the embedded file do not wait for each other; every commit is still synced.
        if (db.Database.IsSqlite()) await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", ct);
        return pending;
    }

    /// <summary>Nodes go on while it runs: where another session holds a table, everything is taken back and tried again, instead of standing before them all.</summary>
    private static async Task MigrateBesideNodesAsync(RouterDbContext db, TextWriter? log, CancellationToken ct)
    {
        // One session for all, and what is set in it ends with it: the pool lends it on.
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await db.Database.ExecuteSqlRawAsync(NobodyQueues, ct);
            for (var tried = 1; ; tried++)
            {
                try
                {
                    await db.Database.MigrateAsync(ct);
                    return;
                }
                catch (Exception e) when (tried < MostTries && StorageFailure.IsHeld(e))
                {
                    if (tried == 1 && log is not null) await log.WriteLineAsync("Another session holds a table that a migration changes. It is tried again every other second, for ten minutes.");
                }
                await Task.Delay(BetweenTries, TimeProvider.System, ct);
            }
        }
        finally
        {
            if (db.Database.GetDbConnection().State == ConnectionState.Open) await db.Database.ExecuteSqlRawAsync(QueuesAgain, CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }
}
