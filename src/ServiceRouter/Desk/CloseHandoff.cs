using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The counsellor ends a handoff: served, or unreachable after the required attempts (G4).</summary>
public sealed class CloseHandoff(Transactions transactions, IReachCitizens reach, IOptions<DeskOptions> options)
{
    /// <summary>Code of the refusal of each act that leaves a conversation when its citizen has written since the counsellor looked (docs/adr/0094).</summary>
    public const string CitizenWrote = "citizen-wrote";

    /// <param name="counsellorId">Who closes.</param>
    /// <param name="receipt">What.</param>
    /// <param name="outcome">Served or Unreachable.</param>
    /// <param name="code">A code of <see cref="ClosingCodes"/> that goes with the outcome.</param>
    /// <param name="note">Optional, at most 2000 characters.</param>
    /// <param name="seen">Number of the last activity that the counsellor had before them; null: not known.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string counsellorId, string receipt, HandoffOutcome outcome, string? code, string? note, int? seen, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (outcome is not (HandoffOutcome.Served or HandoffOutcome.Unreachable))
                return Refusal.BadInput("closing-outcome", "Une demande se termine par « servie » ou « injoignable ».");
            if (ClosingCodes.Find(code) is not { } coded) return Refusal.BadInput("closing-code", "Choisissez un motif de clôture.");
            if (coded.Outcome != outcome) return Refusal.BadInput("closing-code-outcome", $"Le motif « {coded.Label} » ne va pas avec cette fin.");
            if (!NoteText.TryRead(note, out var noted)) return NoteText.TooLong;
            var (held, refusal) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return refusal;

            var (handoff, conversation, _) = held;
            if (await work.WhyNotYetAsync(conversation, seen, token) is { } unread) return unread;
            if (outcome == HandoffOutcome.Served && await work.WhyNotUnheardAsync(handoff, token) is { } unheard) return unheard;
            var attempts = await work.Db.AttemptsInVainAsync(handoff, token) + 1;
            var required = options.Value.AttemptsBeforeUnreachable;
            if (outcome == HandoffOutcome.Unreachable)
            {
                if (await work.WhyNotSilentAsync(handoff, token) is { } calls) return calls;
                if (attempts < required) return Refusal.TooLate("attempts-missing", $"{attempts} essai(s) sur {required} : enregistrez une absence, un nouvel essai sera planifié.");
                if (await work.WhyNotTriedAsync(reach, handoff, token) is { } untried) return untried;
                await work.TakeBackWordToMailboxAsync(reach, handoff, conversation, token);
            }

            var move = outcome == HandoffOutcome.Served ? HandoffMove.Serve : HandoffMove.RecordUnreachable;
            work.Record(handoff.End(move, work.Now, coded.Id), HandoffRecord.Counsellor(counsellorId), new ClosingFacts(coded.Id));
            work.Note(handoff, counsellorId, noted);
            work.Say(conversation, Author.Service, outcome == HandoffOutcome.Served
                ? Texts.SayOn(conversation.Channel, "Served", conversation.Language)
                : Texts.Say("Unreachable", conversation.Language, attempts));
            work.Publish(handoff.Id, new HandoffEnded(handoff.Id, outcome, work.Now));
            work.Freed(handoff, counsellorId);
            return null;
        }, ct);
}
