using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// A counsellor does the letter that they promised, before its date (docs/adr/0110). The moves are those that there are, in one commit: it falls due by the hand of who promised it, is offered to
/// them and accepted. Nobody is passed over: it stood in no queue.
/// </summary>
public sealed class TakeUpPromise(Transactions transactions)
{
    private const string Why = "Courrier fait avant sa date par le conseiller qui l'a promis";

    /// <param name="counsellorId">Who promised it.</param>
    /// <param name="receipt">Of the request.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Null when it is in this counsellor's hands (also when it was before), else why not.</returns>
    public Task<Refusal?> RunAsync(string counsellorId, string receipt, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var callers = work.Db.Callers(work.Now);
            var found = await work.Db.OfReceiptAsync(
                receipt,
                found => from handoff in found
                         join conversation in work.Db.Conversations on handoff.ConversationId equals conversation.Id
                         from counsellor in work.Db.Counsellors
                         where counsellor.Id == counsellorId
                         select new
                         {
                             Handoff = handoff, Conversation = conversation, Counsellor = counsellor,
                             // Nothing but a promise leads to the state of one: whoever made the newest move made it.
                             PromisedBy = work.Db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == handoff.Version).Select(e => e.Actor).FirstOrDefault(),
                             CallerWaits = callers.Any(c => c.HandoffId == handoff.Id),
                         },
                token);
            if (found is null) return Refusal.UnknownHandoff;
            var (handoff, conversation, counsellor) = (found.Handoff, found.Conversation, found.Counsellor);
            // A double click, or a press sent again.
            if (handoff.State == HandoffState.WithCounsellor && handoff.CounsellorId == counsellorId) return null;
            if (handoff is not { State: HandoffState.Promised, Commitment: CommitmentKind.Letter }) return LetterRefusals.NoLetter;
            if (found.PromisedBy != HandoffRecord.Counsellor(counsellorId)) return await OfColleagueAsync(work, found.PromisedBy, token);
            if (counsellor.LeaseUntil <= work.Now) return CounterRefusals.NotAtDesk;
            if (found.CallerWaits) return LetterRefusals.CallerWaits;

            var actor = HandoffRecord.Counsellor(counsellorId);
            work.Record(handoff.ReturnToQueue(HandoffMove.FallDue, work.Now), actor, new DueFacts(nameof(CommitmentKind.Letter)));
            var offer = work.MakeOffer(handoff, counsellor, work.Now, HandoffOffer.OwnPromise, Why, actor);
            work.TakeInHand(handoff, conversation, counsellor, offer, said: "CounsellorWritesLetter");
            return null;
        }, ct);

    private static async Task<Refusal> OfColleagueAsync(Work work, string? actor, CancellationToken ct)
    {
        var colleague = HandoffRecord.CounsellorOf(actor ?? "") is { } id ? await work.Db.Counsellors.SingleOrDefaultAsync(c => c.Id == id, ct) : null;
        return LetterRefusals.OfColleague(colleague?.ShownName);
    }
}

/// <summary>Why a letter cannot be done before its date by this counsellor, and what to do instead.</summary>
internal static class LetterRefusals
{
    public static Refusal NoLetter { get; } = Refusal.TooLate(
        "letter-not-promised", "Aucun courrier n'est promis pour cette demande en ce moment : elle a avancé depuis. Si son courrier est à faire, elle est proposée comme les autres demandes.");

    public static Refusal CallerWaits { get; } = Refusal.TooLate(
        CallersOfHandoff.CallerWaits, "L'usager est au téléphone pour cette demande en ce moment. Recommencez quand il aura raccroché.");

    /// <param name="name">As colleagues are shown at the desk; null when they are not known any more.</param>
    public static Refusal OfColleague(string? name) => Refusal.TooLate(
        "letter-of-colleague", $"Ce courrier a été promis par {name ?? "un autre conseiller"}, qui peut le faire avant sa date. S'il ne le fait pas, la demande revient dans la file, au plus tard à la date promise.");
}
