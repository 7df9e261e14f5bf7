using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A counsellor's words to the citizen.</summary>
public sealed class CounsellorSays(Transactions transactions, IReachCitizens reach)
{
    /// <summary>Longest message, in characters.</summary>
    public const int MaxLength = 4000;

    /// <param name="counsellorId">Who speaks.</param>
    /// <param name="receipt">To whom.</param>
    /// <param name="text">1 to <see cref="MaxLength"/> characters.</param>
    /// <param name="draftId">The desk's own id of the message: sent twice, it is said once.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string counsellorId, string receipt, string? text, string? draftId, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var words = PlainText.Of(text);
            if (words.Length is 0 or > MaxLength)
                return Refusal.BadInput("message-length", $"Un message contient de 1 à {MaxLength} caractères.");
            if (!DraftId.TryRead(draftId, out var draft)) return DraftId.TooLong;
            var clientId = draft is null ? null : $"{counsellorId}/{draft}";
            var (held, refusal) = await HeldHandoff.FindAsync(work, counsellorId, receipt, clientId, token);
            if (held is null) return refusal;
            if (held.IsSaid) return null;

            var (handoff, conversation, counsellor) = held;
            var activity = work.Say(conversation, Author.Counsellor, words, authorName: counsellor.ShownName, clientId: clientId);
            // Kept where nobody reads it, it has answered nobody.
            if (await reach.ReadsWordsAsync(work.Db, conversation, token)) handoff.HumanSpoke(work.Now);
            work.TellActivity(handoff, activity);
            return null;
        }, ct);
}
