using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// The open request of an earlier call from the same number, or one for which a counsellor tried that number in vain, which the message after it asks to call us back; and none that
/// somebody is on the telephone for: several people call from one number, and who waits would be left alone while the other takes their place. Where the end of that call was not told yet, a second request is made: rather two than none (docs/adr/0059, 0063).
/// </summary>
internal static class EarlierRequest
{
    // Of the six digits of Saint-Pierre-et-Miquelon on, however the rest is written.
    private const int SameInAllForms = 6;

    /// <returns>The newest; null where there is none to go on with.</returns>
    public static Task<Guid?> OpenRequestOfAsync(this RouterDbContext db, string number, CancellationToken ct) => db.NewestOfAsync(db.Handoffs, number, db.OnTelephone(number), ct);

    /// <summary>
    /// The same for whoever writes from that number. A message takes nobody's place on the telephone, and who waits there may write meanwhile: the receipt that they have had sent says so (docs/adr/0123).
    /// </summary>
    public static Task<Guid?> OpenRequestOfWriterAsync(this RouterDbContext db, string number, CancellationToken ct) =>
        db.NewestOfAsync(db.Handoffs.OutsideExercises(), number, db.PhoneCalls.Where(call => false), ct);

    private static async Task<Guid?> NewestOfAsync(this RouterDbContext db, IQueryable<Handoff> handoffs, string number, IQueryable<PhoneCall> onTelephone, CancellationToken ct)
    {
        return await (from earlier in db.PhoneCalls
                      join handoff in handoffs on earlier.ConversationId equals handoff.ConversationId
                      where earlier.Number == number && handoff.EndedAt == null && !onTelephone.Any(live => live.ConversationId == handoff.ConversationId)
                      orderby handoff.AskedAt descending
                      select (Guid?)handoff.ConversationId).FirstOrDefaultAsync(ct)
            ?? await db.TriedInVainAsync(handoffs, number, onTelephone, ct);
    }

    /// <summary>
    /// Calls that somebody else is on. Not our own ring to this number that nobody has answered: whoever was cut off and calls again while the counsellor rings them is the one who is rung (docs/adr/0104). Nor one,
    /// without a key pressed on it, that began while they were calling and found their telephone engaged, or whose counsellor is gone: a mailbox has it.
    /// Another one that was answered has been talked on or was told something.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="number">Of the caller.</param>
    /// <param name="since">When their call began; null: it begins now, and nothing after it.</param>
    private static IQueryable<PhoneCall> OnTelephone(this RouterDbContext db, string? number, DateTimeOffset? since = null)
    {
        var began = since ?? DateTimeOffset.MaxValue;
        return db.PhoneCalls.Where(live => live.EndedAt == null
            && !(live.ConversationId == live.EarlierConversationId && live.Number == number && live.LastTurn == 0 && live.Question == LineQuestion.None && live.ToldPlaceAt == null
                && (live.StartedAt >= began
                    || db.CounsellorLines.Any(line => line.CitizenCallId == live.Id && line.State == LineState.Bringing)
                    || (db.CounsellorLines.Any(line => line.CitizenCallId == live.Id) && !db.CounsellorLines.Any(line => line.CitizenCallId == live.Id && line.State != LineState.Over)))));
    }

    /// <summary>A counsellor may ring from a telephone of their own, so that no call of ours says whom. What was typed is compared as it is dialled.</summary>
    private static async Task<Guid?> TriedInVainAsync(this RouterDbContext db, IQueryable<Handoff> handoffs, string number, IQueryable<PhoneCall> onTelephone, CancellationToken ct)
    {
        var ending = $"%{(number.Length > SameInAllForms ? number[^SameInAllForms..] : number)}";
        // An absent request has a date, and few have one: an index knows them.
        var tried = await (from handoff in handoffs
                           join conversation in db.Conversations on handoff.ConversationId equals conversation.Id
                           where handoff.State == HandoffState.Absent && handoff.DueAt != null && EF.Functions.Like(conversation.CallBackNumber!, ending)
                               && !onTelephone.Any(live => live.ConversationId == handoff.ConversationId)
                           orderby handoff.AskedAt descending
                           select new { handoff.ConversationId, conversation.CallBackNumber }).ToListAsync(ct);
        return tried.Find(one => PhoneNumberText.Dialled(one.CallBackNumber) == number)?.ConversationId;
    }

    /// <summary>The caller goes on with the request that was offered, unless another caller of the number took it up since.</summary>
    /// <returns>False: the call stays with a conversation of its own.</returns>
    public static async Task<bool> GoOnWithEarlierAsync(this Work work, PhoneCall call, CancellationToken ct)
    {
        if (call.EarlierConversationId is not { } earlier) return false;
        if (call.ConversationId == earlier) return true;
        // Taken at a counter, or for its letter, since this call began: its citizen is with somebody, and nobody would ring this line.
        var open = await work.Db.OpenHandoffOfAsync(earlier, ct);
        var needsNoCall = open is not null && open.AcceptedAt >= call.StartedAt && await work.Db.NeedsNoCallAsync(open, ct);
        if (needsNoCall || await work.Db.OnTelephone(call.Number, call.StartedAt).AnyAsync(live => live.ConversationId == earlier, ct))
        {
            call.LeaveEarlier();
            return false;
        }
        // Two who go on with it at once meet in its version, and the second finds the first on the line.
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == earlier, ct);
        conversation.Touch();
        // The one that a call begins in is nobody's choice: only another is, and is heard from now on.
        if (await work.Db.Conversations.Where(c => c.Id == call.ConversationId).Select(c => c.Language).SingleOrDefaultAsync(ct) is { } chosen && chosen != LineLanguages.First)
        {
            conversation.Language = chosen;
            open?.SpeakIn(chosen);
        }
        call.GoOnWith(earlier);
        return true;
    }
}
