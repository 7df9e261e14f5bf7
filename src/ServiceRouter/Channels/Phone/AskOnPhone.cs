using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Desk;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// A caller asks for a person: through whichever door opens. With all shut the caller is put through, or hears numbers. While the counsellors
/// are at home the request is made all the same, with the date of the call-back.
/// </summary>
internal sealed class AskOnPhone(Transactions transactions, AskHuman human, AskCallBack callBack, ComeBackOnPhone comeBack, NobodyAnswers nobody, IOptions<PhoneOptions> options, TimeProvider clock)
{
    /// <param name="line">The call.</param>
    /// <param name="wish">What was said beside the wish, where it was said in words: whoever is in danger hears the numbers first.</param>
    public async Task<Spoken> RunAsync(CallerLine line, Wish? wish = null)
    {
        var asked = await AskAsync(line, wish);
        return wish?.Distress is { } distress ? asked.After(ReadAloud.Lines(distress.On(FlowChannel.Voice, line.Language), line.Language)) : asked;
    }

    private async Task<Spoken> AskAsync(CallerLine line, Wish? wish)
    {
        var stand = await LookAsync(line);
        var asking = new Asking
        {
            ConversationId = stand.ConversationId, Channel = ChannelName.Phone, Language = line.Language, Territory = TerritoryOfNumber.Of(line.Number),
            // Whoever hangs up before the database has heard of the call is found by this alone.
            CallBackNumber = line.Number is { } own && CallableNumber.Is(own) ? own : null,
        }.With(wish);
        if (stand.OpenReceipt is { } open)
        {
            // What was heard for the first time is for whoever takes the request.
            if (wish is { Distress: not null } or { RefusesAssistant: true }) await TellAsync(asking);
            if (wish is not { Agrees: true } && await ComeBackAsync(asking, line.Id, mayWait: stand.NobodyUntil is null)) return BackBeforeDate(line.Language);
            // Of an earlier call, and known by the number alone: the place is said in the wait, the receipt is not (docs/adr/0051).
            return stand.ConversationId == PhoneCall.ConversationOf(line.Id) ? Received(open, line.Language) : BackOnTheLine(line.Language);
        }
        try
        {
            if (stand.NobodyUntil is not { } at) return Received((await human.RunAsync(asking)).Receipt, line.Language);
            return line.Number is { } number && AskCallBack.Check(number, at, clock.GetUtcNow()) is null
                ? PromisedBy(await callBack.AtOpeningAsync(asking, number, at), MomentInWords.Of(at, asking.Territory, line.Language), line.Language)
                : Closed((await human.RunAsync(asking)).Receipt, MomentInWords.Of(at, asking.Territory, line.Language), line.Language);
        }
        catch (AllDoorsShutException)
        {
            return new Spoken([Texts.Say("AllDoorsShut.phone", line.Language)], line.Language, new SpokenNext.PutThrough());
        }
    }

    /// <summary>Who has an open request waits for its counsellor; while nobody is there, outside of the hours, the request gets a date instead of a wait for nobody.</summary>
    public async Task<Spoken> AfterAskingAsync(PhoneCall call, Handoff handoff, Spoken said, CancellationToken ct)
    {
        if (handoff.State is not (HandoffState.Waiting or HandoffState.Offered) || await nobody.UntilAsync(handoff.Territory, ct) is not { } at) return said with { Next = new SpokenNext.Wait() };
        var receipt = call.IsKnownByNumberAlone ? null : ReceiptCode.Print(handoff.Receipt);
        var opening = MomentInWords.Of(at, handoff.Territory, said.Language);
        // Who is in distress hears the numbers first: there somebody answers now.
        IReadOnlyList<string> before = handoff.Rank == HandoffRank.Distress ? said.Lines : [];
        if (call.Number is not { } number || AskCallBack.Check(number, at, clock.GetUtcNow()) is not null) return Closed(receipt, opening, said.Language).After(before);
        return await callBack.AtOpeningAsync(call.ConversationId, number, at, ct) is null ? Promised(receipt, opening, said.Language).After(before) : said with { Next = new SpokenNext.Wait() };
    }

    public static Spoken BackOnTheLine(string language) => new([Texts.Say("BackOnTheLine", language)], language, new SpokenNext.Wait());

    /// <summary>What had been agreed is not named: the caller may be known by the number alone (docs/adr/0051). That it is given up is said to everybody (docs/adr/0054).</summary>
    public static Spoken BackBeforeDate(string language) => new([Texts.Say("BackBeforeAgreed.phone", language)], language, new SpokenNext.Wait());

    private async Task<bool> ComeBackAsync(Asking asking, string callId, bool mayWait)
    {
        try
        {
            return await TimeLimit.RunAsync(ct => comeBack.RunAsync(asking.ConversationId, callId, ct), options.Value.AnswerWithin, CancellationToken.None);
        }
        catch (Exception)
        {
            // The request is there, perhaps with a date, and a person is wanted now: the wish itself takes a door, and brings it back (docs/adr/0054). Nothing more is promised here.
            if (mayWait) await TellAsync(asking);
            return false;
        }
    }

    private async Task TellAsync(Asking asking)
    {
        try
        {
            await human.RunAsync(asking);
        }
        catch (AllDoorsShutException)
        {
            // The request is there at the rank that it had; the numbers are said.
        }
    }

    private static Spoken Received(string receipt, string language) => Slowly(language, new SpokenNext.Wait(),
        Texts.Say("HandoffAsked.phone", language, ReadAloud.Spell(receipt, language)), Again(receipt, language));

    /// <summary>Of a request that a counsellor has by now nobody rings at the opening: the call waits for that counsellor.</summary>
    private static Spoken PromisedBy(Acceptance accepted, string opening, string language) =>
        accepted.Refusal is null ? Promised(accepted.Receipt, opening, language) : Received(accepted.Receipt, language);

    private static Spoken Promised(string? receipt, string opening, string language) => Slowly(language, new SpokenNext.HangUp(),
        [Texts.Say("ClosedPromised.phone", language, opening), .. Dictated(receipt, language), Texts.Say("Goodbye.phone", language)]);

    private static Spoken Closed(string? receipt, string opening, string language) => Slowly(language, new SpokenNext.Enter(EnteredWhileWaiting.Number),
        [Texts.Say("ClosedHidden.phone", language, opening), .. Dictated(receipt, language), Texts.Say("EnterNumber.phone", language)]);

    /// <summary>Twice: nobody has a pen in the hand at the first time. Nothing where it is not told.</summary>
    private static string[] Dictated(string? receipt, string language) =>
        receipt is null ? [] : [Texts.Say("ReceiptIs.phone", language, ReadAloud.Spell(receipt, language)), Again(receipt, language)];

    private static string Again(string receipt, string language) => Texts.Say("ReceiptAgain", language, ReadAloud.Spell(receipt, language));

    private static Spoken Slowly(string language, SpokenNext next, params string[] lines) => new(lines, language, next) { Slowly = true };

    private async Task<(Guid ConversationId, string? OpenReceipt, DateTimeOffset? NobodyUntil)> LookAsync(CallerLine line)
    {
        var (own, territory) = (PhoneCall.ConversationOf(line.Id), TerritoryOfNumber.Of(line.Number));
        try
        {
            return await TimeLimit.RunAsync(ct => ReadAsync(line.Id, own, territory, ct), options.Value.LookUpWithin, CancellationToken.None);
        }
        catch (Exception)
        {
            // The doors will say what is away; the conversation follows from the call.
            return (own, null, nobody.ByHours(territory));
        }
    }

    private async Task<(Guid, string?, DateTimeOffset?)> ReadAsync(string callId, Guid own, string? territory, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var call = await db.PhoneCalls.SingleOrDefaultAsync(c => c.Id == callId, ct);
        // Instead of an answer to "go on with your open request?": whoever was cut off while they waited for a person wants that person, and has a place in the queue.
        var id = call switch
        {
            null => own,
            _ when call.MayGoOn() && await OpenReceiptAsync(db, call.EarlierConversationId!.Value, ct) is not null => await GoOnWithEarlierAsync(callId, ct),
            _ => call.ConversationId,
        };
        return (id, await OpenReceiptAsync(db, id, ct), await nobody.UntilAsync(db, territory, ct));
    }

    private Task<Guid> GoOnWithEarlierAsync(string callId, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var call = await work.Db.PhoneCalls.SingleAsync(c => c.Id == callId, token);
        if (call.MayGoOn()) await work.GoOnWithEarlierAsync(call, token);
        return call.ConversationId;
    }, ct);

    private static async Task<string?> OpenReceiptAsync(RouterDbContext db, Guid conversationId, CancellationToken ct) =>
        await db.OpenOf(conversationId).Select(h => h.Receipt).SingleOrDefaultAsync(ct) is { } receipt ? ReceiptCode.Print(receipt) : null;
}
