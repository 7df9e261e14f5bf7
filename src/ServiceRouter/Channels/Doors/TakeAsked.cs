using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Doors;

/// <summary>What became of an asking in the database.</summary>
internal sealed record Taken(Handoff Handoff, Refusal? Refusal);

/// <summary>
/// The one operation that takes an asking into the database, whichever door it came through: at once, from the broker, or from a journal.
/// Taken twice, at once or later, it makes one handoff: the second finds its identity or its receipt. A citizen whose request is open
/// already keeps that one, and the new receipt leads to it.
/// </summary>
internal sealed class TakeAsked(Transactions transactions, ReceiptSeal seal, FlowShelf flows, NearMoment near, IOptions<DoorsOptions> options, ILogger<TakeAsked> log)
{
    /// <param name="asked">The asking.</param>
    /// <param name="receiptIsOut">The citizen holds its receipt already, so that it must lead somewhere from now on.</param>
    /// <param name="ct">Stops waiting; the commit may have happened all the same.</param>
    public Task<Taken> RunAsync(HandoffAsked asked, bool receiptIsOut, CancellationToken ct) =>
        transactions.RunAsync(
            async (work, token) =>
            {
                var taken = await TakeOnceAsync(work, asked, receiptIsOut, token);
                // Its copies at broker and disk go when this ends, also when it was found there.
                if (receiptIsOut) await work.WaitForStandbyAsync(token);
                return taken;
            },
            ct);

    /// <summary>Which of these the database has under their own identity: to take them once more would change nothing. Not what may lack all else (<see cref="CompleteAsync"/>).</summary>
    public Task<IReadOnlySet<Guid>> FindTakenAsync(IReadOnlyCollection<Guid> handoffIds, CancellationToken ct) =>
        transactions.RunAsync<IReadOnlySet<Guid>>(
            async (work, token) =>
            {
                var found = await work.Db.Handoffs.AsNoTracking().Where(h => handoffIds.Contains(h.Id) && h.ConversationId != h.Id).Select(h => h.Id).ToListAsync(token);
                if (found.Count > 0) await work.WaitForStandbyAsync(token);
                return found.ToHashSet();
            },
            ct);

    /// <summary>Takes an asking of nobody, and takes it back.</summary>
    public Task RehearseAsync(DateTimeOffset now, CancellationToken ct)
    {
        var nobody = new Asking { ConversationId = MassTransit.NewId.NextGuid() }.Identified(seal, now);
        return transactions.RehearseAsync((work, token) => TakeOnceAsync(work, nobody, receiptIsOut: false, token), ct);
    }

    private async Task<Taken> TakeOnceAsync(Work work, HandoffAsked asked, bool receiptIsOut, CancellationToken token)
    {
        // Two that were kept at different nodes, the one asked on the page of the other's receipt, would not see each other: two tables hold receipts.
        // The first door as well, whose citizen may be on the page of a receipt that is on its way: it gives that one away.
        if (receiptIsOut || asked.ShownReceipt is not null) await work.HoldAsync(new[] { asked.Receipt, ReceiptCode.Parse(asked.ShownReceipt) }.OfType<string>().Select(receipt => $"receipt/{receipt}").Distinct(), token);
        // A node whose clock was ahead while it found no database: nobody asks in time to come, and stands behind those who asked until then.
        if (asked.AskedAt > work.Now) asked = asked with { AskedAt = work.Now };
        // Most who press have asked for nothing before, and their receipt leads nowhere yet: then one reading tells so, and has their conversation.
        var own = receiptIsOut || asked.ShownReceipt is not null || asked.IsTexted() ? null : await work.OwnOfAsync(asked, token);
        if (own is { IsKnown: false }) return await TakeAsync(work, asked, receiptIsOut, own, token);
        var known = await work.Db.Handoffs.Where(h => h.Id == asked.HandoffId || h.Receipt == asked.Receipt)
            .Concat(work.Db.Handoffs.Where(h => work.Db.ReceiptAliases.Any(a => a.Receipt == asked.Receipt && a.HandoffId == h.Id))).ToListAsync(token);
        if (known.Find(h => h.Id == asked.HandoffId) is { } same) return await CompleteAsync(work, same, asked, receiptIsOut, token);
        if (known.Exists(h => h.Receipt == asked.Receipt)) return await TakeAsync(work, WithReceiptOfItsOwn(asked, receiptIsOut), receiptIsOut, own: null, token);
        return known.Count > 0 ? await TakeBesideAsync(work, known[0], asked, token) : await TakeAsync(work, asked, receiptIsOut, own: null, token);
    }

    private async Task<Taken> TakeAsync(Work work, HandoffAsked asked, bool receiptIsOut, OwnOfAsked? own, CancellationToken token)
    {
        var (conversation, shownIsUnderWay) = own is null ? await work.ConversationOfAsync(asked, seal, token) : (work.OwnOrBegun(asked, erased: null, own.Conversation), false);
        asked = await work.AsOldAsItsWordsAsync(conversation, asked, token);
        var before = conversation.LastActivity;
        // All that were ever asked here; whoever begins with this act has none.
        List<Handoff> earlier = own is { HasAsked: false } || work.Db.Entry(conversation).State == EntityState.Added ? [] : await work.Db.Handoffs.Where(h => h.ConversationId == conversation.Id).ToListAsync(token);
        var open = earlier.Find(h => h.IsOpen);
        // Read as free a moment ago, and taken by another door since.
        if (open?.Id == asked.HandoffId) return Repeated(work, open);
        await MoveToAsync(work, asked.Territory, conversation, open, token);
        if (asked.RefusesAssistant) work.RememberRefusal(conversation, says: open?.State != HandoffState.WithCounsellor);
        // A call-back wished for a moment is a wish of its own and is asked anew; where the moment is ours it is not.
        if (open is null && (asked.CallBackAt is null || asked.DateIsOurs == true || asked.IsTexted()) && !await IsUnheardDangerAsync(work, conversation, asked, token)
            && await work.AnsweredAlreadyAsync(earlier, asked, options.Value.SamePressWithin, token) is { } answered)
        {
            if (receiptIsOut) LeadTo(work, asked.Receipt, answered);
            return Repeated(work, answered);
        }
        // Where a date is promised, thanks for it ask for nobody; where none is, the same words do (docs/adr/0072).
        if (open?.State == HandoffState.Promised && asked.Agrees == true)
        {
            if (receiptIsOut) LeadTo(work, asked.Receipt, open);
            await work.SayThatPromiseStandsAsync(conversation, open, token);
            return new Taken(open, null);
        }
        var isRaised = await HearDistressAsync(work, conversation, open, asked, token);
        // The answer to a text message has said the numbers, and of a new request the receipt and that somebody calls.
        var told = new ToldInAnswer(before, conversation.LastActivity);
        // By text message the moment is ours, and nobody in danger waits for it (docs/adr/0081).
        var callBackAt = asked.IsTexted() && asked.Distress is not null && open?.State != HandoffState.WithCounsellor ? null : asked.CallBackAt;
        // The moment passed while the asking was on its way: nothing is promised backwards, and nobody's offer is taken away for it.
        var isTooLate = callBackAt <= work.Now;
        if (isTooLate) callBackAt = null;
        // A call-back says itself that the request stays open.
        if (open is not null && callBackAt is null && (isRaised || !asked.IsCalledFromWhereItIs(open))) await AskAgainAsync(work, conversation, open, asked, isRaised, token);
        var handoff = open ?? work.MakeHandoff(conversation, AskOf(asked, conversation), new HandoffIdentity(asked.HandoffId, asked.Receipt, asked.AskedAt));
        if (open is null) told = told with { UpTo = conversation.LastActivity };
        if (receiptIsOut && handoff.Id != asked.HandoffId) LeadTo(work, asked.Receipt, handoff);
        // Whoever asks on the page of a receipt that is still on its way asks for the same: when that comes, it leads here.
        if (shownIsUnderWay) LeadTo(work, asked.ShownReceipt!, handoff);
        if (isTooLate) work.RingAtOnce(conversation, handoff, asked);
        if (callBackAt is { } at) return await PromiseAsync(work, conversation, handoff, isNew: open is null, asked, at, told, receiptIsOut, token);
        if (asked.TextedFrom() is { } number) return new Taken(handoff, await work.KeepTextedNumberAsync(conversation, handoff, number, told, receiptIsOut, token));
        if (asked.WishesCallSoon()) return new Taken(handoff, work.KeepNumberToCallSoon(conversation, handoff, asked.CallBackNumber!, receiptIsOut));
        if (asked.Channel == ChannelName.Phone) await work.KeepCallerAsync(conversation, asked, token);
        return new Taken(handoff, null);
    }

    /// <summary>Danger that nobody has read, neither the service nor the counsellor who ended the request meanwhile: no end can have been its answer.</summary>
    private static async Task<bool> IsUnheardDangerAsync(Work work, Conversation conversation, HandoffAsked asked, CancellationToken ct) =>
        DistressWords.Named(asked.Distress) is { } distress
        && !await work.WasSaidAsync(conversation, distress.Saying, since: asked.AskedAt, ct);

    private async Task<Taken> PromiseAsync(Work work, Conversation conversation, Handoff handoff, bool isNew, HandoffAsked asked, DateTimeOffset at, ToldInAnswer told, bool receiptIsOut, CancellationToken ct)
    {
        if (!isNew && IsPromised(handoff, at, conversation, asked)) return Repeated(work, handoff);
        var isOvertaken = !isNew && asked.TimeMayBeBehind != true && await work.IsOvertakenAsync(handoff, asked.AskedAt, ct);
        // Whoever has written since is told so once.
        if (asked.IsTexted() && isOvertaken) return Repeated(work, handoff);
        var refusal = isOvertaken ? Overtaken : await work.PromiseCallBackAsync(conversation, handoff, asked.CallBackNumber, new CallBackMoment(at, asked.DateIsOurs == true || asked.IsTexted(), asked.AskedAt), near, ct);
        if (refusal is not null && receiptIsOut) work.Say(conversation, Author.Service, refusal.Text, saying: isOvertaken ? Saying.CallBackOvertaken : null);
        if (asked.TextedFrom() is not { } texted) return new Taken(handoff, refusal);
        // The call-back was said in the answer to the message as well. That another date is given up for it comes behind it, and is news.
        var said = work.Db.ChangeTracker.Entries<Activity>().Select(entry => entry.Entity).FirstOrDefault(a => a.ConversationId == conversation.Id && a.Saying == Saying.CallBack(at));
        await work.KeepThreadAsync(texted, conversation, said is null ? told : told with { UpTo = said.Number }, ct);
        return new Taken(handoff, refusal);
    }

    // What a number says of where somebody is; a postcode that they gave says more, and says it already.
    private static async Task MoveToAsync(Work work, string? territory, Conversation conversation, Handoff? open, CancellationToken ct)
    {
        if (conversation.Territory is not null || territory is null || !TerritoryTime.Overseas.ContainsKey(territory)) return;
        conversation.Territory = territory;
        if (open is not null) await work.MoveHomeAsync(open, territory, ct);
    }

    private static Refusal Overtaken => Refusal.TooLate("call-back-overtaken", "Le rappel que vous aviez demandé n'est pas retenu : votre demande a avancé depuis.");

    // Pressed again after an hour, as the page says, while the first was still on its way. By text message the moment is ours, and any until then is the same.
    private static bool IsPromised(Handoff open, DateTimeOffset at, Conversation conversation, HandoffAsked asked) =>
        open is { State: HandoffState.Promised, Commitment: CommitmentKind.CallBack } && conversation.CallBackNumber == asked.CallBackNumber
        && (asked.IsTexted() ? open.DueAt <= at : open.DueAt == at);

    private static void LeadTo(Work work, string receipt, Handoff handoff) => work.Db.ReceiptAliases.Add(new ReceiptAlias { Receipt = receipt, HandoffId = handoff.Id, At = work.Now });

    /// <summary>
    /// Its receipt leads to a request already: it is a copy, or its citizen pressed once more on its page and the later press came first. What only this one carried is not lost by
    /// that; of a copy all of it was done before (docs/adr/0072).
    /// </summary>
    private static async Task<Taken> TakeBesideAsync(Work work, Handoff handoff, HandoffAsked asked, CancellationToken ct)
    {
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct);
        if (!handoff.IsOpen || conversation.IsErased) return Repeated(work, handoff);
        if (asked.RefusesAssistant) work.RememberRefusal(conversation, says: handoff.State != HandoffState.WithCounsellor);
        if (await HearDistressAsync(work, conversation, handoff, asked, ct)) work.Raise(conversation, handoff, asked.AskedAt);
        if (handoff.State != HandoffState.WithCounsellor && asked.WishesCallSoon()) conversation.CallBackNumber ??= asked.CallBackNumber;
        // Beside a counsellor it was refused, or is: they are with the citizen, and agree on it.
        if (handoff.State != HandoffState.WithCounsellor && asked.CallBackAt is { } at && !asked.IsTexted() && !IsPromised(handoff, at, conversation, asked))
        {
            conversation.CallBackNumber ??= asked.CallBackNumber;
            if (!await work.WasSaidAsync(conversation, Saying.CallBack(at), since: handoff.AskedAt, ct) && !await work.WasSaidAsync(conversation, Saying.CallBackOvertaken, since: handoff.AskedAt, ct))
                work.Say(conversation, Author.Service, Overtaken.Text, saying: Saying.CallBackOvertaken);
        }
        return Repeated(work, handoff);
    }

    /// <summary>
    /// It is there. Where its record was damaged, or had ended processes, it was taken without all else: in a conversation of its own, which the log names and nothing can change. The intact copy then
    /// adds what somebody was promised who holds its receipt: the number, the danger, the call-back (docs/adr/0114). Of any other copy all of it was done before.
    /// </summary>
    private async Task<Taken> CompleteAsync(Work work, Handoff same, HandoffAsked asked, bool receiptIsOut, CancellationToken ct)
    {
        if (!same.IsOpen || same.ConversationId != same.Id || asked.ConversationId == same.Id) return Repeated(work, same);
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == same.ConversationId, ct);
        if (conversation.KeyHash.Length > 0 || conversation.IsErased) return Repeated(work, same);
        var lacksNumber = conversation.CallBackNumber is null && asked.CallBackNumber is not null;
        if (lacksNumber)
        {
            log.LogInformation("Handoff {HandoffId} was taken without its number, and an intact copy tells it", same.Id);
            conversation.CallBackNumber = asked.CallBackNumber;
            conversation.Touch();
            // They have nothing else to reach the citizen by.
            if (same.CounsellorId is { } counsellorId) work.TellChanged(same, counsellorId);
        }
        await MoveToAsync(work, asked.Territory, conversation, same, ct);
        if (asked.RefusesAssistant) work.RememberRefusal(conversation, says: same.State != HandoffState.WithCounsellor);
        if (await HearDistressAsync(work, conversation, same, asked, ct)) work.Raise(conversation, same, asked.AskedAt);
        if (!lacksNumber || asked.CallBackAt is not { } at || same.State == HandoffState.WithCounsellor || (asked.IsTexted() && asked.Distress is not null)) return Repeated(work, same);
        // As a text message it would take the thread of its number along. Where its time could not be read, the request is younger than its own wish.
        var wish = asked with
        {
            Channel = conversation.Channel, DateIsOurs = asked.DateIsOurs == true || asked.IsTexted() ? true : null, AskedAt = asked.AskedAt > same.AskedAt ? asked.AskedAt : same.AskedAt,
        };
        if (at > work.Now) return await PromiseAsync(work, conversation, same, isNew: false, wish, at, new ToldInAnswer(0, 0), receiptIsOut, ct);
        work.RingAtOnce(conversation, same, wish);
        return Repeated(work, same);
    }

    /// <summary>What a turn says to distress, for words that found no database.</summary>
    /// <returns>True when a request that was open goes before the others from now on.</returns>
    private static async Task<bool> HearDistressAsync(Work work, Conversation conversation, Handoff? open, HandoffAsked asked, CancellationToken ct)
    {
        if (DistressWords.Named(asked.Distress) is not { } distress) return false;
        if (open is not null) return await work.HearDistressAsync(conversation, open, distress, ct);
        work.SayNumbers(conversation, distress);
        work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "DistressRequest", conversation.Language));
        return false;
    }

    // Who presses while a date is promised, or after an attempt, wants a person now. A copy of an earlier press moves nothing: the promise came after it (docs/adr/0046).
    private static async Task AskAgainAsync(Work work, Conversation conversation, Handoff open, HandoffAsked asked, bool isRaised, CancellationToken ct)
    {
        if (isRaised) work.Raise(conversation, open, asked.AskedAt);
        else if (open.Judge(HandoffMove.CitizenReturns) == Verdict.Handled && asked.AskedAt > await work.LastWishAtAsync(open, ct)) work.ReturnToQueue(conversation, open, wishedAt: asked.AskedAt);
        else await work.SayAlreadyOpenAsync(conversation, open, ct);
    }

    private static Taken Repeated(Work work, Handoff handoff)
    {
        work.AfterCommit(() => Measures.AskingsRepeated.Add(1));
        return new Taken(handoff, null);
    }

    /// <summary>
    /// Two nodes have drawn the same code (docs/adr/0014 counts how rare that is). Whoever has not seen theirs yet gets another and notices nothing;
    /// whoever has, keeps a request that is served, under a code that only a counsellor can tell them.
    /// </summary>
    private HandoffAsked WithReceiptOfItsOwn(HandoffAsked asked, bool receiptIsOut)
    {
        if (receiptIsOut) log.LogError("Handoff {HandoffId} was given a receipt that another has; it is taken under a new one, which its citizen does not know", asked.HandoffId);
        return asked with { Receipt = seal.New() };
    }

    // The button asks nothing and knows nothing: what the citizen was being helped with is known here, as when the same is typed.
    private HumanAsk AskOf(HandoffAsked asked, Conversation conversation) => new(
        asked.Reason, asked.Skill == HumanAsk.ByCitizen.Skill ? SkillOfFlow(conversation) ?? asked.Skill : asked.Skill, Enum.TryParse<HandoffRank>(asked.Rank, out var rank) ? rank : HandoffRank.Ordinary, asked.Actor);

    private string? SkillOfFlow(Conversation conversation) =>
        conversation.FlowPosition is { } json && JsonSerializer.Deserialize<FlowPosition>(json) is { } position ? flows.Find(position)?.Skill : null;
}
