using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>Who is on the telephone for a request: of them nobody says that they do not answer.</summary>
internal static class CallersOfHandoff
{
    /// <summary>Code of each refusal for the sake of somebody who is on the telephone.</summary>
    public const string CallerWaits = "caller-waits";

    private static readonly TimeSpan CallIsAlive = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Callers who are still there, as far as is known. One in the wait is noted again after a minute, and who had talked with the assistant for long has asked since. Of one of whom nothing was heard
    /// for longer the end was not told, and nobody may be kept from anything for that. Nor for a call that we made and on which no key was pressed, which a mailbox may have taken.
    /// </summary>
    public static IQueryable<Caller> Callers(this RouterDbContext db, DateTimeOffset now)
    {
        var alive = now - CallIsAlive;
        return from handoff in db.Handoffs
               join call in db.CallsOfSomebody() on handoff.ConversationId equals call.ConversationId
               where (call.ToldPlaceAt ?? call.StartedAt) > alive || (call.ToldPlaceAt == null && handoff.AskedAt > alive)
               select new Caller { HandoffId = handoff.Id, CallId = call.Id, StartedAt = call.StartedAt };
    }

    /// <summary>Refuses to say that nobody answers while somebody waits on the line. Of a call that is on this counsellor's own line, rung or taken, they hear themselves whether anybody speaks.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="handoff">With a counsellor, before the move: its lines are those of this holding.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<Refusal?> WhyNotSilentAsync(this Work work, Handoff handoff, CancellationToken ct)
    {
        return await work.WaitsBesideAsync(handoff, ct) ? Refusal.TooLate(CallerWaits, "L'usager est au téléphone en ce moment. Répondez-lui : décrochez votre téléphone quand il sonne, ou choisissez « Appeler l'usager ». S'il a raccroché, recommencez dans un instant.") : null;
    }

    /// <summary>
    /// Refuses an end, and a date instead of an answer, while somebody to whom no person has spoken yet waits on the line: they would be told that it is over, and had nobody. Of a call on this
    /// counsellor's own line they hear themselves whether anybody speaks.
    /// </summary>
    /// <inheritdoc cref="WhyNotSilentAsync"/>
    public static async Task<Refusal?> WhyNotUnheardAsync(this Work work, Handoff handoff, CancellationToken ct) =>
        handoff.FirstHumanWordAt is null && await work.WaitsBesideAsync(handoff, ct)
            ? Refusal.TooLate(CallerWaits, "L'usager attend au téléphone, et personne ne lui a encore parlé. Répondez-lui d'abord : décrochez votre téléphone quand il sonne, ou choisissez « Appeler l'usager ». Si vous ne pouvez pas, transférez la demande. S'il a raccroché, recommencez dans un instant.")
            : null;

    private static Task<bool> WaitsBesideAsync(this Work work, Handoff handoff, CancellationToken ct) =>
        work.Db.Callers(work.Now).AnyAsync(
            c => c.HandoffId == handoff.Id && !work.Db.CounsellorLines.Any(l => l.HandoffId == handoff.Id && l.HandoffVersion == handoff.Version && l.CitizenCallId == c.CallId), ct);
}

/// <summary>A telephone call of a request.</summary>
internal sealed class Caller
{
    public Guid HandoffId { get; init; }

    public required string CallId { get; init; }

    public DateTimeOffset StartedAt { get; init; }
}
