using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Composition;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Host.Steering;
using ServiceRouter.Steering;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Host.Commands;

/// <summary>
/// <c>./run verify-log [--published FILE]</c>: recomputes the hash chain of every handoff and the anchors of every day, on the database that the
/// settings name. The file is a copy of /registre/ancrages.csv or /registre.json that somebody kept.
/// </summary>
internal static class VerifyLogCommand
{
    private const int ProgressEvery = 100_000;

    private const string Usage = "usage: ./run verify-log [--published FILE] [--Any:Setting value]";

    /// <summary>The result goes to <paramref name="output"/>, progress to <paramref name="log"/>.</summary>
    /// <returns>0; 1 when something is broken, which is named: at most <see cref="VerifyLog.MostNamed"/> handoffs, and each day; 2 when nothing was checked.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter log)
    {
        if (CommandWords.Read(args, "published") is not { } words)
        {
            await log.WriteLineAsync(Usage);
            return 2;
        }
        try
        {
            var published = words.Own.GetValueOrDefault("published") is { } file ? PublishedAnchors.Read(await File.ReadAllTextAsync(file)) : new Dictionary<DateOnly, string>();
            await using var app = ServiceRouterApp.BuildCommand(words.Settings);
            return await RunAsync(app.Services, output, log, CancellationToken.None, published);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or JsonException or FormatException)
        {
            await log.WriteLineAsync(e.Message);
            return 2;
        }
    }

    internal static async Task<int> RunAsync(
        IServiceProvider services, TextWriter output, TextWriter log, CancellationToken ct, IReadOnlyDictionary<DateOnly, string>? published = null)
    {
        if (await PendingAsync(services, ct) is { Count: > 0 } pending)
        {
            await log.WriteLineAsync($"The database is not at this version ({pending.Count} migrations are missing): run the command migrate of this program first (docs/operations.md).");
            return 2;
        }
        var report = await services.GetRequiredService<VerifyLog>().RunAsync(entries => log.WriteLine($"{entries} entries checked"), ProgressEvery, ct);
        foreach (var broken in report.Breaks)
        {
            var receipt = broken.Receipt is { } code ? ReceiptCode.Print(code) : "unknown";
            await output.WriteLineAsync($"broken: receipt {receipt}, handoff {broken.HandoffId}, entry {broken.Number}: {broken.Difference}");
        }
        if (report.Broken > report.Breaks.Count) await output.WriteLineAsync($"broken: {report.Broken - report.Breaks.Count} more handoffs, {report.Broken} in all");
        // Also after a break: a loss that nobody can mend would hide for ever what is rewritten afterwards.
        var anchors = await services.GetRequiredService<VerifyAnchors>().RunAsync(published ?? new Dictionary<DateOnly, string>(), ct);
        foreach (var day in anchors.All)
        {
            var whose = day.HandoffId is null ? "" : $"receipt {(day.Receipt is { } code ? ReceiptCode.Print(code) : "unknown")}, handoff {day.HandoffId}: ";
            await output.WriteLineAsync($"broken: day {day.Day:yyyy-MM-dd}: {whose}{day.Difference}");
        }
        if (report.Broken > 0 || anchors.All.Count > 0) return 1;
        await output.WriteLineAsync($"{report.Handoffs} handoffs, {report.Entries} entries: every hash, number and end of chain is right");
        await output.WriteLineAsync(published is { Count: > 0 } days ? $"compared with {days.Count} days that were published until {days.Keys.Max():yyyy-MM-dd}" : "compared with no published copy (--published FILE): who can write into the database can make all of this right");
        await output.WriteLineAsync(anchors.Last is { } last ? $"{anchors.Days} days anchored until {last:yyyy-MM-dd}: every root is that of the log" : "no day is anchored yet");
        if (anchors.Late > 0) await output.WriteLineAsync($"{anchors.Late} logs came under the anchor of a later day than their own: the days are in /registre/ancrages.csv");
        return 0;
    }

    private static async Task<IReadOnlyList<string>> PendingAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RouterDbContext>>().CreateDbContextAsync(ct);
        return [.. await db.Database.GetPendingMigrationsAsync(ct)];
    }
}
