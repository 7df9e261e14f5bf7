using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// "RETIRER" in a text message: a citizen takes their request back. The word alone takes nothing back, it may have been meant otherwise, and whoever takes the request reads it; with the
/// receipt behind it it does, once (docs/adr/0097).
/// </summary>
internal sealed class WithdrawBySms(Transactions transactions, WithdrawHandoff withdraw)
{
    /// <param name="conversationId">That of the thread.</param>
    /// <param name="messageId">The provider's id of the message.</param>
    /// <param name="text">What was written.</param>
    /// <param name="language">Of the thread.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Null where the words are part of the talk: there is nothing to take back, a counsellor reads them, or they say that somebody is there whom an attempt did not reach. Else what is said in the answer, which may be nothing.</returns>
    public async Task<Heard?> RunAsync(Guid conversationId, string messageId, string text, string language, CancellationToken ct)
    {
        var named = SmsWords.ReceiptOf(text);
        var heard = await transactions.RunAsync((work, token) => HearAsync(work, conversationId, messageId, named, text, language, token), ct);
        // Taken by a counsellor meanwhile, it is ended with them all the same: whoever writes its receipt behind the word means it. What is said of it is part of the talk, and sent like it.
        if (heard is { Withdraws: { } receipt }) await withdraw.RunAsync(receipt, ct);
        return heard;
    }

    private static async Task<Heard?> HearAsync(Work work, Guid conversationId, string messageId, string? named, string text, string language, CancellationToken ct)
    {
        var own = await work.Db.OpenHandoffOfAsync(conversationId, ct);
        // Asked another way, from this number: the receipt came by text message, and takes it back like one of this thread. What is said of it is said there, and here only in the answer.
        if (own is null && named is not null && await work.Db.EarlierOfWriterAsync(conversationId, ct) is { State: not HandoffState.WithCounsellor } earlier && earlier.Receipt == named)
            return new Heard(Texts.Say("Withdrawn", language), named);
        if (own is not { State: not HandoffState.WithCounsellor } open)
        {
            // The same message again, or its sender is not sure that it came.
            return named is not null && await work.Db.Handoffs.AnyAsync(h => h.ConversationId == conversationId && h.Receipt == named && h.State == HandoffState.Withdrawn, ct) ? new Heard(Texts.Say("Withdrawn", language)) : null;
        }
        if (named == open.Receipt) return new Heard(null, open.Receipt);
        if (open.State == HandoffState.Absent) return null;
        if (!await work.Db.Activities.AnyAsync(a => a.ConversationId == conversationId && a.ClientId == messageId, ct))
            work.TellActivity(open, work.Say(await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, ct), Author.Citizen, text.Trim(), clientId: messageId));
        return new Heard(Texts.Say("WithdrawHow.sms", language, ReceiptCode.Print(open.Receipt)));
    }

    /// <param name="Answer">In the answer to the webhook; null for nothing.</param>
    /// <param name="Withdraws">The receipt of the request that is taken back; null for none.</param>
    internal sealed record Heard(string? Answer, string? Withdraws = null);
}
