using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// One turn of a call. What the line asks by itself (go on with the open request, did you say, which procedure) is answered here; everything else
/// is an activity of the conversation, as on the web. Each step finds by the number of the turn whether it was done before.
/// </summary>
internal sealed class AnswerCaller(
    Transactions transactions, ReceiveActivity receive, HearWish wish, AskOnPhone ask, ComeBackOnPhone comeBack, ProcedureList procedures, IOptions<PhoneOptions> options)
{
    public async Task<Spoken> BeginAsync(CallerLine line, CancellationToken ct)
    {
        var call = await transactions.RunAsync((work, token) => work.TakeCallAsync(line, token), ct);
        var welcome = await SayAgainAsync(call, await StandAsync(call, ct), line.Language, ct);
        return welcome.Next is SpokenNext.Listen ? welcome with { OffersLanguage = true } : welcome;
    }

    /// <summary>The newest turn that was heard; 0 for a call that nobody knows.</summary>
    public async Task<int> LastTurnAsync(CallerLine line, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.PhoneCalls.Where(c => c.Id == line.Id).Select(c => (int?)c.LastTurn).SingleOrDefaultAsync(ct) ?? 0;
    }

    public async Task<Spoken> RunAsync(CallerLine line, int turn, Heard heard, CancellationToken ct)
    {
        var (call, isLate) = await transactions.RunAsync(async (work, token) =>
        {
            var taken = await work.TakeCallAsync(line, token);
            return (taken, !taken.Hears(turn));
        }, ct);
        var stand = await StandAsync(call, ct);
        var language = stand.Language ?? line.Language;
        if (isLate) return await SayAgainAsync(call, stand, language, ct);
        if (call.AskedAt(turn) != LineQuestion.None) return AskAgain(call, heard, language);
        if (heard.IsSilence || heard.Keys is PhoneKeys.Repeat or PhoneKeys.Slower) return await RepeatAsync(call, stand, turn, heard, language, ct);
        var words = string.IsNullOrWhiteSpace(heard.Keys) ? heard.Words!.Trim() : null;
        // "Conseiller" is heard before any question of the line, and is never asked back. Whoever has asked for a person already goes on with that.
        if (words is not null && wish.ForHuman(words, null) is { } wished)
        {
            if (call.AnsweredBy(turn) != LineQuestion.GoOn) return await ReceiveAsync(call, turn, new(words, null, null), language, ct);
            var (gone, isOn) = await WithEarlierAsync(call, ct);
            var said = new CitizenActivity(words, null, ClientId(call, turn));
            // Distress is heard by the request that goes on, with its numbers and its rank; and whoever waits for what was agreed gives nothing up.
            return isOn && wished is { Distress: null, Agrees: false } ? await BackAsync(gone, language, ct, said, wished.RefusesAssistant) : await ReceiveAsync(gone, turn, said, language, ct);
        }
        return call.AnsweredBy(turn) switch
        {
            LineQuestion.GoOn when IsYes(heard) => await WithEarlierAsync(call, ct) is (var gone, IsOn: true) ? await BackAsync(gone, language, ct) : await ask.RunAsync(line),
            LineQuestion.GoOn when words is null => await LeaveOfferAsync(call, turn, heard, language, line.Language, ct),
            LineQuestion.DidYouSay when IsYes(heard) => await ReceiveAsync(call, turn, new(call.QuestionAbout ?? "", null, null), language, ct),
            LineQuestion.DidYouSay when words is null || YesOrNo.ReadAlone(words) == false => (await SayAgainAsync(call, stand, language, ct)).After(Texts.Say("SayOtherwise", language)),
            LineQuestion.Which when words is null => await ChooseAsync(call, turn, heard.Keys!, language, ct),
            _ => words is null ? await PressAsync(call, stand, turn, heard.Keys!, language, line.Language, ct) : await HearAsync(call, stand, turn, words, heard.Sureness, language, ct),
        };
    }

    private async Task<Spoken> HearAsync(PhoneCall call, CallStand stand, int turn, string words, double? sureness, string language, CancellationToken ct)
    {
        // A receipt has a check sign of its own: "did you say" would read fourteen signs back.
        if (sureness is null || sureness >= options.Value.SureFrom || ReceiptInWords.In(words).Any() || stand.Has(ClientId(call, turn))) return await ReceiveAsync(call, turn, new(words, null, null), language, ct);
        return AskOnLine(await ChangeAsync(call.Id, c => c.Ask(LineQuestion.DidYouSay, turn, words), ct), language);
    }

    /// <summary>A key is the button that was read out with it; what was asked in digits are the digits; else the list of procedures.</summary>
    private async Task<Spoken> PressAsync(PhoneCall call, CallStand stand, int turn, string keys, string language, string spokenIn, CancellationToken ct)
    {
        if (stand.Has(ClientId(call, turn))) return await SayAfterAsync(call, stand, turn, language, ct);
        var details = stand.LastSaid is [.., var last] ? last.Details : null;
        if (details?.Choices?.FirstOrDefault(choice => choice.Key == keys) is { } choice) return await ReceiveAsync(call, turn, new(choice.Label, choice.Value, null), language, ct);
        if (keys == PhoneKeys.StartAgain && stand.IsInFlow) return await ReceiveAsync(call, turn, new(Texts.Say("StartAgain", language), ServiceChoices.StartAgain, null), language, ct);
        if (ReadAloud.AsksDigits(details)) return await ReceiveAsync(call, turn, new(keys, null, null), language, ct);
        if (keys == PhoneKeys.OtherLanguage && details?.Choices is not { Count: > 0 }) return Greet(await ChangeLanguageAsync(call, null, LineLanguages.Other(spokenIn), ct), LineLanguages.Other(spokenIn)) with { OffersLanguage = true };
        // The list is of flows, and is for those whom they speak to.
        if (keys == PhoneKeys.List && details?.Choices is not { Count: > 0 } && procedures.Speaks(language)) return AskOnLine(await ChangeAsync(call.Id, c => c.Ask(LineQuestion.Which, turn, "0"), ct), language);
        return (await SayAgainAsync(call, stand, language, ct)).After(Texts.Say("KeyUnknown", language));
    }

    /// <summary>To a language, and not to the other one: a turn that is sent again comes from the same address, and changes nothing any more.</summary>
    /// <param name="call">The call.</param>
    /// <param name="turn">The turn that asks again, in that language, whether to go on with the open request; null: nothing is asked.</param>
    /// <param name="language">The language.</param>
    /// <param name="ct">Stops waiting.</param>
    private Task<PhoneCall> ChangeLanguageAsync(PhoneCall call, int? turn, string language, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var mine = await work.Db.PhoneCalls.SingleAsync(c => c.Id == call.Id, token);
        if (turn is { } asks) mine.Ask(LineQuestion.GoOn, asks);
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == call.ConversationId, token);
        if (conversation.Language == language) return mine;
        conversation.Language = language;
        work.Say(conversation, Author.Assistant, Greeting(mine, language));
        return mine;
    }, ct);

    /// <summary>2 alone leaves the open request. 8 asks for it in the other language, and a slip of the finger gives nothing up.</summary>
    private async Task<Spoken> LeaveOfferAsync(PhoneCall call, int turn, Heard heard, string language, string spokenIn, CancellationToken ct) => heard.Keys switch
    {
        PhoneKeys.SomethingElse => Greet(call, language),
        PhoneKeys.OtherLanguage => AskAgain(await ChangeLanguageAsync(call, turn, LineLanguages.Other(spokenIn), ct), heard, LineLanguages.Other(spokenIn)),
        _ => AskAgain(await ChangeAsync(call.Id, c => c.Ask(LineQuestion.GoOn, turn), ct), heard, language),
    };

    private static Spoken Greet(PhoneCall call, string language) => new([Greeting(call, language)], language, ReadAloud.AnyWords(language)) { Slowly = call.SpeaksSlowly };

    private static string Greeting(PhoneCall call, string language) => Texts.Say(call.MayGoOn() ? "WelcomeBack.phone" : "Welcome.phone", language);

    private async Task<Spoken> ChooseAsync(PhoneCall call, int turn, string key, string language, CancellationToken ct)
    {
        var page = int.Parse(call.QuestionAbout ?? "0", CultureInfo.InvariantCulture);
        if (procedures.Pick(page, key) is { } flow)
            return await ReceiveAsync(call, turn, new(ProcedureList.NameOf(flow, language), ServiceChoices.Procedure(flow.Id), null), language, ct);
        var next = key == PhoneKeys.More ? page + 1 : page;
        return AskOnLine(await ChangeAsync(call.Id, c => c.Ask(LineQuestion.Which, turn, next.ToString(CultureInfo.InvariantCulture)), ct), language);
    }

    private async Task<Spoken> BackAsync(PhoneCall call, string language, CancellationToken ct, CitizenActivity? said = null, bool refuses = false)
    {
        var hadDate = await comeBack.RunAsync(call.ConversationId, call.Id, said, refuses, ct);
        var words = hadDate ? AskOnPhone.BackBeforeDate(language) : AskOnPhone.BackOnTheLine(language);
        return await WithStateAsync(call, await StandAsync(call, ct), words with { Next = new SpokenNext.HangUp() }, ct);
    }

    /// <returns>The call, and whether it goes on with the request of the earlier one: somebody else who calls from the number may have taken it up meanwhile.</returns>
    private Task<(PhoneCall Call, bool IsOn)> WithEarlierAsync(PhoneCall call, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var again = await work.Db.PhoneCalls.SingleAsync(c => c.Id == call.Id, token);
            return (again, await work.GoOnWithEarlierAsync(again, token));
        }, ct);

    private async Task<Spoken> ReceiveAsync(PhoneCall call, int turn, CitizenActivity said, string language, CancellationToken ct)
    {
        var refusal = await receive.RunAsync(call.ConversationId, said with { ClientId = ClientId(call, turn) }, ct);
        var stand = await StandAsync(call, ct);
        return refusal is null ? await SayAfterAsync(call, stand, turn, language, ct) : (await SayAgainAsync(call, stand, language, ct)).After(refusal.Text);
    }

    private async Task<Spoken> RepeatAsync(PhoneCall call, CallStand stand, int turn, Heard heard, string language, CancellationToken ct)
    {
        var question = call.AnsweredBy(turn);
        call = await ChangeAsync(call.Id, c =>
        {
            if (heard.Keys == PhoneKeys.Slower) c.ChangeSpeed(turn);
            if (question != LineQuestion.None) c.Ask(question, turn, c.QuestionAbout);
        }, ct);
        if (question is not (LineQuestion.None or LineQuestion.GoOn)) return AskAgain(call, heard, language);
        if (!heard.IsSilence)
        {
            var asked = await SayAgainAsync(call, stand, language, ct);
            return heard.Keys == PhoneKeys.Repeat && stand.IsInFlow ? asked.After(Texts.Say("StartAgainHelp.phone", language)) : asked;
        }
        // Nobody listens to the whole welcome a second time.
        var isFirst = question == LineQuestion.None && !stand.CitizenSpoke;
        var again = isFirst ? new Spoken([Texts.Say("WelcomeShort.phone", language)], language, ReadAloud.AnyWords(language)) { Slowly = call.SpeaksSlowly } : await SayAgainAsync(call, stand, language, ct);
        return again.After(Texts.Say("NotHeard", language));
    }

    private Spoken AskAgain(PhoneCall call, Heard heard, string language)
    {
        var asked = AskOnLine(call, language);
        if (heard.IsSilence) return asked.After(Texts.Say("NotHeard", language));
        return call.Question != LineQuestion.GoOn ? asked : heard.Keys switch
        {
            PhoneKeys.Repeat or PhoneKeys.Slower => asked,
            PhoneKeys.OtherLanguage => asked with { OffersLanguage = true },
            _ => asked.After(Texts.Say("KeyUnknown", language)),
        };
    }

    private Spoken AskOnLine(PhoneCall call, string language) => new(
        call.Question switch
        {
            LineQuestion.DidYouSay => [Texts.Say("DidYouSay", language, call.QuestionAbout ?? "")],
            LineQuestion.Which => procedures.Read(int.Parse(call.QuestionAbout ?? "0", CultureInfo.InvariantCulture), language),
            _ => [Texts.Say("WelcomeBack.phone", language)],
        }, language, ReadAloud.AnyWords(language)) { Slowly = call.SpeaksSlowly };

    /// <summary>What answered one act of the caller; asked again, the same.</summary>
    private Task<Spoken> SayAfterAsync(PhoneCall call, CallStand stand, int turn, string language, CancellationToken ct) =>
        WithStateAsync(call, stand, ReadAloud.Of(stand.AnswersTo(ClientId(call, turn)), language, call.SpeaksSlowly), ct);

    /// <summary>The last thing said, unless it was said on an earlier call: who goes on with that one is known by the number alone.</summary>
    private Task<Spoken> SayAgainAsync(PhoneCall call, CallStand stand, string language, CancellationToken ct) =>
        // What was left, or said in another language, is not offered again.
        stand.IsOnlyGreeted ? Task.FromResult(Greet(call, language))
        : !call.IsKnownByNumberAlone ? WithStateAsync(call, stand, ReadAloud.Of(stand.LastSaid, language, call.SpeaksSlowly), ct)
        : stand.Open is not null ? WithStateAsync(call, stand, AskOnPhone.BackOnTheLine(language), ct)
        : Task.FromResult(new Spoken([Texts.Say("WelcomeShort.phone", language)], language, ReadAloud.AnyWords(language)));

    /// <summary>Whoever has an open request waits for a person, whatever was said before.</summary>
    private async Task<Spoken> WithStateAsync(PhoneCall call, CallStand stand, Spoken spoken, CancellationToken ct) =>
        stand.Open is { } handoff ? await ask.AfterAskingAsync(call, handoff, spoken, ct) : spoken;

    private async Task<CallStand> StandAsync(PhoneCall call, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await CallStand.ReadAsync(db, call.ConversationId, ct);
    }

    private static string ClientId(PhoneCall call, int turn) => $"{call.Id}:{turn.ToString(CultureInfo.InvariantCulture)}";

    private static bool IsYes(Heard heard) => string.IsNullOrWhiteSpace(heard.Keys) ? YesOrNo.ReadAlone(heard.Words!) == true : heard.Keys == PhoneKeys.Yes;

    private Task<PhoneCall> ChangeAsync(string callId, Action<PhoneCall> change, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var call = await work.Db.PhoneCalls.SingleAsync(c => c.Id == callId, token);
            change(call);
            return call;
        }, ct);
}
