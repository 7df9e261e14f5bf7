using Microsoft.EntityFrameworkCore;
using ServiceRouter.Host.Composition;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Commands;

/// <summary><c>./run migrate</c>: brings the database to this version. A command and not a side effect of the start, because it needs other rights.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter log)
    {
        // The driver asks for the table of migrations before there is one, and logs that as a failure; a real one is thrown.
        await using var app = ServiceRouterApp.Build(["--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=None", .. args]);
        var applied = await MigrateAsync(app.Services, CancellationToken.None);
        await log.WriteLineAsync(applied.Count == 0 ? "The database is up to date." : $"Applied: {string.Join(", ", applied)}");
        return 0;
    }

    /// <returns>Names of the migrations applied now.</returns>
    public static async Task<IReadOnlyList<string>> MigrateAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RouterDbContext>>().CreateDbContextAsync(ct);
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        await db.Database.MigrateAsync(ct);
        // Readers and the writer of the embedded file do not wait for each other; every commit is still synced.
        if (db.Database.IsSqlite()) await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", ct);
        return pending;
    }
}
