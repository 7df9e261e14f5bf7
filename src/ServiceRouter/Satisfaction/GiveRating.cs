using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Satisfaction;

/// <summary>The citizen rates an ended handoff, in one step; rating again replaces the first word.</summary>
public sealed class GiveRating(Transactions transactions)
{
    /// <param name="receipt">Which handoff.</param>
    /// <param name="score">1 to 5.</param>
    /// <param name="solved">Whether the problem was solved.</param>
    /// <param name="words">Optional, at most 2000 characters.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string receipt, int score, Solved solved, string? words, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (score is < 1 or > 5) return Refusal.BadInput("rating-score", "La note va de 1 à 5.");
            var written = PlainText.OrNull(words);
            if (written is { Length: > 2000 }) return Refusal.BadInput("rating-words", "Le commentaire dépasse 2000 caractères.");
            var found = await work.Db.OfReceiptAsync(
                receipt, found => from h in found from r in work.Db.Ratings.Where(r => r.HandoffId == h.Id).DefaultIfEmpty() select new { Handoff = h, Rating = r }, token);
            if (found?.Handoff is not { } handoff || SealedTerritory.Holds(handoff.Territory)) return Refusal.UnknownHandoff;
            if (handoff.IsOpen) return Refusal.TooLate("rating-too-early", "Votre demande est encore ouverte : vous pourrez donner votre avis à la fin.");

            var rating = found.Rating;
            if (rating is null) work.Db.Ratings.Add(rating = new Rating { HandoffId = handoff.Id });
            (rating.At, rating.Score, rating.Solved, rating.Words) = (work.Now, score, solved, written);
            work.Announce(StreamName.Conversation(handoff.ConversationId), LiveItem.Nudge);
            return null;
        }, ct);
}
