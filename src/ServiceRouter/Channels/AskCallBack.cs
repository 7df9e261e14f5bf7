using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>The citizen converts the wait into a dated call-back: the handoff stays open and is due at that time (G4).</summary>
public sealed class AskCallBack(Transactions transactions)
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(14);

    /// <param name="conversationId">The conversation; a handoff is made when there is none.</param>
    /// <param name="number">A French number of 10 digits, or an international one with +.</param>
    /// <param name="at">When to call, within 14 days.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(Guid conversationId, string? number, DateTimeOffset at, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (Check(number, at, work.Now) is { } refusal) return refusal;
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, token);
            var handoff = await work.Db.Handoffs.SingleOrDefaultAsync(h => h.ConversationId == conversationId && h.EndedAt == null, token)
                ?? await work.AskForHumanAsync(conversation, HumanAsk.ByCitizen with { Reason = "rappel" }, token);
            if (handoff.State == HandoffState.WithCounsellor)
                return Refusal.TooLate("with-counsellor", "Un conseiller est avec vous : convenez du rappel avec lui.");
            if (handoff is { State: HandoffState.Offered, OfferId: { } offerId })
            {
                var offer = await work.Db.Offers.SingleAsync(o => o.Id == offerId, token);
                offer.End(OfferOutcome.Withdrawn, work.Now);
                work.Tell(offer.CounsellorId, DeskEventKind.OfferEnded, handoff, new { id = offerId, receipt = ReceiptCode.Print(handoff.Receipt), outcome = "promised" });
            }
            conversation.CallBackNumber = Digits(number);
            handoff.Promise(CommitmentKind.CallBack, at.ToUniversalTime());
            work.Say(conversation, Author.Service, CommitmentWords.Say(CommitmentKind.CallBack, at, handoff.Receipt, conversation.Language));
            work.Record(handoff, HandoffMove.Commit, HandoffRecord.Citizen, new { kind = nameof(CommitmentKind.CallBack), handoff.DueAt });
            return null;
        }, ct);

    /// <summary>Why it would be refused; null when number and time are good.</summary>
    public static Refusal? Check(string? number, DateTimeOffset at, DateTimeOffset now)
    {
        if (!LooksCallable(Digits(number))) return Refusal.BadInput("phone-number", "Ce numéro n'est pas reconnu. Exemple : 01 99 00 12 34.");
        return at <= now || at > now + Farthest ? Refusal.BadInput("call-back-time", "Choisissez un moment à venir, dans les 14 jours.") : null;
    }

    private static string Digits(string? number) => new([.. (number ?? "").Where(c => char.IsAsciiDigit(c) || c == '+')]);

    private static bool LooksCallable(string digits) =>
        digits.StartsWith('+') ? digits.Length is >= 9 and <= 16 && digits[1..].All(char.IsAsciiDigit) : digits.Length == 10 && digits[0] == '0' && digits.All(char.IsAsciiDigit);
}
