using Microsoft.EntityFrameworkCore;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels.Phone;

/// <summary>Whoever waits on the line is called back instead: as soon as possible and with the place kept, or at a moment that was said, said back and agreed to.</summary>
internal sealed class CallBackInstead(Transactions transactions, FindWaiting waiting, AskCallBack callBack, HearWish wish, NobodyAnswers nobody, ServiceHours hours, NearMoment near, TimeProvider clock)
{
    /// <summary>The place is kept: the request stays where it stands in the queue, and the counsellor rings instead of joining. Pressed again, it is the same.</summary>
    /// <returns>Null: there is nothing to be kept, and the wait goes on.</returns>
    public async Task<Spoken?> AtAsync(CallerLine line, string number, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (AskCallBack.Check(number, now.AddMinutes(1), now) is { } wrong)
        {
            var why = wrong.Code == AskCallBack.NotCallable ? "NumberCosts.phone" : "NumberWrong.phone";
            return new Spoken([Texts.Say(why, line.Language), Texts.Say("EnterNumber.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Number));
        }
        if (await waiting.RunAsync(line, ct) is not { } wait) return null;
        if (await nobody.UntilAsync(wait.Handoff.Territory, ct) is { } opening)
        {
            // Taken by a counsellor meanwhile, or ended.
            if (await callBack.AtOpeningAsync(wait.Call.ConversationId, number, opening, ct) is not null) return null;
            return Over(line, [Texts.Say("ClosedPromised.phone", line.Language, MomentInWords.Of(opening, wait.Territory, line.Language)), .. wait.Receipt(line.Language)]);
        }
        if (!await transactions.RunAsync((work, token) => work.KeepForCallBackAsync(wait.Call.ConversationId, number, token), ct)) return null;
        return new Spoken([Texts.Say("CallBackKept", line.Language), .. wait.Receipt(line.Language), Texts.Say("ChooseMoment.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Choice)) { Slowly = true };
    }

    /// <summary>Understood or not, it is said back, with whose clock it is: a moment is never guessed. "Un conseiller me rappelle demain à dix heures" is one; "un conseiller" wants the person that is waited for.</summary>
    /// <returns>Null: the wait goes on.</returns>
    public async Task<Spoken?> MomentAsync(CallerLine line, Heard heard, CancellationToken ct)
    {
        var territory = (await waiting.RunAsync(line, ct))?.Territory;
        var now = CallBackHours.Local(territory, clock.GetUtcNow());
        if (SpokenMoment.Read(string.IsNullOrWhiteSpace(heard.Keys) ? heard.Words! : heard.Keys, now) is not { } local) return WantsPerson(heard) ? null : AskMoment(line, "MomentUnknown.phone");
        if (!CallBackHours.Take(local, now)) return AskMoment(line, "MomentOutside.phone");
        var at = CallBackHours.InstantOf(territory, local);
        if (!hours.MayPromise(territory, at)) return AskMoment(line, "MomentClosed.phone");
        await transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleAsync(c => c.Id == line.Id, token)).AskMoment(at), ct);
        var question = near.Is(territory, clock.GetUtcNow(), at) ? "MomentNear.phone" : "MomentIs.phone";
        return new Spoken([Texts.Say(question, line.Language, MomentInWords.Of(at, territory, line.Language))], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Agreement));
    }

    /// <returns>Null: nothing to agree to any more, or a person is wanted now, and the wait goes on.</returns>
    public async Task<Spoken?> AgreeAsync(CallerLine line, Heard heard, CancellationToken ct)
    {
        var agrees = string.IsNullOrWhiteSpace(heard.Keys) ? YesOrNo.ReadAlone(heard.Words!) == true : heard.Keys == PhoneKeys.Yes;
        if (!agrees && WantsPerson(heard)) return null;
        if (!agrees || await waiting.RunAsync(line, ct) is not { Call.AskedMoment: { } at } wait) return AskMoment(line);
        var refusal = await callBack.ForOpenRequestAsync(wait.Call.ConversationId, await KeptNumberAsync(wait.Call.ConversationId, ct), at, ct);
        return refusal?.Code switch
        {
            null => Over(line, await PromisedAsync(line, ct)),
            // Taken by a counsellor meanwhile, who rings now, or ended.
            AskCallBack.WithCounsellor or AskCallBack.NothingOpen => null,
            // It was within the hours when it was said.
            AskCallBack.WrongMoment => AskMoment(line, "MomentPassed.phone"),
            _ => AskMoment(line, "MomentOutside.phone"),
        };
    }

    /// <summary>As it was promised: at the moment, or from then on.</summary>
    private async Task<IReadOnlyList<string>> PromisedAsync(CallerLine line, CancellationToken ct) =>
        await waiting.RunAsync(line, ct) is { } promised ? PromiseAloud.Of(promised.Handoff, promised.Territory, call: null, line.Language) : [];

    private bool WantsPerson(Heard heard) => wish.ForHuman(heard.Words, null) is not null;

    private async Task<string?> KeptNumberAsync(Guid conversationId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.Conversations.Where(c => c.Id == conversationId).Select(c => c.CallBackNumber).SingleAsync(ct);
    }

    public static Spoken AskMoment(CallerLine line, string? first = null) =>
        new([.. first is null ? [] : (string[])[Texts.Say(first, line.Language)], Texts.Say("SayMoment.phone", line.Language)], line.Language, new SpokenNext.Enter(EnteredWhileWaiting.Moment));

    private static Spoken Over(CallerLine line, IReadOnlyList<string> lines) => new([.. lines, Texts.Say("Goodbye.phone", line.Language)], line.Language, new SpokenNext.HangUp()) { Slowly = true };
}
