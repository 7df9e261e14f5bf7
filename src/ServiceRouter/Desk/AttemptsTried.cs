using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// An attempt that counts was one. Only what can be proved is refused: nothing was written since the request was taken, no line was wanted, and there is no number that somebody could have
/// rung by hand.
/// </summary>
internal static class AttemptsTried
{
    /// <param name="work">The unit of work.</param>
    /// <param name="reach">Knows the numbers.</param>
    /// <param name="handoff">With a counsellor, before the move: its lines are those of this holding.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<Refusal?> WhyNotTriedAsync(this Work work, IReachCitizens reach, Handoff handoff, CancellationToken ct) =>
        handoff.AcceptedAt is not { } accepted
        || await work.Db.Activities.AnyAsync(a => a.ConversationId == handoff.ConversationId && a.Author == Author.Counsellor && a.At >= accepted, ct)
        || await work.Db.CounsellorLines.AnyAsync(l => l.HandoffId == handoff.Id && l.HandoffVersion == handoff.Version, ct)
        || await reach.HasNumberAsync(work.Db, handoff.ConversationId, ct)
            ? null
            : Refusal.TooLate("not-tried", "Aucun numéro n'est connu pour appeler l'usager, et rien ne lui a été écrit. Écrivez-lui d'abord, laissez-lui le temps de répondre, puis recommencez.");
}
