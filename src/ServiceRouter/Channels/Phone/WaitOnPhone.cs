using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// What a waiting caller hears: place and honest range when it gets better or a minute has passed, and the other ways by one key. Nothing here
/// ends a request: only the caller does, or a person.
/// </summary>
public sealed class WaitOnPhone
{
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(1);

    // Rounds are longer: what was said less than this ago is asked for again, and is said again.
    private static readonly TimeSpan SameRound = TimeSpan.FromSeconds(3);

    private readonly Transactions transactions;
    private readonly FindQueuePlace places;
    private readonly AskCallBack callBack;
    private readonly GivePostcode givePostcode;
    private readonly NearestAloud nearest;
    private readonly ISmsLine sms;
    private readonly ServiceHours hours;
    private readonly TimeProvider clock;

    internal WaitOnPhone(
        Transactions transactions, FindQueuePlace places, AskCallBack callBack, GivePostcode givePostcode, NearestAloud nearest, ISmsLine sms, ServiceHours hours, TimeProvider clock) =>
        (this.transactions, this.places, this.callBack, this.givePostcode, this.nearest, this.sms, this.hours, this.clock) =
        (transactions, places, callBack, givePostcode, nearest, sms, hours, clock);

    /// <summary>One round of the wait.</summary>
    public async Task<Spoken> RoundAsync(CallerLine line, CancellationToken ct)
    {
        if (await FindAsync(line.Id, ct) is not { } wait) return Stay(line, []);
        var slowly = wait.Call.SpeaksSlowly;
        switch (wait.Handoff.State)
        {
            case HandoffState.Waiting or HandoffState.Offered:
                return Stay(line, await PlaceAsync(line, wait, ct), slowly);
            case HandoffState.WithCounsellor:
                return Stay(line, wait.Call.ToldPlace == 0 ? [] : await TellOnceAsync(line, ct), slowly);
            case HandoffState.Promised or HandoffState.Absent:
                var due = wait.Handoff.DueAt is { } at ? CommitmentWords.Say(wait.Handoff.Commitment ?? CommitmentKind.CallBack, at, wait.Handoff.Receipt, line.Language) : "";
                return Over(line, due, Texts.Say("Goodbye.phone", line.Language));
            default:
                return Over(line, Texts.Say("RequestEnded.phone", line.Language), Texts.Say("Goodbye.phone", line.Language));
        }
    }

    /// <summary>A key pressed while waiting: 1 call me back, 2 the nearest space, 3 the receipt by SMS; * the receipt and the keys again.</summary>
    public async Task<Spoken> KeyAsync(CallerLine line, string key, CancellationToken ct)
    {
        // No key came in time: the next round.
        if (key.Length == 0) return await RoundAsync(line, ct);
        if (await FindAsync(line.Id, ct) is not { } wait) return Stay(line, []);
        var receipt = ReceiptCode.Print(wait.Handoff.Receipt);
        switch (key)
        {
            case "1" when wait.Call.Number is null:
                return new Spoken([Texts.Say("EnterNumber.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Number));
            case "1":
                return await CallBackAsync(line, wait.Call.Number, ct);
            case "2":
                return await nearest.OfAsync(wait.Call.ConversationId, line.Language, ct) is { } near ? Stay(line, near, wait.Call.SpeaksSlowly)
                    : new Spoken([Texts.Say("EnterPostcode.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Postcode));
            case "3" when !sms.Exists || wait.Call.Number is null:
                return Stay(line, [Texts.Say("ReceiptNotSent", line.Language)]);
            case "3":
                return Stay(line, [Texts.Say(await SendReceiptAsync(wait.Call.Number, Texts.Say("ReceiptBySms", line.Language, receipt), ct) ? "ReceiptSent" : "ReceiptNotSent", line.Language)]);
            default:
                return Stay(line, [Texts.Say("ReceiptIs.phone", line.Language, ReadAloud.Spell(receipt, line.Language)), Keys(line)], slowly: true);
        }
    }

    /// <summary>What was asked for: a postcode, which also tells the counsellors nearby, a number to be called back at, or when.</summary>
    public async Task<Spoken> EnteredAsync(CallerLine line, EnteredWhileWaiting what, Heard heard, CancellationToken ct)
    {
        var digits = heard.Keys ?? "";
        return what switch
        {
            // Called back as soon as possible, whatever is said here.
            EnteredWhileWaiting.Choice => digits == PhoneKeys.Yes ? AskMoment(line) : Over(line, Texts.Say("Goodbye.phone", line.Language)),
            _ when heard.IsSilence => await RoundAsync(line, ct),
            EnteredWhileWaiting.Number => await CallBackAsync(line, digits, ct),
            EnteredWhileWaiting.Moment => await MomentAsync(line, heard, ct),
            EnteredWhileWaiting.Agreement => await AgreeAsync(line, heard, ct),
            _ => await PostcodeAsync(line, digits, ct),
        };
    }

    private async Task<Spoken> PostcodeAsync(CallerLine line, string digits, CancellationToken ct)
    {
        if (await FindAsync(line.Id, ct) is not { } wait) return Stay(line, []);
        if (await givePostcode.RunAsync(wait.Call.ConversationId, digits, ct) is not null) return Stay(line, [Texts.Say("PostcodeUnknown.phone", line.Language)]);
        return Stay(line, await nearest.OfAsync(wait.Call.ConversationId, line.Language, ct) ?? [Texts.Say("PostcodeUnknown.phone", line.Language)], wait.Call.SpeaksSlowly);
    }

    /// <summary>Understood or not, it is said back: a moment is never guessed.</summary>
    private async Task<Spoken> MomentAsync(CallerLine line, Heard heard, CancellationToken ct)
    {
        var now = CallBackHours.Local(clock.GetUtcNow());
        if (SpokenMoment.Read(string.IsNullOrWhiteSpace(heard.Keys) ? heard.Words! : heard.Keys, now) is not { } local) return AskMoment(line, "MomentUnknown.phone");
        if (!CallBackHours.Take(local, now)) return AskMoment(line, "MomentOutside.phone");
        var at = CallBackHours.InstantOf(local);
        await transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleAsync(c => c.Id == line.Id, token)).AskMoment(at), ct);
        return new Spoken([Texts.Say("MomentIs.phone", line.Language, CommitmentWords.Moment(at, line.Language))], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Agreement));
    }

    private async Task<Spoken> AgreeAsync(CallerLine line, Heard heard, CancellationToken ct)
    {
        var agrees = string.IsNullOrWhiteSpace(heard.Keys) ? YesNo.Read(heard.Words!) == true : heard.Keys == PhoneKeys.Yes;
        if (!agrees || await FindAsync(line.Id, ct) is not { Call.AskedMoment: { } at } wait) return AskMoment(line);
        if (await callBack.RunAsync(wait.Call.ConversationId, await KeptNumberAsync(wait.Call.ConversationId, ct), at, ct) is null)
            return Over(line, Texts.Say("MomentPromised.phone", line.Language, CommitmentWords.Moment(at, line.Language)), Texts.Say("Goodbye.phone", line.Language));
        // Taken by a counsellor meanwhile, who rings now; or the moment is over.
        return wait.Handoff.State == HandoffState.WithCounsellor ? await RoundAsync(line, ct) : AskMoment(line, "MomentOutside.phone");
    }

    private async Task<string?> KeptNumberAsync(Guid conversationId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.Conversations.Where(c => c.Id == conversationId).Select(c => c.CallBackNumber).SingleAsync(ct);
    }

    private static Spoken AskMoment(CallerLine line, string? first = null) =>
        new([.. first is null ? [] : (string[])[Texts.Say(first, line.Language)], Texts.Say("SayMoment.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Moment));

    internal static bool IsWorthSaying(PhoneCall call, int place, DateTimeOffset now) =>
        call.ToldPlace is not { } told || told == 0 || place < told || now - call.ToldPlaceAt >= SayAgainAfter || now - call.ToldPlaceAt < SameRound;

    /// <summary>The place is kept: the request stays where it stands in the queue, and the counsellor rings instead of joining. Pressed again, it is the same.</summary>
    private async Task<Spoken> CallBackAsync(CallerLine line, string number, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (AskCallBack.Check(number, now.AddMinutes(1), now) is not null)
            return new Spoken([Texts.Say("NumberWrong.phone", line.Language), Texts.Say("EnterNumber.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Number));
        if (await FindAsync(line.Id, ct) is not { } wait) return Stay(line, []);
        var closed = hours.NextOpening(wait.Handoff.Territory, now);
        var receipt = Texts.Say("ReceiptIs.phone", line.Language, ReadAloud.Spell(ReceiptCode.Print(wait.Handoff.Receipt), line.Language));
        if (closed is { } opening)
        {
            await callBack.RunAsync(wait.Call.ConversationId, number, opening, ct);
            return Over(line, Texts.Say("ClosedPromised.phone", line.Language, CommitmentWords.Moment(opening, line.Language)), receipt, Texts.Say("Goodbye.phone", line.Language));
        }
        await transactions.RunAsync((work, token) => work.KeepForCallBackAsync(wait.Call.ConversationId, number, token), ct);
        return new Spoken([Texts.Say("CallBackKept", line.Language), receipt, Texts.Say("ChooseMoment.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Choice)) { Slowly = true };
    }

    /// <summary>Who wrote STOP or ARRET gets nothing, also not on another way.</summary>
    private async Task<bool> SendReceiptAsync(string number, string text, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return !await db.SmsThreads.AnyAsync(t => t.Number == number && t.StoppedAt != null, ct) && await sms.SendAsync(number, text, ct) == SmsFate.Sent;
    }

    private async Task<IReadOnlyList<string>> PlaceAsync(CallerLine line, Waiting wait, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await places.RunAsync(wait.Handoff, now, ct) is not { } place || !IsWorthSaying(wait.Call, place.Place, now)) return [];
        await TellPlaceAsync(line.Id, place.Place, ct);
        return [.. WaitWords.Of(place, line.Language), Keys(line)];
    }

    private async Task<IReadOnlyList<string>> TellOnceAsync(CallerLine line, CancellationToken ct)
    {
        await TellPlaceAsync(line.Id, 0, ct);
        return [Texts.Say("CounsellorComes.phone", line.Language)];
    }

    private Task TellPlaceAsync(string callId, int place, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleAsync(c => c.Id == callId, token)).TellPlace(place, work.Now), ct);

    private string Keys(CallerLine line) => Texts.Say(sms.Exists && line.Number is not null ? "WaitKeys.phone" : "WaitKeysWithoutSms.phone", line.Language);

    private static Spoken Stay(CallerLine line, IReadOnlyList<string> lines, bool slowly = false) => new(lines, line.Language, new SpokenNext.Wait()) { Slowly = slowly };

    private static Spoken Over(CallerLine line, params string[] lines) => new([.. lines.Where(said => said.Length > 0)], line.Language, new SpokenNext.HangUp()) { Slowly = true };

    private async Task<Waiting?> FindAsync(string callId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await (from c in db.PhoneCalls
                      join h in db.Handoffs on c.ConversationId equals h.ConversationId
                      where c.Id == callId
                      orderby h.AskedAt descending
                      select new Waiting(c, h)).FirstOrDefaultAsync(ct);
    }

    private sealed record Waiting(PhoneCall Call, Handoff Handoff);
}
