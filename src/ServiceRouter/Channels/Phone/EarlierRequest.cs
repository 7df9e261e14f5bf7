using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// The open request of an earlier call from the same number, and none that somebody is on the telephone for: several people call from one number, and who waits would be
/// left alone while the other takes their place. Where the end of that call was not told yet, a second request is made: rather two than none (docs/adr/0059, 0063).
/// </summary>
internal static class EarlierRequest
{
    /// <returns>The newest; null where there is none to go on with.</returns>
    public static async Task<Guid?> OpenRequestOfAsync(this RouterDbContext db, string number, CancellationToken ct) =>
        await (from earlier in db.PhoneCalls
               join handoff in db.Handoffs on earlier.ConversationId equals handoff.ConversationId
               where earlier.Number == number && handoff.EndedAt == null && !db.PhoneCalls.Any(live => live.ConversationId == handoff.ConversationId && live.EndedAt == null)
               orderby handoff.AskedAt descending
               select (Guid?)handoff.ConversationId).FirstOrDefaultAsync(ct);

    /// <summary>The caller goes on with the request that was offered, unless another caller of the number took it up since.</summary>
    /// <returns>False: the call stays with a conversation of its own.</returns>
    public static async Task<bool> GoOnWithEarlierAsync(this Work work, PhoneCall call, CancellationToken ct)
    {
        if (call.EarlierConversationId is not { } earlier) return false;
        if (call.ConversationId == earlier) return true;
        if (await work.Db.PhoneCalls.AnyAsync(live => live.ConversationId == earlier && live.EndedAt == null, ct))
        {
            call.LeaveEarlier();
            return false;
        }
        // Two who go on with it at once meet in its version, and the second finds the first on the line.
        (await work.Db.Conversations.SingleAsync(c => c.Id == earlier, ct)).Touch();
        call.GoOnWith(earlier);
        return true;
    }
}
