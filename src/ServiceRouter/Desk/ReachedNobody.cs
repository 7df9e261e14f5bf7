using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// A mailbox takes a call like a person, and what is told to it counts as the first word of a counsellor until the counsellor says that nobody was reached: then nobody was answered.
/// Who waited on the line, stands at the counter or could read a counsellor's words was.
/// </summary>
internal static class ReachedNobody
{
    /// <summary>Before the move: the line is that of the counsellor who still has it.</summary>
    public static async Task TakeBackWordToMailboxAsync(this Work work, IReachCitizens reach, Handoff handoff, Conversation conversation, CancellationToken ct)
    {
        if (handoff.AcceptedAt is not { } accepted || !(handoff.FirstHumanWordAt >= accepted)) return;
        var wasRung = await work.Db.CounsellorLines.AnyAsync(
            l => l.HandoffId == handoff.Id && l.HandoffVersion == handoff.Version && work.Db.PhoneCalls.Any(c => c.Id == l.CitizenCallId && c.ConversationId == c.EarlierConversationId && c.StartedAt >= accepted), ct);
        if (!wasRung) return;
        var wrote = await work.Db.Activities.AnyAsync(a => a.ConversationId == handoff.ConversationId && a.Author == Author.Counsellor && a.At >= accepted, ct);
        if (!wrote || !await reach.ReadsWordsAsync(work.Db, conversation, ct)) handoff.NobodyHeard();
    }
}
