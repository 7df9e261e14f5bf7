using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.DeadLetters;

/// <summary>
/// Whether an asking that failed is an exercise's. The seal of an asking is nothing but its conversation, and one that is taken with nothing but its identity would leave it: it would wait among
/// citizens, be offered to people who find nobody, and count in the register for good (docs/adr/0018, 0125).
/// </summary>
internal static class PlayedAsking
{
    /// <summary>
    /// The conversation of the played citizen whose receipt or conversation the message names; null for everybody else. Bytes that may be pieces of two askings must name both, of the same
    /// one: a citizen who was put into an exercise would be seen by nobody, a played one among citizens costs somebody a minute.
    /// </summary>
    public static async Task<Guid?> ConversationAsync(RouterDbContext db, FailedMessage failed, CancellationToken ct)
    {
        var read = ReadFailedMessage.Fields(failed.Body);
        var receipt = ReceiptCode.Parse(read("receipt")) is { } code ? ReceiptCode.Print(code) : "";
        var conversation = Guid.TryParse(read("conversationId"), out var told) ? told : Guid.Empty;
        var named = ReadFailedMessage.IsWhole(failed.Body)
            ? db.ExerciseCitizens.Where(c => c.Receipt == receipt || c.ConversationId == conversation)
            : db.ExerciseCitizens.Where(c => c.Receipt == receipt && c.ConversationId == conversation);
        return await named.OrderBy(c => c.Number).Select(c => (Guid?)c.ConversationId).FirstOrDefaultAsync(ct);
    }
}
