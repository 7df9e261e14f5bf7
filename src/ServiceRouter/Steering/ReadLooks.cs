using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>Which of the recorded readings are asked for; null: all.</summary>
/// <param name="Kind">Readings or exports.</param>
/// <param name="Receipt">Of one request, as printed or typed; of two that were given for it, either.</param>
/// <param name="Person">Account of whoever read.</param>
/// <param name="From">First day, in mainland France.</param>
/// <param name="To">Last day.</param>
/// <param name="After">Id of the last one of the page before.</param>
public sealed record AskedLooks(LookKind? Kind = null, string? Receipt = null, string? Person = null, DateOnly? From = null, DateOnly? To = null, Guid? After = null);

/// <summary>Reads the record of readings for a manager: ten thousand accounts fill a page of it within the hour (docs/adr/0118).</summary>
public sealed class ReadLooks(Transactions transactions)
{
    /// <summary>Of one page.</summary>
    public const int MostListed = 1_000;

    private const int MostExports = 20;

    private static readonly DateOnly Earliest = new(2020, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    /// <summary>Newest first, a page of <see cref="MostListed"/> at most.</summary>
    public async Task<(IReadOnlyList<RecordedLook>? Page, Refusal? Refusal)> RunAsync(AskedLooks asked, CancellationToken ct)
    {
        if (asked.From < Earliest || asked.From > Latest || asked.To < Earliest || asked.To > Latest) return (null, Refusal.BadInput("period", $"Choisissez des jours entre {Earliest.Year} et {Latest.Year}."));
        await using var db = await transactions.ReadAsync(ct);
        IQueryable<RecordedLook> looks = db.Looks;
        if (asked.Receipt is { } receipt)
        {
            if (ReceiptCode.Parse(receipt) is not { } code || await db.HandoffOfAsync(code, ct) is not { Id: var handoffId }) return (null, Refusal.UnknownHandoff);
            looks = looks.Where(l => l.HandoffId == handoffId);
        }
        if (asked.Kind is { } kind) looks = looks.Where(l => l.Kind == kind);
        if (asked.Person is { } person) looks = looks.Where(l => l.Person == person);
        if (asked.From is { } first)
        {
            var from = FrenchDay.Midnight(first);
            looks = looks.Where(l => l.At >= from);
        }
        if (asked.To is { } last)
        {
            var until = FrenchDay.Midnight(last.AddDays(1));
            looks = looks.Where(l => l.At < until);
        }
        if (asked.After is { } after)
        {
            if (await db.Looks.SingleOrDefaultAsync(l => l.Id == after, ct) is not { At: var at }) return (null, Refusal.BadInput("after", "Cette lecture n'est pas inscrite, ou ne l'est plus."));
            looks = looks.Where(l => l.At <= at && (l.At < at || l.Id.CompareTo(after) < 0));
        }
        return (await looks.OrderByDescending(l => l.At).ThenByDescending(l => l.Id).Take(MostListed).ToListAsync(ct), null);
    }

    /// <summary>The newest exports since then, by themselves: among the readings of one morning nobody would see that one was made which nobody asked for.</summary>
    public async Task<IReadOnlyList<RecordedLook>> ExportsAsync(DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.Looks.Where(l => l.Kind == LookKind.Export && l.At >= since).OrderByDescending(l => l.At).ThenByDescending(l => l.Id).Take(MostExports).ToListAsync(ct);
    }
}
