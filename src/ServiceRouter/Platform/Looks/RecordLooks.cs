using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Looks;

/// <summary>Keeps the record of readings, committed before what is read is given out: what cannot be recorded is not shown.</summary>
public sealed class RecordLooks(Transactions transactions)
{
    /// <summary>Who reads from the command line: no account, whoever may log in to the machine.</summary>
    public const string Operator = "operator";

    /// <summary>The scope of a request that was taken for somebody at a counter, past the order of the queue. No kind of its own, which a node of the version before could not read.</summary>
    public const string Counter = "counter";

    private const int MostListed = 1_000;

    public Task HandoffAsync(string person, Guid handoffId, CancellationToken ct) => KeepAsync(person, LookKind.Handoff, handoffId, scope: null, ct);

    /// <param name="person">Who takes it away.</param>
    /// <param name="handoffId">Of one request; null for the requests of some days.</param>
    /// <param name="scope">The days; null for one request.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task ExportAsync(string person, Guid? handoffId, string? scope, CancellationToken ct) => KeepAsync(person, LookKind.Export, handoffId, scope, ct);

    /// <returns>How many of each since then.</returns>
    public async Task<LookCounts> CountAsync(DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var counts = await db.Looks.Where(l => l.At >= since).GroupBy(l => new { l.Kind, IsTaken = l.Scope == Counter }).Select(g => new { g.Key.Kind, g.Key.IsTaken, Count = g.Count() }).ToListAsync(ct);
        return new LookCounts(Count(LookKind.Handoff, isTaken: false), Count(LookKind.Export, isTaken: false), Count(LookKind.Handoff, isTaken: true));

        int Count(LookKind kind, bool isTaken) => counts.Where(c => c.Kind == kind && c.IsTaken == isTaken).Sum(c => c.Count);
    }

    /// <summary>Newest first, at most 1,000.</summary>
    public async Task<IReadOnlyList<RecordedLook>> ListAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.Looks.OrderByDescending(l => l.At).Take(MostListed).ToListAsync(ct);
    }

    private Task KeepAsync(string person, LookKind kind, Guid? handoffId, string? scope, CancellationToken ct)
    {
        var id = NewId.NextGuid();
        return transactions.RunAsync((work, _) =>
        {
            work.Db.Looks.Add(new RecordedLook { Id = id, At = work.Now, Person = person, Kind = kind, HandoffId = handoffId, Scope = scope });
            return Task.CompletedTask;
        }, ct);
    }
}

/// <param name="Handoffs">Requests that a counsellor read who neither held them nor had been offered them.</param>
/// <param name="Exports">Auditors' exports.</param>
/// <param name="TakenAtCounter">Requests that a counsellor took for somebody who stood there.</param>
public sealed record LookCounts(int Handoffs, int Exports, int TakenAtCounter);

internal static class CounterLooks
{
    /// <summary>In the commit of the taking itself.</summary>
    public static void RecordTakenAtCounter(this Work work, string person, Guid handoffId) => work.Db.Looks.Add(
        new RecordedLook { Id = NewId.NextGuid(), At = work.Now, Person = person, Kind = LookKind.Handoff, HandoffId = handoffId, Scope = RecordLooks.Counter });
}
