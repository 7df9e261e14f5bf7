using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>Who is on the telephone for a request: of them nobody says that they do not answer.</summary>
internal static class CallersOfHandoff
{
    // A caller in the wait is told the place again after a minute, and who had talked with the assistant for long has asked since. Of one who was not for longer the end was not told, and nobody may be kept from anything for that.
    public static readonly TimeSpan CallIsAlive = TimeSpan.FromMinutes(3);

    /// <summary>Refuses to say that nobody answers while somebody waits on the line. Of a call that is on this counsellor's own line, rung or taken, they hear themselves whether anybody speaks.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="handoff">With a counsellor, before the move: its lines are those of this holding.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<Refusal?> WhyNotSilentAsync(this Work work, Handoff handoff, CancellationToken ct)
    {
        var alive = work.Now - CallIsAlive;
        var waits = await work.Db.PhoneCalls.AnyAsync(
            c => c.ConversationId == handoff.ConversationId && c.EndedAt == null && ((c.ToldPlaceAt ?? c.StartedAt) > alive || (c.ToldPlaceAt == null && handoff.AskedAt > alive))
                && !work.Db.CounsellorLines.Any(l => l.HandoffId == handoff.Id && l.HandoffVersion == handoff.Version && l.CitizenCallId == c.Id), ct);
        return waits
            ? Refusal.TooLate("caller-waits", "L'usager est au téléphone en ce moment. Répondez-lui : décrochez votre téléphone quand il sonne, ou choisissez « Appeler l'usager ». S'il a raccroché, recommencez dans un instant.")
            : null;
    }
}
