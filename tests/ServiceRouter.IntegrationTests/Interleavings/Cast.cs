using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Desk;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Moves;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>Two citizens and three counsellors, who act through the operations and consumers of the service itself.</summary>
/// <param name="stage">Where they act.</param>
/// <param name="conversations">One of each citizen.</param>
/// <param name="capacity">Conversations at once of each counsellor.</param>
/// <param name="messagesBefore">How many messages were sent before they came.</param>
internal sealed class Cast(MoveStage stage, List<Guid> conversations, int capacity, int messagesBefore)
{
    public const int Counsellors = 3;
    private readonly ConcurrentDictionary<Step, Step> played = new();
    private readonly List<string> receipts = [];
    private readonly List<(string Receipt, DateTimeOffset At)> calledBack = [];
    private readonly List<(string Counsellor, Guid Offer)> yours = [];
    private readonly List<(string Counsellor, Guid Request)> received = [];
    private int said;

    public IReadOnlyList<Guid> Conversations => conversations;

    public int Capacity => capacity;

    /// <summary>Whose conversation it is, as steps tell them.</summary>
    public int CitizenOf(Guid conversation) => conversations.IndexOf(conversation);

    /// <summary>Receipts that citizens were shown.</summary>
    public IReadOnlyList<string> Receipts => receipts;

    /// <summary>Call-backs that were answered as promised, with the receipt that was shown.</summary>
    public IReadOnlyList<(string Receipt, DateTimeOffset At)> CalledBack => calledBack;

    /// <summary>Offers whose taking was answered with "yours".</summary>
    public IReadOnlyList<(string Counsellor, Guid Offer)> Yours => yours;

    /// <summary>Requests whose taking at the counter, or whose letter, was answered with "yours".</summary>
    public IReadOnlyList<(string Counsellor, Guid Request)> Received => received;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Cast> EnterAsync(MoveStage stage, int capacity)
    {
        var (now, before) = (stage.Clock.GetUtcNow(), stage.Messages.InOrder.Count);
        await stage.App.TamperAsync(db => db.Counsellors.ExecuteUpdateAsync(s => s
            .SetProperty(c => c.Presence, Presence.Offline).SetProperty(c => c.LeaseUntil, now).SetProperty(c => c.Capacity, capacity).SetProperty(c => c.MissedOffers, 0)));
        var conversations = new List<Guid>();
        for (var citizen = 0; citizen < 2; citizen++)
            conversations.Add((await stage.App.SilentConversationAsync("0199001299")).ConversationId);
        return new Cast(stage, conversations, capacity, before);
    }

    /// <summary>The step as it was played last: by the counsellor who did it.</summary>
    public Step AsPlayed(Step step) => played.GetValueOrDefault(step, step);

    /// <summary>Does the step, in a process that meets its fate.</summary>
    public async Task PlayAsync(Step step)
    {
        if (await ActAsync(step) is not { } act) return;
        // Of a process that dies in it nothing is left that could give the record up, as one that lives on does.
        var fate = step.Act == Act.TheJournalIsReplayed ? Fate.Lives : step.Fate;
        if (await DyingWriters.MeetAsync(fate, act) && step.Fate == Fate.IsAskedTwice) await act();
    }

    /// <summary>Null when there is nothing that it could be done to.</summary>
    private async Task<Func<Task>?> ActAsync(Step step)
    {
        var conversation = conversations[step.Citizen];
        switch (step.Act)
        {
            case Act.CitizenAsks:
                return async () =>
                {
                    var receipt = (await stage.Get<AskHuman>().RunAsync(new Asking { ConversationId = conversation })).Receipt;
                    lock (receipts) receipts.Add(receipt);
                };
            case Act.CitizenWrites:
                var (words, id) = ((step.Which % 5) switch { 0 => "Je veux parler à un conseiller", 1 => "J'ai envie d'en finir", _ => "Voici le numéro de mon dossier." }, $"{Interlocked.Increment(ref said)}");
                return () => stage.Get<ReceiveActivity>().RunAsync(conversation, new CitizenActivity(words, null, id), Token);
            case Act.CitizenAsksToBeCalledBack:
                var at = stage.Clock.GetUtcNow() + step.IsIn;
                return () => AskCallBackAsync(new Asking { ConversationId = conversation }, at);
            case Act.ComesToTheDesk:
                return () => stage.Get<SetPresence>().RunAsync(step.CounsellorId, Presence.Available, null, Token);
            case Act.GoesAway:
                return () => stage.Get<SetPresence>().RunAsync(step.CounsellorId, Presence.Away, null, Token);
            case Act.RenewsTheLease:
                return () => stage.Get<KeepLease>().RunAsync(step.CounsellorId, Token);
            case Act.TimePasses:
                return () => Advance(Step.Times[step.Which % Step.Times.Length]);
            case Act.TheClockLooks:
                return () => stage.Get<DueMoves>().RunAsync(Token);
            case Act.TheQueueIsLookedAt:
                return () => stage.MatchAsync();
            case Act.TheOutboxIsSwept:
                return SweepAsync;
            case Act.TheJournalIsReplayed:
                return () => stage.Get<ReplayJournal>().RunOnceAsync(Token);
            case Act.AMessageComesAgain:
                var messages = stage.Messages.InOrder.Skip(messagesBefore).ToList();
                return messages.Count == 0 ? null : () => DeliverAsync(messages[step.Which % messages.Count]);
            default:
                return await AboutARequestAsync(step, conversation);
        }
    }

    private async Task<Func<Task>?> AboutARequestAsync(Step step, Guid conversation)
    {
        var request = await stage.App.LookAsync(db => db.Handoffs.Where(h => h.ConversationId == conversation).OrderByDescending(h => h.AskedAt).ThenBy(h => h.EndedAt != null).FirstOrDefaultAsync(Token));
        if (request is null) return null;
        if (step.IsByWhoeverHasIt && (step.Act == Act.TakesUpTheLetter ? await PromisedByAsync(request.Id) : request.CounsellorId) is { } has) played[step] = step with { Counsellor = has[^1] - '1' };
        else played[step] = step;
        var (who, id, receipt) = (AsPlayed(step).CounsellorId, request.Id, ReceiptCode.Print(request.Receipt));
        // A letter is work on the working day before its date: in an hour as well.
        var (kind, promisedIn) = step.IsLetter ? (CommitmentKind.Letter, TimeSpan.FromHours(25)) : (CommitmentKind.Appointment, TimeSpan.FromHours(1));
        return step.Act switch
        {
            Act.CitizenWithdraws => () => stage.Get<WithdrawHandoff>().RunAsync(receipt, Token),
            Act.AcceptsTheNewestOffer => await AcceptAsync(who, request.Id, newest: true),
            Act.AcceptsTheOldestOffer => await AcceptAsync(who, request.Id, newest: false),
            Act.DeclinesTheNewestOffer => await OfferAsync(request.Id, newest: true) is { } offer ? () => stage.Get<DeclineOffer>().RunAsync(who, offer, "en pause", Token) : null,
            Act.ReceivesAtTheCounter => () => TakeAsync(stage.Get<TakeAtCounter>().RunAsync),
            Act.TakesUpTheLetter => () => TakeAsync(stage.Get<TakeUpPromise>().RunAsync),
            Act.Writes => () => stage.Get<CounsellorSays>().RunAsync(who, receipt, "Bonjour", $"{who}/{step.Which}", Token),
            Act.Transfers => () => stage.Get<TransferHandoff>().RunAsync(who, receipt, step.Which % 2 == 0 ? "retraite" : null, step.Which % 2 == 0 ? null : $"conseiller{1 + (step.Counsellor + 1) % Counsellors}", "à suivre", Token),
            Act.Promises => () => stage.Get<CommitHandoff>().RunAsync(who, receipt, kind, stage.Clock.GetUtcNow() + promisedIn, null, number: null, seen: null, Token),
            Act.RecordsAnAbsence => () => stage.Get<RecordAbsence>().RunAsync(who, receipt, seen: null, Token),
            Act.ClosesAsServed => () => stage.Get<CloseHandoff>().RunAsync(who, receipt, HandoffOutcome.Served, "information", null, seen: null, Token),
            Act.ClosesAsUnreachable => () => stage.Get<CloseHandoff>().RunAsync(who, receipt, HandoffOutcome.Unreachable, "sans_reponse", null, seen: null, Token),
            _ => throw new InvalidOperationException($"{step.Act} is played by nobody"),
        };

        async Task TakeAsync(Func<string, string, CancellationToken, Task<Refusal?>> take)
        {
            if (await take(who, receipt, Token) is null)
                lock (received) received.Add((who, id));
        }
    }

    private async Task AskCallBackAsync(Asking asking, DateTimeOffset? at)
    {
        const string number = "01 99 00 12 34";
        var operation = stage.Get<AskCallBack>();
        var accepted = await (at is { } chosen ? operation.RunAsync(asking, number, chosen) : operation.SoonAsync(asking, number));
        lock (receipts) receipts.Add(accepted.Receipt);
        // A moment that passed on the way is promised to nobody, and what stands in a journal may be overtaken.
        if (at is not { } promised || accepted is not { Door: Door.Database, Refusal: null } || stage.Clock.GetUtcNow() >= promised) return;
        lock (calledBack) calledBack.Add((accepted.Receipt, promised));
    }

    private Task<string?> PromisedByAsync(Guid request) => stage.App.LookAsync(async db =>
        HandoffRecord.CounsellorOf(await db.HandoffLog.Where(e => e.HandoffId == request && e.Move == HandoffMove.Commit).OrderByDescending(e => e.Number).Select(e => e.Actor).FirstOrDefaultAsync(Token) ?? ""));

    private async Task<Func<Task>?> AcceptAsync(string who, Guid request, bool newest)
    {
        if (await OfferAsync(request, newest) is not { } offer) return null;
        return async () =>
        {
            if (await stage.Get<AcceptOffer>().RunAsync(who, offer, Token) is null)
                lock (yours) yours.Add((who, offer));
        };
    }

    private Task<Guid?> OfferAsync(Guid request, bool newest) => stage.App.LookAsync(async db =>
    {
        var made = await db.HandoffLog.Where(e => e.HandoffId == request && e.Move == HandoffMove.Offer).OrderBy(e => e.Number).Select(e => e.Facts).ToListAsync(Token);
        return made.Count == 0 ? (Guid?)null : JsonDocument.Parse(newest ? made[^1] : made[0]).RootElement.GetProperty("offerId").GetGuid();
    });

    private Task Advance(TimeSpan time)
    {
        stage.Clock.Advance(time);
        return Task.CompletedTask;
    }

    /// <summary>What a process that died had committed and not sent is sent by another.</summary>
    public async Task SweepAsync()
    {
        await Advance(OutboxTable.FirstClaim + TimeSpan.FromSeconds(1));
        await stage.Get<OutboxDispatcher>().SweepOnceAsync(Token);
    }

    /// <summary>Every message that was sent so far, once more.</summary>
    public async Task DeliverAllAsync()
    {
        foreach (var message in stage.Messages.InOrder.Skip(messagesBefore).ToList()) await DeliverAsync(message);
    }

    private Task DeliverAsync((Guid Id, object Message) sent) => sent.Message switch
    {
        HandoffWaiting waiting => new HandoffWaitingConsumer(stage.Loop).Consume(Delivered.Of(waiting, sent.Id)),
        CounsellorAvailable available => new CounsellorAvailableConsumer(stage.Loop).Consume(Delivered.Of(available, sent.Id)),
        HandoffEnded ended => new HandoffEndedConsumer(stage.Get<Transactions>()).Consume(Delivered.Of(ended, sent.Id)),
        HandoffAsked asked => ActivatorUtilities.CreateInstance<HandoffAskedConsumer>(stage.Get<IServiceProvider>()).Consume(Delivered.Of(asked, sent.Id)),
        var other => throw new InvalidOperationException($"{other.GetType().Name} is delivered to nobody"),
    };

    /// <summary>Everybody comes to the desk, as often as needed.</summary>
    public async Task EverybodyComesAsync()
    {
        for (var number = 1; number <= Counsellors; number++)
            (await stage.Get<SetPresence>().RunAsync($"conseiller{number}", Presence.Available, SetPresence.MaxCapacity, Token)).Should().BeNull();
    }
}
