using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// "RETIRER" in a text message: a citizen takes their request back. The word alone takes nothing back, it may have been meant otherwise; with the receipt behind it it does, once
/// (docs/adr/0097).
/// </summary>
internal sealed class WithdrawBySms(Transactions transactions, WithdrawHandoff withdraw)
{
    /// <returns>Null where there is nothing to take back, or a counsellor has the conversation and reads the words: they are part of the talk then. Else what is said in the answer, which may be nothing.</returns>
    public async Task<Heard?> RunAsync(Guid conversationId, string text, string language, CancellationToken ct)
    {
        var named = SmsWords.ReceiptOf(text);
        await using var db = await transactions.ReadAsync(ct);
        if (await db.OpenHandoffOfAsync(conversationId, ct) is not { State: not HandoffState.WithCounsellor } open)
        {
            // The same message again, or its sender is not sure that it came.
            return named is not null && await db.Handoffs.AnyAsync(h => h.ConversationId == conversationId && h.Receipt == named && h.State == HandoffState.Withdrawn, ct) ? new Heard(Texts.Say("Withdrawn", language)) : null;
        }
        if (named != open.Receipt) return new Heard(Texts.Say("WithdrawHow.sms", language, ReceiptCode.Print(open.Receipt)));
        // Taken by a counsellor meanwhile, it is ended with them all the same: whoever writes its receipt behind the word means it. What is said of it is part of the talk, and sent like it.
        await withdraw.RunAsync(open.Receipt, ct);
        return new Heard(null);
    }

    /// <param name="Answer">In the answer to the webhook; null for nothing.</param>
    internal sealed record Heard(string? Answer);
}
