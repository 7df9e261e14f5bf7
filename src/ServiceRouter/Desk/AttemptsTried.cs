using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// An attempt that counts was one. Only what can be proved is refused: nothing was written since the request was taken, or all of it still waits for the provider of text messages (docs/adr/0117), no line was
/// wanted, and there is no number that somebody could have rung by hand. Whoever wrote and rang nobody has tried by what did not leave.
/// </summary>
internal static class AttemptsTried
{
    /// <param name="work">The unit of work.</param>
    /// <param name="reach">Knows the numbers, and what has left.</param>
    /// <param name="handoff">With a counsellor, before the move: its lines are those of this holding.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<Refusal?> WhyNotTriedAsync(this Work work, IReachCitizens reach, Handoff handoff, CancellationToken ct)
    {
        if (handoff.AcceptedAt is not { } accepted) return null;
        if (await work.Db.CounsellorLines.AnyAsync(l => l.HandoffId == handoff.Id && l.HandoffVersion == handoff.Version, ct)) return null;
        var first = await work.Db.Activities.Where(a => a.ConversationId == handoff.ConversationId && a.Author == Author.Counsellor && a.At >= accepted).MinAsync(a => (int?)a.Number, ct);
        if (first is not null)
        {
            if (await reach.TextedUpToAsync(work.Db, handoff.ConversationId, ct) is not { } upTo || first <= upTo) return null;
            return Refusal.TooLate("not-sent", "Vos messages ne sont pas encore partis : l'opérateur ne les prend pas pour l'instant. L'usager n'a rien reçu. Appelez-le, ou attendez qu'ils partent, puis recommencez.");
        }
        return await reach.HasNumberAsync(work.Db, handoff.ConversationId, ct)
            ? null
            : Refusal.TooLate("not-tried", "Aucun numéro n'est connu pour appeler l'usager, et rien ne lui a été écrit. Écrivez-lui d'abord, laissez-lui le temps de répondre, puis recommencez.");
    }
}
