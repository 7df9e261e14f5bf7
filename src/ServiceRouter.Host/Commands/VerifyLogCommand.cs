using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Composition;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering;

namespace ServiceRouter.Host.Commands;

/// <summary><c>./run verify-log</c>: recomputes the hash chain of every handoff, on the database that the settings name.</summary>
internal static class VerifyLogCommand
{
    private const int ProgressEvery = 100_000;

    /// <summary>The result goes to <paramref name="output"/>, progress to <paramref name="log"/>.</summary>
    /// <returns>0; 1 when a row is broken, which is named; 2 when the database is not ready.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter log)
    {
        await using var app = ServiceRouterApp.Build(args);
        return await RunAsync(app.Services, output, log, CancellationToken.None);
    }

    internal static async Task<int> RunAsync(IServiceProvider services, TextWriter output, TextWriter log, CancellationToken ct)
    {
        if (await PendingAsync(services, ct) is { Count: > 0 } pending)
        {
            await log.WriteLineAsync($"The database is not at this version ({pending.Count} migrations are missing): run ./run migrate first.");
            return 2;
        }
        var report = await services.GetRequiredService<VerifyLog>().RunAsync(entries => log.WriteLine($"{entries} entries checked"), ProgressEvery, ct);
        if (report.Break is { } broken)
        {
            var receipt = broken.Receipt is { } code ? ReceiptCode.Print(code) : "unknown";
            await output.WriteLineAsync($"broken: receipt {receipt}, handoff {broken.HandoffId}, entry {broken.Number}: {broken.Difference}");
            return 1;
        }
        await output.WriteLineAsync($"{report.Handoffs} handoffs, {report.Entries} entries: every hash, number and end of chain is right");
        return 0;
    }

    private static async Task<IReadOnlyList<string>> PendingAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RouterDbContext>>().CreateDbContextAsync(ct);
        return [.. await db.Database.GetPendingMigrationsAsync(ct)];
    }
}
