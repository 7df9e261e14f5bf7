using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>A conversation as its citizen may see it.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="Language">Two-letter language.</param>
/// <param name="RefusesAssistant">The citizen prefers a human.</param>
/// <param name="Postcode">When given.</param>
/// <param name="Receipt">Printed receipt of the newest handoff, or null.</param>
/// <param name="LastActivity">Number of what was said last; 0 before anything was.</param>
public sealed record CitizenConversation(Guid Id, string Language, bool RefusesAssistant, string? Postcode, string? Receipt, int LastActivity);

/// <summary>The newest request of a conversation.</summary>
/// <param name="Receipt">Printed receipt.</param>
/// <param name="IsOpen">False after a human act has ended it.</param>
public sealed record NewestRequest(string Receipt, bool IsOpen);

/// <summary>Finds a conversation by its key or by a receipt.</summary>
public sealed class OpenConversation(Transactions transactions)
{
    /// <summary>Null when the key opens nothing, or what was erased: whoever comes back then begins another.</summary>
    public async Task<CitizenConversation?> ByKeyAsync(ConversationKey key, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var conversation = await db.Conversations.SingleOrDefaultAsync(c => c.Id == key.ConversationId, ct);
        return conversation is null || !key.Opens(conversation) || conversation.IsErased ? null : await SeeAsync(db, conversation, ct);
    }

    /// <summary>Null when there is no such receipt. The receipt alone opens the conversation: it cannot be guessed (see <see cref="ReceiptCode"/>).</summary>
    public async Task<CitizenConversation?> ByReceiptAsync(string receipt, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        // Nobody enters an exercise by a receipt seen in its report: those who are in it hold their key.
        if (await db.HandoffOfAsync(receipt, ct) is not { } handoff || SealedTerritory.Holds(handoff.Territory)) return null;
        return await SeeAsync(db, await db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct), ct);
    }

    /// <summary>The newest request of the conversation; null when none was made.</summary>
    public async Task<NewestRequest?> NewestAsync(Guid conversationId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var newest = await db.Handoffs.Where(h => h.ConversationId == conversationId).OrderByDescending(h => h.AskedAt).Select(h => new { h.Receipt, h.EndedAt }).FirstOrDefaultAsync(ct);
        return newest is null ? null : new NewestRequest(ReceiptCode.Print(newest.Receipt), newest.EndedAt is null);
    }

    private static async Task<CitizenConversation> SeeAsync(RouterDbContext db, Conversation conversation, CancellationToken ct)
    {
        var newest = await db.Handoffs.Where(h => h.ConversationId == conversation.Id).OrderByDescending(h => h.AskedAt)
            .Select(h => h.Receipt).FirstOrDefaultAsync(ct);
        return new CitizenConversation(conversation.Id, conversation.Language, conversation.RefusesAssistant, conversation.Postcode, newest is null ? null : ReceiptCode.Print(newest), conversation.LastActivity);
    }
}
