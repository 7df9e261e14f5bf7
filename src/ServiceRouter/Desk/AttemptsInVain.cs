using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// How often somebody tried to reach a citizen who was not there, since the citizen was heard of last: whoever answered in between was reached (docs/adr/0081). Heard of is also who wrote, called,
/// or talked with a counsellor, in whatever state the request was (docs/adr/0101).
/// </summary>
internal static class AttemptsInVain
{
    private static readonly HandoffMove[] HeardOf = [HandoffMove.CitizenReturns, HandoffMove.Commit];

    public static async Task<int> AttemptsInVainAsync(this RouterDbContext db, Handoff handoff, CancellationToken ct)
    {
        if (handoff.Attempts == 0) return 0;
        var log = db.HandoffLog.Where(e => e.HandoffId == handoff.Id);
        var moved = await log.Where(e => HeardOf.Contains(e.Move)).MaxAsync(e => (int?)e.Number, ct) ?? 0;
        // A call of the citizen was joined with the line of a counsellor who then did not say that nobody was there. A mailbox that took the call is in the log as an absence.
        var talked = await db.CounsellorLines
            .Where(l => l.HandoffId == handoff.Id && l.CitizenCallId != null && log.Any(e => e.Number == l.HandoffVersion + 1 && e.Move != HandoffMove.RecordAbsence))
            .MaxAsync(l => (int?)l.HandoffVersion, ct) ?? 0;
        var heardOf = Math.Max(moved, talked);
        var absences = await log.Where(e => e.Number > heardOf && e.Move == HandoffMove.RecordAbsence).Select(e => e.At).ToListAsync(ct);
        return absences.Count == 0 || await SpokeAsync(db, handoff.ConversationId, ct) is not { } spoke ? absences.Count : absences.Count(at => at >= spoke);
    }

    /// <summary>When the citizen wrote or called last, whatever became of the request by it; null: never.</summary>
    private static async Task<DateTimeOffset?> SpokeAsync(RouterDbContext db, Guid conversationId, CancellationToken ct)
    {
        var wrote = await db.Activities.Where(a => a.ConversationId == conversationId && a.Author == Author.Citizen)
            .OrderByDescending(a => a.Number).Select(a => (DateTimeOffset?)a.At).FirstOrDefaultAsync(ct);
        // On a call that we made nothing is pressed before a counsellor is there: whoever picked it up, or a mailbox, is for the counsellor to say.
        var called = await db.PhoneCalls.Where(c => c.ConversationId == conversationId && (c.LastTurn > 0 || c.EarlierConversationId != conversationId))
            .OrderByDescending(c => c.StartedAt).Select(c => (DateTimeOffset?)c.StartedAt).FirstOrDefaultAsync(ct);
        return wrote is null || called > wrote ? called : wrote;
    }
}
