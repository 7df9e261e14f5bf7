using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>A caller has the receipt sent to the telephone in the hand.</summary>
internal sealed class ReceiptBySms(Transactions transactions, ISmsLine sms, ILogger<ReceiptBySms> log)
{
    // A webhook is asked again within seconds; whoever presses later wants another message.
    private static readonly TimeSpan SamePress = TimeSpan.FromMinutes(1);

    /// <summary>Whether a message would arrive: never at a landline.</summary>
    public bool Reaches(string? number) => sms.Exists && number is not null && MobileNumber.Is(number);

    /// <returns>Whether it leaves, by this press or by the same one before. That it then did not is said in the wait (<see cref="ToldInstead.ReceiptNotSent"/>).</returns>
    public async Task<bool> SendAsync(PhoneCall call, string receipt, string language, CancellationToken ct)
    {
        if (call.Number is not { } number || !Reaches(number) || await IsStoppedAsync(number, ct)) return false;
        // Noted first: what is asked again while the provider has not answered yet sends nothing.
        if (!await transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleAsync(c => c.Id == call.Id, token)).SendsReceipt(work.Now, SamePress), ct)) return true;
        // The caller does not wait for the provider, who may take seconds (docs/adr/0123).
        _ = HandOverAsync(call.Id, number, Texts.Say("ReceiptBySms", language, ReceiptCode.Print(receipt)));
        return true;
    }

    /// <summary>To its end, though nobody waits for it: given up half-way, nobody would know whether it was sent.</summary>
    private async Task HandOverAsync(string callId, string number, string text)
    {
        try
        {
            if (await sms.SendAsync(number, text, CancellationToken.None) == SmsFate.Sent) return;
        }
        catch (Exception e)
        {
            log.LogError("A receipt could not be handed over as a text message ({Failure})", e.GetType().Name);
        }
        try
        {
            await transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleAsync(c => c.Id == callId, token)).ReceiptWasNotSent(), CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("That a receipt did not leave could not be noted ({Failure}); the caller is not told", e.GetType().Name);
        }
    }

    /// <summary>Who wrote STOP or ARRET gets nothing, also not on another way.</summary>
    private async Task<bool> IsStoppedAsync(string number, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.SmsThreads.AnyAsync(t => t.Number == number && t.StoppedAt != null, ct);
    }
}
