using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>A caller has the receipt sent to the telephone in the hand.</summary>
internal sealed class ReceiptBySms(Transactions transactions, ISmsLine sms)
{
    // A webhook is asked again within seconds; whoever presses later wants another message.
    private static readonly TimeSpan SamePress = TimeSpan.FromMinutes(1);

    /// <summary>Whether a message would arrive: never at a landline.</summary>
    public bool Reaches(string? number) => sms.Exists && number is not null && MobileNumber.Is(number);

    /// <returns>Whether it was sent, now or by the same press.</returns>
    public async Task<bool> SendAsync(PhoneCall call, string receipt, string language, CancellationToken ct)
    {
        if (call.Number is not { } number || !Reaches(number) || await IsStoppedAsync(number, ct)) return false;
        // Noted first: what is asked again while the provider has not answered yet sends nothing.
        if (!await transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleAsync(c => c.Id == call.Id, token)).SendsReceipt(work.Now, SamePress), ct)) return true;
        // To its end, though nobody may listen any more: given up half-way, nobody would know whether it was sent.
        var fate = await sms.SendAsync(number, Texts.Say("ReceiptBySms", language, ReceiptCode.Print(receipt)), CancellationToken.None);
        if (fate != SmsFate.Sent)
            await transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleAsync(c => c.Id == call.Id, token)).ReceiptWasNotSent(), CancellationToken.None);
        return fate == SmsFate.Sent;
    }

    /// <summary>Who wrote STOP or ARRET gets nothing, also not on another way.</summary>
    private async Task<bool> IsStoppedAsync(string number, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.SmsThreads.AnyAsync(t => t.Number == number && t.StoppedAt != null, ct);
    }
}
