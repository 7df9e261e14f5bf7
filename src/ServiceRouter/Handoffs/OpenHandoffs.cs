using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Handoffs;

/// <summary>Handoffs that no human act has ended yet: <see cref="Handoff.IsOpen"/> in the words of a query.</summary>
internal static class OpenHandoffs
{
    public static IQueryable<Handoff> StillOpen(this IQueryable<Handoff> handoffs) => handoffs.Where(h => h.EndedAt == null);

    /// <summary>A conversation has at most one at a time: an index sees to it.</summary>
    public static IQueryable<Handoff> OpenOf(this RouterDbContext db, Guid conversationId) => db.Handoffs.StillOpen().Where(h => h.ConversationId == conversationId);

    /// <returns>Null when the conversation has none.</returns>
    public static Task<Handoff?> OpenHandoffOfAsync(this RouterDbContext db, Guid conversationId, CancellationToken ct) => db.OpenOf(conversationId).SingleOrDefaultAsync(ct);
}
