using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Steering;

/// <summary>Counts who waits and who could be asked, at one instant; exercises are not counted.</summary>
public sealed class ReadNow(Transactions transactions, ServiceHours hours, TimeProvider clock)
{
    public async Task<NowFigures> RunAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var now = clock.GetUtcNow();
        var open = db.Handoffs.OutsideExercises().Readable().StillOpen();
        var states = await open.GroupBy(h => h.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var waiting = await open.Where(h => h.State == HandoffState.Waiting || h.State == HandoffState.Offered)
            .GroupBy(h => h.Territory).Select(g => new { g.Key, Count = g.Count(), Since = g.Min(h => h.AskedAt) }).ToListAsync(ct);
        var desks = await db.Counsellors.AtDesk(now).Where(c => c.Territory != SealedTerritory.Code).WithLoad(db.Handoffs.OutsideExercises()).ToListAsync(ct);
        var onLine = desks.Where(d => d.Counsellor.Presence == Presence.Available).ToList();
        List<TerritoryNow> territories = [.. waiting.Select(w => new TerritoryNow(w.Key, w.Count, now - w.Since)).OrderByDescending(t => t.WaitingFor).ThenBy(t => t.Code, StringComparer.Ordinal)];
        return new NowFigures(
            now, states.GetValueOrDefault(HandoffState.Waiting), states.GetValueOrDefault(HandoffState.Offered), territories.Count == 0 ? null : territories[0].WaitingFor,
            states.GetValueOrDefault(HandoffState.WithCounsellor), states.GetValueOrDefault(HandoffState.Promised), states.GetValueOrDefault(HandoffState.Absent),
            onLine.Count, onLine.Sum(d => d.FreePlaces), desks.Count - onLine.Count, BackAt([.. waiting.Select(w => w.Key)], now), territories)
            { PromisedOnClosedDays = await PromisedOnClosedDaysAsync(open, now, ct) };
    }

    /// <summary>A day that is closed after somebody was promised a call or an appointment for it. Nothing is read while no day is.</summary>
    private async Task<int> PromisedOnClosedDaysAsync(IQueryable<Handoff> open, DateTimeOffset now, CancellationToken ct)
    {
        if (hours.ClosedFrom(now) is not { } closed) return 0;
        var promised = await open.Where(h => h.State == HandoffState.Promised && (h.Commitment == CommitmentKind.CallBack || h.Commitment == CommitmentKind.Appointment) && h.DueAt > now)
            .Where(h => h.DueAt >= closed.From && h.DueAt < closed.To).Select(h => new { h.Territory, DueAt = h.DueAt!.Value }).ToListAsync(ct);
        return promised.Count(p => hours.IsClosedDay(p.Territory, p.DueAt));
    }

    /// <summary>The service answers where somebody waits in its hours there: at seven in Paris it is nine in La Réunion.</summary>
    private DateTimeOffset? BackAt(IReadOnlyList<string?> territories, DateTimeOffset now)
    {
        List<DateTimeOffset?> openings = [.. (territories.Count == 0 ? [null] : territories).Select(code => hours.NextOpening(code, now))];
        return openings.Contains(null) ? null : openings.Min();
    }
}
