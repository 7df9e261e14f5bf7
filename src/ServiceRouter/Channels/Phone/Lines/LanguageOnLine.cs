using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>What a citizen hears of us on a counsellor's line is in the language that the conversation has, where the line speaks it: the address of each webhook says it, so that it is known while nothing can be looked up.</summary>
internal static class LanguageOnLine
{
    public static async Task<string> LanguageOnLineAsync(this RouterDbContext db, Guid conversationId, CancellationToken ct) =>
        LineLanguages.Of(await db.Conversations.Where(c => c.Id == conversationId).Select(c => c.Language).SingleOrDefaultAsync(ct));
}
