using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>An asking whose wish was answered before it came, which its citizen could not know: nobody is called twice (docs/adr/0030, 0046).</summary>
internal static class AnsweredAlready
{
    /// <summary>The request that answered it; null when it asks for somebody.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="before">All requests of the conversation, none of them open.</param>
    /// <param name="asked">The asking.</param>
    /// <param name="samePressWithin"><see cref="DoorsOptions.SamePressWithin"/>.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<Handoff?> AnsweredAlreadyAsync(this Work work, IReadOnlyCollection<Handoff> before, HandoffAsked asked, TimeSpan samePressWithin, CancellationToken ct) =>
        // One request too many rather than one too few: who was served five minutes ago may have asked since.
        asked.TimeMayBeBehind == true ? null : EndedSince(before, asked.AskedAt) ?? await ServedUnseenAsync(work.Db, before, asked, samePressWithin, ct);

    /// <summary>It came by another door, and this asking of it was under way for longer. One that ended because nobody could be reached answered nothing.</summary>
    public static Handoff? EndedSince(IEnumerable<Handoff> before, DateTimeOffset askedAt) =>
        before.Where(h => h.EndedAt > askedAt && h.State is (HandoffState.Served or HandoffState.Withdrawn)).MaxBy(h => h.EndedAt);

    // It came with the same button, whose answer was lost: the button is older than the request, and nothing says that its page was seen.
    private static async Task<Handoff?> ServedUnseenAsync(RouterDbContext db, IEnumerable<Handoff> before, HandoffAsked asked, TimeSpan samePressWithin, CancellationToken ct)
    {
        if (asked.ShownAt is not { } shown) return null;
        var since = asked.AskedAt - samePressWithin;
        if (before.MaxBy(h => h.AskedAt) is not { State: HandoffState.Served } served || served.AskedAt < shown || served.AskedAt <= since) return null;
        var isSeen = await db.Activities.AnyAsync(a => a.ConversationId == served.ConversationId && a.Author == Author.Citizen && a.At > served.AskedAt, ct)
            || await db.Ratings.AnyAsync(r => r.HandoffId == served.Id, ct);
        return isSeen ? null : served;
    }
}
