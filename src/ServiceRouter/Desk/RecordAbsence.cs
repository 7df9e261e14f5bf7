using Microsoft.Extensions.Options;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The citizen does not answer: the attempt counts, the handoff stays open, and the next attempt is dated.</summary>
public sealed class RecordAbsence(Transactions transactions, IOptions<DeskOptions> options)
{
    public Task<Refusal?> RunAsync(string counsellorId, string receipt, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var (held, refusal) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return refusal;
            var (handoff, conversation, _) = held;
            var next = work.Now + options.Value.NextAttemptAfter;
            handoff.RecordAbsence(next);
            work.Say(conversation, Author.Service, Texts.Say("CitizenAbsent", conversation.Language, CommitmentWords.Moment(next, conversation.Language)));
            work.Record(handoff, HandoffMove.RecordAbsence, HandoffRecord.Counsellor(counsellorId), new { handoff.Attempts, handoff.DueAt });
            work.Freed(handoff, counsellorId);
            return null;
        }, ct);
}
