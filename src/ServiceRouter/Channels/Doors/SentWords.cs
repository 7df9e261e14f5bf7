using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// Words whose answer was lost are sent again, and may find no database the second time. Where the first try stored them, and somebody was served for them meanwhile,
/// the second is no new wish (docs/adr/0121).
/// </summary>
internal static class SentWords
{
    /// <summary>Characters of a mark.</summary>
    public const int MarkLength = 32;

    /// <summary>What an asking carries in place of the sender's id, which is whatever a sender wrote; null for none.</summary>
    public static string? MarkOf(string? sentId) =>
        PlainText.OrNull(sentId) is { Length: > 0 } id ? ShortHash.Of(id, MarkLength / 2) : null;

    /// <summary>The asking, from the moment on at which its words came first; as it is where they did not, or none asked.</summary>
    public static async Task<HandoffAsked> AsOldAsItsWordsAsync(this Work work, Conversation conversation, HandoffAsked asked, CancellationToken ct)
    {
        if (asked.SentAs is not { } mark || work.Db.Entry(conversation).State == EntityState.Added) return asked;
        var said = await work.Db.Activities.AsNoTracking()
            .Where(a => a.ConversationId == conversation.Id && a.Author == Author.Citizen && a.ClientId != null)
            .Select(a => new { a.ClientId, a.At })
            .ToListAsync(ct);
        // Stored by a node that saw the database, and so by its clock.
        return said.Find(a => MarkOf(a.ClientId) == mark) is { } first && first.At < asked.AskedAt ? asked with { AskedAt = first.At, TimeMayBeBehind = null } : asked;
    }
}
