using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// The counsellor's telephone is lost while it is needed: not answered, not taken, cut off in the middle. The lease rule applies at once (G8): the
/// request is at the head of the queue with its age kept, and the citizen, who is never hung up, is told.
/// </summary>
internal static class LoseLine
{
    /// <summary>Does nothing for a line that is over.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="lineId">The line.</param>
    /// <param name="ending">One of <see cref="LineEnding"/>.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task LoseLineAsync(this Work work, Guid lineId, string ending, CancellationToken ct)
    {
        if (await work.Db.CounsellorLines.SingleOrDefaultAsync(l => l.Id == lineId, ct) is not { IsOver: false } line) return;
        var wasTalking = line.State is LineState.Talking or LineState.Bringing or LineState.Joining;
        // Nobody was there any more: the counsellor hung up and wraps up at the desk.
        if (line.State is LineState.Alone or LineState.AloneTold) ending = LineEnding.Done;
        line.End(ending, counsellorIsGone: true, work.Now);
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == line.HandoffId, ct);
        if (handoff.Version != line.HandoffVersion || handoff.State != HandoffState.WithCounsellor) return;
        // A talk on the web goes on without a telephone; a call does not.
        if (ending is LineEnding.Done or LineEnding.Provider || (!wasTalking && handoff.Channel != ChannelName.Phone))
        {
            work.TellChanged(handoff, line.CounsellorId);
            return;
        }

        // Who was cut off in the middle is asked first: they know the case, and see at their desk that it came back. Who did not answer is not there.
        handoff.ReturnToQueue(HandoffMove.LoseCounsellor, work.Now, atHead: true, wasTalking ? line.CounsellorId : null);
        if (!wasTalking) await GoesAwayAsync(work, line.CounsellorId, ct);
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct);
        work.Say(conversation, Author.Service, Texts.Say(wasTalking ? "CounsellorLost.phone" : "CounsellorNotThere.phone", conversation.Language));
        work.Record(handoff, HandoffMove.LoseCounsellor, HandoffRecord.Line, new { line.CounsellorId, ending });
        work.TellChanged(handoff, line.CounsellorId);
        work.PublishWaiting(handoff);
    }

    /// <summary>The citizen is gone, or was not reached: the counsellor is told on the line, and the request stays (G4).</summary>
    public static async Task CitizenLeavesLineAsync(this Work work, string citizenCallId, CancellationToken ct)
    {
        var line = await work.Db.CounsellorLines.Where(l => l.CitizenCallId == citizenCallId && (l.State == LineState.Bringing || l.State == LineState.Talking))
            .OrderByDescending(l => l.ChangedAt).FirstOrDefaultAsync(ct);
        if (line is null) return;
        line.Become(LineState.Alone, work.Now);
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == line.HandoffId, ct);
        if (handoff.Version == line.HandoffVersion) work.TellChanged(handoff, line.CounsellorId);
    }

    private static async Task GoesAwayAsync(Work work, string counsellorId, CancellationToken ct)
    {
        var counsellor = await work.Db.Counsellors.SingleAsync(c => c.Id == counsellorId, ct);
        if (counsellor.Presence != Presence.Available) return;
        counsellor.Presence = Presence.Away;
        counsellor.Version++;
    }
}
