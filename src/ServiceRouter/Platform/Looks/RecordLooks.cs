using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Looks;

/// <summary>Keeps the record of readings, committed before what is read is given out: what cannot be recorded is not shown.</summary>
public sealed class RecordLooks(Transactions transactions)
{
    /// <summary>Who reads from the command line: no account, whoever may log in to the machine.</summary>
    public const string Operator = "operator";

    private const int MostListed = 1_000;

    public Task HandoffAsync(string person, Guid handoffId, CancellationToken ct) => KeepAsync(person, LookKind.Handoff, handoffId, scope: null, ct);

    /// <param name="person">Who takes it away.</param>
    /// <param name="handoffId">Of one request; null for the requests of some days.</param>
    /// <param name="scope">The days; null for one request.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task ExportAsync(string person, Guid? handoffId, string? scope, CancellationToken ct) => KeepAsync(person, LookKind.Export, handoffId, scope, ct);

    /// <returns>How many of each kind since then.</returns>
    public async Task<LookCounts> CountAsync(DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var counts = await db.Looks.Where(l => l.At >= since).GroupBy(l => l.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new LookCounts(counts.GetValueOrDefault(LookKind.Handoff), counts.GetValueOrDefault(LookKind.Export));
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
public sealed record LookCounts(int Handoffs, int Exports);
