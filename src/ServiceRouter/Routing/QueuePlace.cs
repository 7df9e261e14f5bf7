using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Routing;

/// <summary>What a waiting citizen is told: the place, and an honest range of the wait.</summary>
/// <param name="Place">1 is next.</param>
/// <param name="Wait">Null when there is too little recent experience to say anything honest.</param>
/// <param name="CounsellorsOnLine">Counsellors who can be asked now.</param>
/// <param name="BackAt">When the counsellors answer again; null while they do, and where no hours are set.</param>
/// <param name="Territory">Whose hours they are, and on whose clock that moment is told; null when not known.</param>
public sealed record QueuePlace(int Place, WaitRange? Wait, int CounsellorsOnLine, DateTimeOffset? BackAt = null, string? Territory = null)
{
    /// <summary>The end of the present opening, where the wait may be longer than that; else null.</summary>
    public EndOfOpening? End { get; init; }
}

/// <summary>The counsellors leave before the wait is over, and come again.</summary>
/// <param name="At">End of the present opening.</param>
/// <param name="BackAt">The next one.</param>
public sealed record EndOfOpening(DateTimeOffset At, DateTimeOffset BackAt);

/// <summary>Tells the place in the queue, by the matcher's own order.</summary>
public sealed class FindQueuePlace(Transactions transactions, ServiceHours hours)
{
    // Recent enough to be about today's staff, long enough to hold a quiet hour.
    private static readonly TimeSpan Experience = TimeSpan.FromHours(2);
    private const int MostSamples = 200;
    // Of a wait that is not known, the end of the day is told from so soon before it.
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    /// <summary>Null when the handoff is not in the queue.</summary>
    public async Task<QueuePlace?> RunAsync(Guid handoffId, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.Handoffs.SingleOrDefaultAsync(h => h.Id == handoffId, ct) is { } mine ? await OfAsync(db, mine, now, ct) : null;
    }

    /// <summary>For a handoff as its citizen follows it, from the same reading. Null when it was not in the queue.</summary>
    public Task<QueuePlace?> RunAsync(HandoffView followed, DateTimeOffset now, CancellationToken ct) =>
        followed.AsRead is { } mine ? RunAsync(mine, now, ct) : RunAsync(followed.Id, now, ct);

    /// <summary>For a handoff as it was just read. Null when it was not in the queue.</summary>
    public async Task<QueuePlace?> RunAsync(Handoff mine, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await OfAsync(db, mine, now, ct);
    }

    private async Task<QueuePlace?> OfAsync(RouterDbContext db, Handoff mine, DateTimeOffset now, CancellationToken ct)
    {
        if (mine.State is not (HandoffState.Waiting or HandoffState.Offered)) return null;
        var isExercise = SealedTerritory.Holds(mine.Territory);
        var (there, before) = (db.Counsellors.Available(now).Where(c => (c.Territory == SealedTerritory.Code) == isExercise), db.Handoffs.AheadOf(mine));
        // Both in one statement, which its own row carries.
        if (await db.Handoffs.Where(h => h.Id == mine.Id).Select(_ => new { OnLine = there.Count(), Ahead = before.Count() }).SingleOrDefaultAsync(ct) is not { } counted) return null;
        var (onLine, ahead) = (counted.OnLine, counted.Ahead);
        var backAt = hours.NextOpening(mine.Territory, now);
        // Until then nobody moves up; then whoever was promised a call for it comes back into the queue, and stands before.
        if (onLine == 0 && backAt is { } opening) ahead += await db.Handoffs.AheadAt(opening, mine).CountAsync(ct);
        var since = now - Experience;
        // Passed on after it was taken, it waits anew, or was handed over on the telephone and did not wait. Of one whose counsellor was lost, the talk before that was no wait.
        var waits = await db.Handoffs.OnSideOf(mine.Territory)
            .Where(h => h.AcceptedAt > since && h.AcceptedAt > h.WaitingSince && !db.HandoffLog.Any(e => e.HandoffId == h.Id && e.Move == HandoffMove.LoseCounsellor))
            .OrderByDescending(h => h.AcceptedAt).Take(MostSamples).Select(h => new { h.Territory, h.WaitingSince, AcceptedAt = h.AcceptedAt!.Value }).ToListAsync(ct);
        List<PastWait> past = [.. waits.Select(w => new PastWait(w.AcceptedAt - hours.WaitedWhileOpen(w.Territory, w.WaitingSince, w.AcceptedAt), w.AcceptedAt))];
        var place = mine.State == HandoffState.Offered ? 1 : ahead + 1;
        var wait = WaitEstimate.From(past, place, hours.WaitedWhileOpen(mine.Territory, mine.WaitingSince, now), now);
        return new QueuePlace(place, wait, onLine, backAt, mine.Territory) { End = EndBefore(wait, mine.Territory, now) };
    }

    /// <summary>A range that reaches beyond the end tells of minutes in which nobody answers: what is known is when they leave and come again.</summary>
    private EndOfOpening? EndBefore(WaitRange? wait, string? territory, DateTimeOffset now) =>
        hours.ClosesAt(territory, now) is { } end && now + (wait is null ? Soon : TimeSpan.FromMinutes(wait.ToMinutes)) > end && hours.OpeningAfter(territory, end) is { } back
            ? new EndOfOpening(end, back)
            : null;
}
