using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Desk;

/// <summary>The citizen does not answer: the attempt counts, the handoff stays open, and the next attempt is dated.</summary>
public sealed class RecordAbsence
{
    private readonly Transactions transactions;
    private readonly INextAttempt attempts;
    private readonly IReachCitizens reach;

    internal RecordAbsence(Transactions transactions, INextAttempt attempts, IReachCitizens reach) => (this.transactions, this.attempts, this.reach) = (transactions, attempts, reach);

    /// <param name="counsellorId">Who tried.</param>
    /// <param name="receipt">Whom.</param>
    /// <param name="seen">Number of the last activity that the counsellor had before them; null: not known.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string counsellorId, string receipt, int? seen, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var (held, refusal) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return refusal;
            var (handoff, conversation, _) = held;
            if (await work.WhyNotYetAsync(conversation, seen, token) is { } unread) return unread;
            if (await work.WhyNotSilentAsync(handoff, token) is { } calls) return calls;
            if (await work.WhyNotTriedAsync(reach, handoff, token) is { } untried) return untried;
            // Of the citizen, who may live elsewhere than where the request was passed on to.
            var next = attempts.After(work.Now, conversation.Territory ?? handoff.Territory);
            await work.TakeBackWordToMailboxAsync(reach, handoff, conversation, token);
            work.Record(handoff.RecordAbsence(next), HandoffRecord.Counsellor(counsellorId), new AbsenceFacts(handoff.Attempts, handoff.DueAt));
            work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "CitizenAbsent", conversation.Language, MomentInWords.Of(next, conversation.Territory, conversation.Language)));
            work.Freed(handoff, counsellorId);
            return null;
        }, ct);
}
