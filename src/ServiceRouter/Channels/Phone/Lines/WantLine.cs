using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>Rows of lines and of calls that we make ourselves.</summary>
internal static class WantLine
{
    /// <summary>A line to the counsellor who has the handoff now. Of two units that want it at once, the database lets one.</summary>
    /// <returns>False when the counsellor has no telephone.</returns>
    public static async Task<bool> WantLineAsync(this Work work, Handoff handoff, CancellationToken ct)
    {
        var phone = await work.Db.Counsellors.Where(c => c.Id == handoff.CounsellorId).Select(c => c.Phone).SingleAsync(ct);
        if (phone is null) return false;
        var line = new CounsellorLine
        {
            Id = MassTransit.NewId.NextGuid(), HandoffId = handoff.Id, ConversationId = handoff.ConversationId, CounsellorId = handoff.CounsellorId!, HandoffVersion = handoff.Version, Address = phone,
        };
        line.Become(LineState.Wanted, work.Now);
        work.Db.CounsellorLines.Add(line);
        work.TellChanged(handoff, line.CounsellorId);
        return true;
    }

    /// <summary>
    /// A citizen whom we ring is on a call of the conversation like one who goes on with an earlier request: a number was rung, and who picks up there, somebody else or a
    /// voicemail, has not said the receipt (docs/adr/0051).
    /// </summary>
    public static async Task KnowRungAsync(this Work work, string callId, Guid conversationId, CancellationToken ct)
    {
        if (await work.Db.PhoneCalls.AnyAsync(c => c.Id == callId, ct)) return;
        work.Db.PhoneCalls.Add(new PhoneCall
        {
            Id = callId, ConversationId = conversationId, EarlierConversationId = conversationId, Number = await work.Db.NumberToRingAsync(conversationId, ct), StartedAt = work.Now,
        });
    }

    /// <summary>Where the citizen of a conversation is rung: the number that was left, else the newest that called, else the one that writes by text message; null: nowhere, also where that number is none that the service rings.</summary>
    public static async Task<string?> NumberToRingAsync(this RouterDbContext db, Guid conversationId, CancellationToken ct)
    {
        var number = await db.Conversations.Where(c => c.Id == conversationId).Select(c => c.CallBackNumber).SingleAsync(ct)
            ?? await db.PhoneCalls.Where(c => c.ConversationId == conversationId && c.Number != null).OrderByDescending(c => c.StartedAt).Select(c => c.Number).FirstOrDefaultAsync(ct)
            ?? await db.TextedFromAsync(conversationId, ct);
        return number is not null && CallableNumber.Is(number) ? PhoneNumberText.Dialled(number) : null;
    }
}
