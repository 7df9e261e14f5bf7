using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;
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
    private readonly FindWaiting waiting;
    private readonly CallBackInstead callBack;
    private readonly GivePostcode givePostcode;
    private readonly NearestAloud nearest;
    private readonly ReceiptBySms receipts;
    private readonly HearWish wish;
    private readonly ReceiveActivity receive;
    private readonly AskOnPhone ask;
    private readonly NobodyAnswers nobody;
    private readonly ServiceHours hours;
    private readonly PhoneOptions options;
    private readonly TimeProvider clock;

    internal WaitOnPhone(
        Transactions transactions, FindWaiting waiting, FindQueuePlace places, CallBackInstead callBack, GivePostcode givePostcode, NearestAloud nearest, ReceiptBySms receipts,
        HearWish wish, ReceiveActivity receive, AskOnPhone ask, NobodyAnswers nobody, ServiceHours hours, IOptions<PhoneOptions> options, TimeProvider clock) =>
        (this.transactions, this.waiting, this.places, this.callBack, this.givePostcode, this.nearest, this.receipts, this.wish, this.receive, this.ask, this.nobody, this.hours, this.options, this.clock) =
        (transactions, waiting, places, callBack, givePostcode, nearest, receipts, wish, receive, ask, nobody, hours, options.Value, clock);

    /// <summary>One round of the wait.</summary>
    public async Task<Spoken> RoundAsync(CallerLine line, CancellationToken ct)
    {
        if (await waiting.RunAsync(line, ct) is not { } wait) return Stay(line, []);
        switch (wait.Handoff.State)
        {
            case HandoffState.Waiting or HandoffState.Offered:
                var place = await places.RunAsync(wait.Handoff, clock.GetUtcNow(), ct);
                return place is { CounsellorsOnLine: 0 } && hours.NextOpening(wait.Handoff.Territory, clock.GetUtcNow()) is { } opening
                    ? await NobodyThereAsync(line, wait, opening, ct) : Stay(line, await PlaceAsync(line, wait, place, ct), wait.Call.SpeaksSlowly);
            case HandoffState.WithCounsellor:
                await transactions.RunAsync((work, token) => work.ComesFromQueueAsync(line.Id, token), ct);
                return Stay(line, await TellOnceAsync(line, wait, ct), wait.Call.SpeaksSlowly);
            case HandoffState.Promised or HandoffState.Absent:
                var promised = PromiseAloud.Of(wait.Handoff, wait.Territory, wait.Call, line.Language);
                // Before the next opening nobody comes sooner.
                return await nobody.UntilAsync(wait.Handoff.Territory, ct) is null ? OrPerson(line, promised) : Over(line, [.. promised, Texts.Say("Goodbye.phone", line.Language)]);
            default:
                return OrPerson(line, [Texts.Say("RequestEnded.phone", line.Language)]);
        }
    }

    /// <summary>A key pressed while waiting: 1 call me back, 2 the nearest space, 3 the receipt by SMS; * the receipt and the keys again.</summary>
    public async Task<Spoken> KeyAsync(CallerLine line, string key, CancellationToken ct)
    {
        // No key came in time: the next round.
        if (key.Length == 0) return await RoundAsync(line, ct);
        if (await waiting.RunAsync(line, ct) is not { } wait) return Stay(line, []);
        switch (key)
        {
            case "1" when wait.Call.Number is null:
                return new Spoken([Texts.Say("EnterNumber.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Number));
            case "1":
                return await CallBackAsync(line, wait.Call.Number, ct);
            case "2":
                // Where somebody lives is not told to a number either.
                return !wait.Call.IsKnownByNumberAlone && await nearest.OfAsync(wait.Call.ConversationId, line.Language, ct) is { } near ? Stay(line, near, wait.Call.SpeaksSlowly)
                    : new Spoken([Texts.Say("EnterPostcode.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Postcode));
            // To whoever picks up a number that was typed, nothing is sent there either (docs/adr/0051).
            case "3" when !line.IsOurs:
                return Stay(line, [Texts.Say(await receipts.SendAsync(wait.Call, wait.Handoff.Receipt, line.Language, ct) ? "ReceiptSent" : "ReceiptNotSent", line.Language)]);
            default:
                return Stay(line, [.. wait.Receipt(line.Language), Keys(line)], slowly: true);
        }
    }

    /// <summary>What was asked for: a postcode, which also tells the counsellors nearby, a number to be called back at, or when.</summary>
    public async Task<Spoken> EnteredAsync(CallerLine line, EnteredWhileWaiting what, Heard heard, CancellationToken ct)
    {
        var digits = heard.Keys ?? "";
        // The person is waited for already: the place is kept, and nothing more is asked. A time of day may begin with 0, and has four digits.
        if (heard.IsExit && what is not (EnteredWhileWaiting.Stay or EnteredWhileWaiting.Person)) return await BackToTheWaitAsync(line, ct);
        if (wish.ForHuman(heard.Words, null) is { Distress: not null } danger) return await BackInDangerAsync(line, what, heard.Words!, danger, ct);
        return what switch
        {
            // Called back as soon as possible, whatever is said here.
            EnteredWhileWaiting.Choice => digits == PhoneKeys.Yes ? CallBackInstead.AskMoment(line) : Over(line, Texts.Say("Goodbye.phone", line.Language)),
            EnteredWhileWaiting.Stay => heard.IsExit ? await StayAsync(line, ct) : await LeaveToOpeningAsync(line, ct),
            EnteredWhileWaiting.Person => heard.IsExit || wish.ForHuman(heard.Words, null) is not null ? await ask.RunAsync(line) : Over(line, Texts.Say("Goodbye.phone", line.Language)),
            _ when heard.IsSilence => await RoundAsync(line, ct),
            EnteredWhileWaiting.Number => await CallBackAsync(line, digits, ct),
            EnteredWhileWaiting.Moment => await callBack.MomentAsync(line, heard, ct) ?? await BackToTheWaitAsync(line, ct),
            EnteredWhileWaiting.Agreement => await callBack.AgreeAsync(line, heard, ct) ?? await BackToTheWaitAsync(line, ct),
            _ => await PostcodeAsync(line, digits, ct),
        };
    }

    /// <summary>The next round, which may have nothing to say, behind a word that the caller was heard.</summary>
    private async Task<Spoken> BackToTheWaitAsync(CallerLine line, CancellationToken ct)
    {
        var round = await RoundAsync(line, ct);
        return round.Next is SpokenNext.Wait ? round.After(Texts.Say("BackOnTheLine", line.Language)) : round;
    }

    /// <summary>Danger is told its numbers wherever it is said, and the request its rank; where the database does not answer, through a door.</summary>
    private async Task<Spoken> BackInDangerAsync(CallerLine line, EnteredWhileWaiting what, string words, Wish danger, CancellationToken ct)
    {
        try
        {
            return await TimeLimit.RunAsync(
                async end =>
                {
                    if (await waiting.RunAsync(line, end) is { } wait) await receive.RunAsync(wait.Call.ConversationId, new CitizenActivity(words, null, IdOfWords(line, what, words)), end);
                    return (await RoundAsync(line, end)).After(ReadAloud.Lines(danger.Distress!.On(FlowChannel.Voice, line.Language), line.Language));
                }, options.LookUpWithin, ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return await ask.RunAsync(line, danger);
        }
    }

    // A round has no number. A webhook that comes again brings the same words; other words at the same prompt are another danger.
    private static string IdOfWords(CallerLine line, EnteredWhileWaiting what, string words) =>
        $"{line.Id}/{what}/{ShortHash.Of(words, bytes: 8)}";

    private async Task<Spoken> PostcodeAsync(CallerLine line, string digits, CancellationToken ct)
    {
        if (await waiting.RunAsync(line, ct) is not { } wait) return Stay(line, []);
        if (await givePostcode.RunAsync(wait.Call.ConversationId, digits, ct) is not null) return Stay(line, [Texts.Say("PostcodeUnknown.phone", line.Language)]);
        return Stay(line, await nearest.OfAsync(wait.Call.ConversationId, line.Language, ct) ?? [Texts.Say("PostcodeUnknown.phone", line.Language)], wait.Call.SpeaksSlowly);
    }

    /// <summary>Whoever is known by a number is called at the opening, and may stay all the same; a hidden caller is asked for a number now and then.</summary>
    private async Task<Spoken> NobodyThereAsync(CallerLine line, WaitingCall wait, DateTimeOffset opening, CancellationToken ct)
    {
        var (now, at) = (clock.GetUtcNow(), MomentInWords.Of(opening, wait.Territory, line.Language));
        var isCallable = wait.Call.Number is { } number && AskCallBack.Check(number, opening, now) is null;
        var stays = wait.Call.Question == LineQuestion.Stays;
        if (isCallable && !stays) return Asks(EnteredWhileWaiting.Stay, Texts.Say("ClosedWhileWaiting.phone", line.Language, at));
        if (!IsWorthSaying(wait.Call, ToldInstead.NobodyThere, now)) return Stay(line, []);
        await TellPlaceAsync(line.Id, ToldInstead.NobodyThere, ct);
        var closed = Texts.Say("ClosedHidden.phone", line.Language, at);
        return stays ? Stay(line, [closed, Keys(line)], wait.Call.SpeaksSlowly) : Asks(EnteredWhileWaiting.Number, closed, Texts.Say("EnterNumber.phone", line.Language));

        Spoken Asks(EnteredWhileWaiting what, params string[] lines) => new(lines, line.Language, new SpokenNext.Enter(what)) { Slowly = wait.Call.SpeaksSlowly };
    }

    private async Task<Spoken> StayAsync(CallerLine line, CancellationToken ct)
    {
        await transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleAsync(c => c.Id == line.Id, token)).WaitsForOpening(), ct);
        return await RoundAsync(line, ct);
    }

    private async Task<Spoken> LeaveToOpeningAsync(CallerLine line, CancellationToken ct) =>
        await waiting.RunAsync(line, ct) is { Call.Number: { } number } wait && await nobody.UntilAsync(wait.Handoff.Territory, ct) is not null
            ? await CallBackAsync(line, number, ct)
            : await RoundAsync(line, ct);

    private async Task<Spoken> CallBackAsync(CallerLine line, string number, CancellationToken ct) => await callBack.AtAsync(line, number, ct) ?? await RoundAsync(line, ct);

    internal static bool IsWorthSaying(PhoneCall call, int place, DateTimeOffset now) =>
        call.ToldPlace is not { } told || (told != place && (told <= ToldInstead.Comes || place < told)) || now - call.ToldPlaceAt >= SayAgainAfter || now - call.ToldPlaceAt < SameRound;

    private async Task<IReadOnlyList<string>> PlaceAsync(CallerLine line, WaitingCall wait, QueuePlace? place, CancellationToken ct)
    {
        if (place is null || !IsWorthSaying(wait.Call, place.Place, clock.GetUtcNow())) return [];
        await TellPlaceAsync(line.Id, place.Place, ct);
        return [.. wait.Call.ToldPlace == ToldInstead.ReceiptNotSent ? [Texts.Say("ReceiptDidNotLeave", line.Language)] : (string[])[], .. WaitWords.Of(place, line.Language), Keys(line)];
    }

    // A counsellor who has accepted at the desk and has no telephone takes no call yet.
    private async Task<bool> IsRungAsync(Handoff handoff, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.CounsellorLines.AnyAsync(l => l.HandoffId == handoff.Id && l.HandoffVersion == handoff.Version && l.State != LineState.Over, ct);
    }

    /// <summary>That a counsellor comes is said once, and noted about each minute: of a caller who was told nothing for longer nobody knows whether they are still there (docs/adr/0086, 0104).</summary>
    private async Task<IReadOnlyList<string>> TellOnceAsync(CallerLine line, WaitingCall wait, CancellationToken ct)
    {
        var isTold = wait.Call.ToldPlace == ToldInstead.Comes;
        var comes = !isTold && await IsRungAsync(wait.Handoff, ct);
        var place = isTold || comes ? ToldInstead.Comes : ToldInstead.Kept;
        if (wait.Call.ToldPlace != place || clock.GetUtcNow() - wait.Call.ToldPlaceAt >= SayAgainAfter) await TellPlaceAsync(line.Id, place, ct);
        return comes ? [Texts.Say("CounsellorComes.phone", line.Language)] : [];
    }

    private Task TellPlaceAsync(string callId, int place, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleAsync(c => c.Id == callId, token)).TellPlace(place, work.Now), ct);

    private string Keys(CallerLine line) => Texts.Say(!line.IsOurs && receipts.Reaches(line.Number) ? "WaitKeys.phone" : "WaitKeysWithoutSms.phone", line.Language);

    private static Spoken Stay(CallerLine line, IReadOnlyList<string> lines, bool slowly = false) => new(lines, line.Language, new SpokenNext.Wait()) { Slowly = slowly };

    /// <summary>It ended, or has a date, while its caller waited on the line and talked with nobody: whoever is not content with that is one key away from a person (G1).</summary>
    private static Spoken OrPerson(CallerLine line, IReadOnlyList<string> lines) =>
        new([.. lines, Texts.Say("OrPerson.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Person)) { Slowly = true };

    private static Spoken Over(CallerLine line, params string[] lines) => new(lines, line.Language, new SpokenNext.HangUp()) { Slowly = true };
}
