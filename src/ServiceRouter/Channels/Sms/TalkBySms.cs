using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// A text message comes in: an activity like any other, counted once by the provider's id. What answers it is sent as messages of its own
/// (<see cref="SendSms"/>), so that no answer hangs on the webhook; only what needs no row is said in the answer to it.
/// </summary>
public sealed class TalkBySms
{
    // Longer than messages of one telephone overtake each other by, and than the provider waits before it sends one again whose answer it has not had.
    private static readonly TimeSpan OlderThanStop = TimeSpan.FromSeconds(30);

    private readonly Transactions transactions;
    private readonly ReceiveActivity receive;
    private readonly ReadTranscript transcript;
    private readonly HearWish wish;
    private readonly AskCallBack callBack;
    private readonly WithdrawBySms withdraw;
    private readonly FollowHandoff follow;
    private readonly FindQueuePlace places;
    private readonly ServiceHours hours;
    private readonly SmsWaits waits;
    private readonly SmsOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<TalkBySms> log;

    internal TalkBySms(
        Transactions transactions, ReceiveActivity receive, ReadTranscript transcript, HearWish wish, AskCallBack callBack, WithdrawBySms withdraw, FollowHandoff follow, FindQueuePlace places, ServiceHours hours,
        SmsWaits waits, IOptions<SmsOptions> options, TimeProvider clock, ILogger<TalkBySms> log) =>
        (this.transactions, this.receive, this.transcript, this.wish, this.callBack, this.withdraw, this.follow, this.places, this.hours, this.waits, this.options, this.clock, this.log) =
        (transactions, receive, transcript, wish, callBack, withdraw, follow, places, hours, waits, options.Value, clock, log);

    /// <param name="messageId">The provider's id of the message: sent again, it is the same.</param>
    /// <param name="number">Who wrote, as +33….</param>
    /// <param name="text">What was written.</param>
    /// <param name="hasMedia">A picture, a voice or a file came with it, or alone: it is taken by nobody.</param>
    /// <returns>What the answer to the webhook says; null for nothing, which is the usual case.</returns>
    public async Task<string?> HearAsync(string messageId, string number, string text, bool hasMedia = false)
    {
        text = PlainText.Of(text);
        try
        {
            return await TimeLimit.RunAsync(async ct => await TakeAsync(messageId, number, text, ct) ?? (hasMedia || text.Length == 0 ? await TellThatOnlyWordsComeAsync(messageId, number, ct) : null), options.AnswerWithin, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("A text message could not be taken ({Failure}); its sender keeps the way to a person", e.GetType().Name);
            return GsmText.Fold(wish.ForHuman(text, null) is { } wished ? await AskAsync(messageId, number, wished) : Texts.Say("Away.sms", "fr"));
        }
    }

    private async Task<string?> TakeAsync(string messageId, string number, string text, CancellationToken ct)
    {
        var word = SmsWords.Of(text);
        var (thread, language) = await TimeLimit.RunAsync(end => transactions.RunAsync((work, token) => ThreadAsync(work, messageId, number, text, word, token), end), options.LookUpWithin, ct);
        // Asked for by the citizen: said once, also to whoever wants no more.
        if (word == SmsWord.Stop) return GsmText.Fold(Texts.Say("Stopped.sms", language));
        if (word == SmsWord.Start) return GsmText.Fold(Texts.Say("Resumed.sms", language));
        if (word == SmsWord.Help) return GsmText.Fold(await HelpAsync(thread.ConversationId, messageId, text, language, ct));
        if (word == SmsWord.Withdraw && await withdraw.RunAsync(thread.ConversationId, messageId, text, language, ct) is { } heard)
        {
            waits.Tell();
            return heard.Answer is { } answer ? GsmText.Fold(answer) : null;
        }
        if (text.Trim().Length == 0) return null;
        var said = await SaidAsync(thread.ConversationId, text.Trim(), ct);
        await receive.RunAsync(thread.ConversationId, said with { ClientId = messageId }, ct);
        waits.Tell();
        return null;
    }

    /// <summary>Whoever has the open request reads it too: they may have been told that a picture comes. Elsewhere it is no part of the talk, whose last question still waits for its number.</summary>
    private Task<string?> TellThatOnlyWordsComeAsync(string messageId, string number, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        if (await work.Db.TalkOfAsync(number, token) is not { } conversation) return null;
        var text = Texts.Say("WordsOnly.sms", conversation.Language);
        if (await work.Db.OpenHandoffOfAsync(conversation.Id, token) is not { } handoff) return GsmText.Fold(text);
        var clientId = $"media/{messageId}";
        if (!await work.Db.Activities.AnyAsync(a => a.ConversationId == conversation.Id && a.ClientId == clientId, token)) work.TellActivity(handoff, work.Say(conversation, Author.Service, text, clientId: clientId));
        return null;
    }, ct);

    private async Task<(SmsThread Thread, string Language)> ThreadAsync(Work work, string messageId, string number, string text, SmsWord word, CancellationToken ct)
    {
        var conversation = await work.Db.TalkOfAsync(number, ct);
        if (conversation is null)
        {
            conversation = new Conversation { Id = MassTransit.NewId.NextGuid(), Channel = ChannelName.Sms, Language = "fr", StartedAt = work.Now, KeyHash = "", Territory = TerritoryOfNumber.Of(number) };
            work.Db.Conversations.Add(conversation);
            if (word is SmsWord.None or SmsWord.Withdraw) work.Say(conversation, Author.Assistant, Texts.Say("Welcome.sms", conversation.Language));
        }
        var thread = await work.KeepThreadAsync(number, conversation, sentUpTo: 0, ct);
        if (word == SmsWord.Stop) await work.StopThreadAsync(thread, ct);
        else if (await WantsMoreAsync(work, thread, messageId, text, word, ct)) await work.ResumeThreadAsync(thread, ct);
        return (thread, conversation.Language);
    }

    /// <summary>
    /// Whoever writes again wants an answer. What was written before the STOP and comes behind it, or comes once more, is not written again; only who asks for a person or is in danger is answered whenever it was (docs/adr/0123).
    /// </summary>
    private async Task<bool> WantsMoreAsync(Work work, SmsThread thread, string messageId, string text, SmsWord word, CancellationToken ct)
    {
        if (word == SmsWord.Start || thread.StoppedAt is not { } stopped) return true;
        if (work.Now - stopped < OlderThanStop && wish.ForHuman(text, null) is null) return false;
        return !await work.Db.Activities.AnyAsync(a => a.ConversationId == thread.ConversationId && a.ClientId == messageId, ct);
    }

    /// <summary>A number that was offered is the choice beside it.</summary>
    private async Task<CitizenActivity> SaidAsync(Guid conversationId, string text, CancellationToken ct)
    {
        if (text.Length > 2) return new CitizenActivity(text, null, null);
        return (await transcript.ChoicesSentLastAsync(conversationId, ct)).FirstOrDefault(choice => choice.Key == text) is { } choice ? new CitizenActivity(choice.Label, choice.Value, null) : new CitizenActivity(text, null, null);
    }

    /// <summary>
    /// The word is told to whoever has the open request or takes it, and is a sign of life: it may answer a counsellor ("une aide ou une info ?"), and who asks where it stands is there (docs/adr/0117). It moves
    /// nothing: the answer says how to be there at once.
    /// </summary>
    private async Task<string> HelpAsync(Guid conversationId, string messageId, string text, string language, CancellationToken ct)
    {
        await transactions.RunAsync(async (work, token) =>
        {
            if ((await work.Db.OpenHandoffOfAsync(conversationId, token) ?? await work.Db.EarlierOfWriterAsync(conversationId, token)) is { } open) await work.KeepWordOfLineAsync(open, messageId, text, token);
        }, ct);
        await using var db = await transactions.ReadAsync(ct);
        if (await db.OpenHandoffOfAsync(conversationId, ct) is not { } handoff) return await HelpOfEarlierAsync(db, conversationId, language, ct) ?? Texts.Say("Help.sms", language);
        if (await places.RunAsync(handoff, clock.GetUtcNow(), ct) is { } place)
        {
            // Where a call was said, or agreed for a moment that has come, whoever takes it may do either.
            var open = await db.Conversations.AnyAsync(c => c.Id == conversationId && c.CallBackNumber != null, ct) ? "HelpOpenCall.sms" : "HelpOpen.sms";
            return string.Join(' ', [Texts.Say(open, language, ReceiptCode.Print(handoff.Receipt)), .. WaitWords.Of(place, language)]);
        }
        // Agreed on, tried in vain or in somebody's hands: no answer by text message is promised there.
        if (await follow.RunAsync(handoff.Receipt, ct) is not { } request) return Texts.Say("Help.sms", language);
        var next = request.State == HandoffState.WithCounsellor ? "HelpWithCounsellor.sms" : "HelpStand.sms";
        return string.Join(' ', [.. StandWords.Of(request, (name, values) => Texts.SayOn(ChannelName.Sms, name, language, values), language), Texts.Say(next, language)]);
    }

    /// <returns>Null where nothing was asked another way either.</returns>
    private async Task<string?> HelpOfEarlierAsync(RouterDbContext db, Guid conversationId, string language, CancellationToken ct)
    {
        if (await db.EarlierOfWriterAsync(conversationId, ct) is not { } handoff) return null;
        var place = await places.RunAsync(handoff, clock.GetUtcNow(), ct);
        return string.Join(' ', EarlierWords.OfStand(handoff.State, place, await db.NumberToRingAsync(handoff.ConversationId, ct) is not null, language));
    }

    /// <summary>No thread can be read or made: the request goes through a door, with the number, and a person rings: in a moment, or when the counsellors are back. The thread finds it, or is made with it, when it is taken.</summary>
    private async Task<string> AskAsync(string messageId, string number, Wish wished)
    {
        var numbers = wished.Distress is { } distress ? $"{distress.On(FlowChannel.Sms, "fr").Text} " : "";
        try
        {
            var (territory, now) = (TerritoryOfNumber.Of(number), clock.GetUtcNow());
            // Danger has no moment, and waits for none (docs/adr/0081); and nobody rings a satellite, at no moment.
            var isCallable = CallableNumber.Is(number);
            var opening = wished.Distress is null && isCallable ? hours.NextOpening(territory, now) : null;
            var asking = new Asking { ConversationId = PhoneCall.ConversationOf(messageId), Channel = ChannelName.Sms, Territory = territory, SentId = messageId }.With(wished);
            var taken = await (opening is { } begins ? callBack.AtOpeningAsync(asking, number, begins) : callBack.SoonAsync(asking, number));
            // A counsellor has the conversation: nobody rings beside them.
            if (taken.Refusal is { } no) return numbers + no.Text;
            if (!isCallable) return numbers + Texts.Say("HandoffAsked.sms", "fr", taken.Receipt);
            if (wished.Agrees) return numbers + Texts.Say("AgreedAtDoor.sms", "fr", taken.Receipt);
            return numbers + (opening is { } at
                ? Texts.Say("AskedAtDoorClosed.sms", "fr", taken.Receipt, MomentInWords.Of(at, territory, "fr"))
                : Texts.Say("AskedAtDoor.sms", "fr", taken.Receipt));
        }
        catch (AllDoorsShutException)
        {
            return numbers + Texts.Say("AllDoorsShut.sms", "fr");
        }
    }
}
