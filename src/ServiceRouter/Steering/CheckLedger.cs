using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>Compares who asked, by the event log, with who is accounted for, by the rows, and names those in one account only.</summary>
internal sealed class CheckLedger(Transactions transactions, TimeProvider clock, ILogger<CheckLedger> log)
{
    // A column holds 20 receipts; the first ones are enough to start looking.
    private const int MostNamed = 20;

    public async Task<LedgerCheck> RunAsync(CancellationToken ct)
    {
        var check = await CompareAsync(ct);
        await transactions.RunAsync((work, _) => { work.Db.LedgerChecks.Add(check); return Task.CompletedTask; }, ct);
        if (check.IsIncident)
            log.LogError("The ledger does not balance: {Asked} asked, {Accounted} accounted for; in one account only: {Receipts}",
                check.Asked, check.Accounted, string.Join(", ", check.Receipts));
        return check;
    }

    private async Task<LedgerCheck> CompareAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var asked = await CountHandoffs.AskingsAsync(db, since: null, ct);
        var accounted = await db.Handoffs.LongCountAsync(ct);
        var lost = await db.HandoffLog.Where(e => e.Move == HandoffMove.Ask && !db.Handoffs.Any(h => h.Id == e.HandoffId))
            .OrderBy(e => e.At).Take(MostNamed).Select(e => e.Facts).ToListAsync(ct);
        var unasked = await db.Handoffs.Where(h => !db.HandoffLog.Any(e => e.HandoffId == h.Id && e.Move == HandoffMove.Ask))
            .OrderBy(h => h.AskedAt).Take(MostNamed).Select(h => h.Receipt).ToListAsync(ct);
        return new LedgerCheck
        {
            Id = MassTransit.NewId.NextGuid(), At = clock.GetUtcNow(), Asked = asked, Accounted = accounted,
            Receipts = [.. lost.Select(ReceiptIn).Concat(unasked).Take(MostNamed)],
        };
    }

    /// <summary>The asking's entry keeps the receipt, so that it is known when the row is gone.</summary>
    private static string ReceiptIn(string facts)
    {
        using var json = JsonDocument.Parse(facts);
        return json.RootElement.TryGetProperty("receipt", out var receipt) ? receipt.GetString()! : "?";
    }
}

[DisallowConcurrentExecution]
internal sealed class LedgerCheckJob(CheckLedger check) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await check.RunAsync(cancellationToken);
}
