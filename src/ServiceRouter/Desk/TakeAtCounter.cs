using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Desk;

/// <summary>
/// A citizen stands before the counsellor and says the receipt: the request is in this counsellor's hands, whatever its place in the queue (docs/adr/0073). The moves are those
/// that there are, in one commit: its return where a date or a next attempt stands, an offer to this counsellor, its acceptance.
/// </summary>
public sealed class TakeAtCounter(Transactions transactions)
{
    private const string Why = "Reçue au guichet, sur présentation du récépissé";

    // Whoever comes for an appointment comes somewhat before it.
    private static readonly TimeSpan ComesEarly = TimeSpan.FromHours(1);

    /// <param name="counsellorId">Before whom the citizen stands.</param>
    /// <param name="receipt">As it was said or typed.</param>
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
                             CallerWaits = callers.Any(c => c.HandoffId == handoff.Id),
                         },
                token);
            // Nobody comes to a counter out of an exercise, nor into one.
            if (found is null || SealedTerritory.Holds(found.Handoff.Territory) || SealedTerritory.Holds(found.Counsellor.Territory)) return Refusal.UnknownHandoff;
            var (handoff, conversation, counsellor) = (found.Handoff, found.Conversation, found.Counsellor);
            var stand = new CounterStand(handoff.State, handoff.CounsellorId == counsellorId, counsellor.LeaseUntil > work.Now, found.CallerWaits);
            if (stand.Verdict != AtCounter.Takes) return await WhyNotAsync(work, stand.Verdict, handoff, token);

            if (handoff.Judge(HandoffMove.CitizenReturns) == Verdict.Handled) Return(work, handoff, conversation, counsellorId);
            var offer = await work.OfferOutAsync(handoff, token);
            if (offer is null) offer = Offer(work, handoff, counsellor);
            else offer.TakenAtCounter(Why);
            handoff.HumanSpoke(work.Now);
            work.TakeInHand(handoff, conversation, counsellor, offer, said: "CounsellorReceives");
            return null;
        }, ct);

    private static async Task<Refusal?> WhyNotAsync(Work work, AtCounter verdict, Handoff handoff, CancellationToken ct) => verdict switch
    {
        // A double click, or a press sent again.
        AtCounter.Has => null,
        AtCounter.WithColleague => CounterRefusals.WithColleague((await work.Db.Counsellors.SingleAsync(c => c.Id == handoff.CounsellorId, ct)).ShownName),
        AtCounter.OfferedToColleague => CounterRefusals.Offered,
        AtCounter.CallerWaits => CounterRefusals.CallerWaits,
        AtCounter.NotAtDesk => CounterRefusals.NotAtDesk,
        AtCounter.HasEnded => CounterRefusals.Ended,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No reason to refuse"),
    };

    /// <summary>A date that was promised is given up, and the citizen reads so, unless it is what they came for.</summary>
    private static void Return(Work work, Handoff handoff, Conversation conversation, string counsellorId)
    {
        var (kind, promised) = (handoff.Commitment, handoff.ToldFor);
        var isKept = kind is CommitmentKind.Appointment or CommitmentKind.Visit && promised - work.Now <= ComesEarly;
        // The citizen came, and it is the counsellor who says so.
        work.Record(handoff.ReturnToQueue(HandoffMove.CitizenReturns, work.Now), HandoffRecord.Counsellor(counsellorId), new ReturnFacts(Place: HandoffOffer.AtCounter));
        if (kind is not null && promised is { } at && !isKept)
            work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "PromiseGivenUp", conversation.Language, MomentInWords.Of(at, conversation.Territory, conversation.Language)));
    }

    /// <summary>It passes the order of the queue: the log says so in its moves, and the record of readings for managers.</summary>
    private static HandoffOffer Offer(Work work, Handoff handoff, Counsellor counsellor)
    {
        var offer = work.MakeOffer(handoff, counsellor, work.Now, HandoffOffer.AtCounter, Why, HandoffRecord.Counsellor(counsellor.Id));
        work.RecordTakenAtCounter(counsellor.Id, handoff.Id);
        return offer;
    }
}
