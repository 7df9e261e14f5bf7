using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// The counsellor's telephone is lost while it is needed: not answered, not taken, cut off in the middle. The lease rule applies at once (G8): the
/// request is at the head of the queue with its age kept, and the citizen, who is never hung up, is told.
/// </summary>
internal static class LoseLine
{
    private static readonly TimeSpan OneRound = TimeSpan.FromSeconds(10);

    /// <summary>Does nothing for a line that is over.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="lineId">The line.</param>
    /// <param name="ending">One of <see cref="LineEnding"/>.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task LoseLineAsync(this Work work, Guid lineId, string ending, CancellationToken ct)
    {
        if (await work.Db.CounsellorLines.SingleOrDefaultAsync(l => l.Id == lineId, ct) is not { IsOver: false } line) return;
        var wasTalking = line.State is LineState.Talking or LineState.Bringing or LineState.Joining;
        var hadMet = line.State == LineState.Talking;
        // The provider did not bring a caller who waits: that the counsellor hangs up is not left to when it answers again.
        var isWaitedFor = line is { State: LineState.Alone or LineState.AloneTold, Ending: LineEnding.Provider };
        // Nobody was there any more: the counsellor hung up and wraps up at the desk.
        if (line.State is LineState.Alone or LineState.AloneTold) ending = LineEnding.Done;
        line.End(ending, counsellorIsGone: true, work.Now);
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == line.HandoffId, ct);
        if (handoff.Version != line.HandoffVersion || handoff.State != HandoffState.WithCounsellor) return;
        var waits = await work.Db.PhoneCalls.AnyAsync(c => c.ConversationId == line.ConversationId && c.EndedAt == null, ct);
        if (isWaitedFor && waits)
        {
            await GiveBackAsync(work, handoff, line.CounsellorId, wasTalking: true, hadMet, LineEnding.Dropped, ct);
            return;
        }
        // A talk on the web or at the counter, or a letter, goes on without a telephone; a call does not, and whoever began on the web may have called.
        var needsLine = waits || (handoff.Channel == ChannelName.Phone && !await work.Db.NeedsNoCallAsync(handoff, ct));
        if (ending == LineEnding.Done || (!wasTalking && !needsLine))
        {
            work.TellChanged(handoff, line.CounsellorId);
            return;
        }

        await GiveBackAsync(work, handoff, line.CounsellorId, wasTalking, hadMet, ending, ct);
        if (!wasTalking) await GoesAwayAsync(work, line.CounsellorId, ct);
    }

    /// <summary>
    /// The provider does not ring the counsellor. A caller who waits is not left to whether a button is pressed at the desk: the request goes back to the head of the queue.
    /// Nobody is away for an outage of the provider, which would shut the desk of each in turn; only whose own number is refused would not be rung the next time either.
    /// </summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="line">The line.</param>
    /// <param name="isRefused">The counsellor's own number is the reason.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task LoseUnrungAsync(this Work work, CounsellorLine line, bool isRefused, CancellationToken ct)
    {
        line.End(LineEnding.Provider, counsellorIsGone: true, work.Now);
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == line.HandoffId, ct);
        if (handoff.Version != line.HandoffVersion || handoff.State != HandoffState.WithCounsellor) return;
        if (!await work.Db.PhoneCalls.AnyAsync(c => c.ConversationId == line.ConversationId && c.EndedAt == null, ct))
        {
            work.TellChanged(handoff, line.CounsellorId);
            return;
        }
        await GiveBackAsync(work, handoff, line.CounsellorId, wasTalking: false, hadMet: false, LineEnding.Provider, ct);
        if (isRefused) await GoesAwayAsync(work, line.CounsellorId, ct);
    }

    /// <summary>
    /// A caller waits, and the counsellor who has accepted has no telephone and has typed no number: nobody would be rung for as long as they wait. The counsellor is away, since the
    /// next caller would be kept the same way (docs/adr/0086).
    /// </summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="handoff">With a counsellor, on no line.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task LoseWithoutTelephoneAsync(this Work work, Handoff handoff, CancellationToken ct)
    {
        var counsellorId = handoff.CounsellorId!;
        await GiveBackAsync(work, handoff, counsellorId, wasTalking: false, hadMet: false, LineEnding.NoTelephone, ct);
        await GoesAwayAsync(work, counsellorId, ct);
    }

    /// <summary>The counsellor hung up because the citizen was gone, and the citizen's call is on: whoever is on the telephone waits for somebody, and for nobody who has left.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="line">A line that is over.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task CitizenWasThereAsync(this Work work, CounsellorLine line, CancellationToken ct)
    {
        if (line.Ending != LineEnding.Done) return;
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == line.HandoffId, ct);
        if (handoff.Version != line.HandoffVersion || handoff.State != HandoffState.WithCounsellor) return;
        await GiveBackAsync(work, handoff, line.CounsellorId, wasTalking: true, hadMet: true, LineEnding.Dropped, ct);
    }

    /// <summary>The citizen is gone, or was not reached: the counsellor is told on the line, and the request stays (G4).</summary>
    public static async Task CitizenLeavesLineAsync(this Work work, string citizenCallId, CancellationToken ct)
    {
        var line = await work.Db.CounsellorLines.Where(l => l.CitizenCallId == citizenCallId && (l.State == LineState.Bringing || l.State == LineState.Talking))
            .OrderByDescending(l => l.ChangedAt).FirstOrDefaultAsync(ct);
        if (line is null) return;
        // The counsellor left them to a second one before: nobody is on this line who could be told.
        if (line.CallId is null) line.End(LineEnding.Done, counsellorIsGone: true, work.Now);
        else line.Become(LineState.Alone, work.Now);
        await work.TellLineAsync(line, ct);
    }

    /// <summary>The desk of a line's counsellor reads it again.</summary>
    public static async Task TellLineAsync(this Work work, CounsellorLine line, CancellationToken ct)
    {
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == line.HandoffId, ct);
        if (handoff.Version == line.HandoffVersion) work.TellChanged(handoff, line.CounsellorId);
    }

    /// <summary>
    /// The citizen's call asks for the next round of the wait, and its line says that it is talked on: our answer that joins them was given up, and what it was to
    /// note came all the same. The citizen is brought anew.
    /// </summary>
    public static async Task ComesFromQueueAsync(this Work work, string citizenCallId, CancellationToken ct)
    {
        // A round that was asked for before the call was turned may be answered after it.
        var before = work.Now - OneRound;
        var line = await work.Db.CounsellorLines.Where(l => l.CitizenCallId == citizenCallId && l.State == LineState.Talking && l.RoomId == null && l.ChangedAt < before).FirstOrDefaultAsync(ct);
        line?.Become(LineState.Joining, work.Now);
    }

    private static async Task GiveBackAsync(Work work, Handoff handoff, string counsellorId, bool wasTalking, bool hadMet, string ending, CancellationToken ct)
    {
        // Who was cut off in the middle is asked first: they know the case, and see at their desk that it came back. Who did not answer is not there.
        work.Record(handoff.ReturnToQueue(HandoffMove.LoseCounsellor, work.Now, wasTalking ? counsellorId : null), HandoffRecord.Line, new LineLossFacts(counsellorId, ending));
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct);
        // Whoever reads it on the page or as a text message, after a call that they missed, is on no line to stay on.
        var waits = await work.Db.CallsOfSomebody().AnyAsync(c => c.ConversationId == handoff.ConversationId, ct);
        work.Say(conversation, Author.Service, waits
            ? Texts.Say(wasTalking ? "CounsellorLost.phone" : "CounsellorNotThere.phone", conversation.Language)
            : Texts.SayOn(conversation.Channel, hadMet ? "CounsellorCutOff" : "CounsellorDidNotReach", conversation.Language));
        work.TellChanged(handoff, counsellorId);
        work.PublishWaiting(handoff);
    }

    private static async Task GoesAwayAsync(Work work, string counsellorId, CancellationToken ct)
    {
        var counsellor = await work.Db.Counsellors.SingleAsync(c => c.Id == counsellorId, ct);
        if (counsellor.Presence != Presence.Available) return;
        counsellor.Presence = Presence.Away;
        counsellor.Version++;
        await work.DeclineAllAsync(counsellorId, HandoffRecord.Line, ct);
    }
}
