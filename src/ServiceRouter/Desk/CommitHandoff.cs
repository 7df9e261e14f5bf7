using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A counsellor makes a dated promise with the citizen; the handoff stays open and is due again at its date.</summary>
public sealed class CommitHandoff(Transactions transactions)
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(60);

    /// <param name="counsellorId">Who promises.</param>
    /// <param name="receipt">To whom.</param>
    /// <param name="kind">What.</param>
    /// <param name="dueAt">For when: to come, within 60 days.</param>
    /// <param name="note">Optional, at most 2000 characters.</param>
    /// <param name="seen">Number of the last activity that the counsellor had before them; null: not known.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string counsellorId, string receipt, CommitmentKind kind, DateTimeOffset dueAt, string? note, int? seen, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (dueAt <= work.Now || dueAt > work.Now + Farthest)
                return Refusal.BadInput("commitment-date", "La date doit être à venir, dans les 60 jours.");
            if (!NoteText.TryRead(note, out var noted)) return NoteText.TooLong;
            var (held, refusal) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return refusal;

            var (handoff, conversation, _) = held;
            if (await work.WhyNotYetAsync(conversation, seen, token) is { } unread) return unread;
            work.Record(handoff.Promise(kind, dueAt.ToUniversalTime()), HandoffRecord.Counsellor(counsellorId), new CommitFacts(kind.ToString(), handoff.DueAt));
            work.Note(handoff, counsellorId, noted);
            work.Say(conversation, Author.Service, CommitmentWords.Say(kind, dueAt, conversation.Territory, handoff.Receipt, conversation.Language), saying: kind == CommitmentKind.CallBack ? Saying.CallBack(dueAt) : null);
            work.Freed(handoff, counsellorId);
            return null;
        }, ct);
}
