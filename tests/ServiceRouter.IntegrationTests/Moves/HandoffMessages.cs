using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Contracts.Desk;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Retention;
using ServiceRouter.Routing;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>One thing that can reach a handoff, sent through the operation or consumer of the service itself.</summary>
/// <param name="Operation">The class that receives it: a row of the table names the file to open.</param>
/// <param name="Name">Who does what.</param>
/// <param name="SendAsync">Sends it; called twice, it sends the same message again.</param>
internal sealed record HandoffMessage(string Operation, string Name, Func<HandoffCase, Task<Refusal?>> SendAsync);

/// <summary>Every message that can reach a handoff, on time, late, or from the wrong person.</summary>
internal static class HandoffMessages
{
    private const string Ground = "à suivre";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static IReadOnlyList<HandoffMessage> All { get; } =
    [
        Done(nameof(AskHuman), "citizen presses the button", c => c.Stage.Get<AskHuman>().RunAsync(new Asking { ConversationId = c.ConversationId })),
        Done(nameof(StartConversation), "citizen opens the page again", c => c.Stage.Get<StartConversation>().RunAsync(c.Key, ChannelName.Web, "fr", Token)),
        new(nameof(ReceiveActivity), "citizen writes", c => Says(c, "Voici le numéro de mon dossier.")),
        new(nameof(ReceiveActivity), "citizen writes that a human is wanted", c => Says(c, "Je veux parler à un conseiller")),
        new(nameof(ReceiveActivity), "citizen writes in distress", c => Says(c, "J'ai envie d'en finir")),
        new(nameof(AskCallBack), "citizen asks to be called back", c => c.Stage.Get<AskCallBack>().RunAsync(c.ConversationId, "01 99 00 12 34", c.CallBackAt, Token)),
        Done(nameof(ComeBackOnPhone), "citizen is back on the line", c => c.Stage.Get<ComeBackOnPhone>().RunAsync(c.ConversationId, "CA-back", Token)),
        new(nameof(GivePostcode), "citizen says where", c => c.Stage.Get<GivePostcode>().RunAsync(c.ConversationId, "23000", Token)),
        new(nameof(TellNeed), "citizen says how to be spoken with", c => c.Stage.Get<TellNeed>().RunAsync(c.Receipt, AccessNeed.Written, Token)),
        new(nameof(WithdrawHandoff), "citizen withdraws", c => c.Stage.Get<WithdrawHandoff>().RunAsync(c.Receipt, Token)),
        new(nameof(GiveRating), "citizen rates", c => c.Stage.Get<GiveRating>().RunAsync(c.Receipt, 5, Solved.Yes, null, Token)),

        new(nameof(AcceptOffer), "holder accepts the newest offer", c => c.Stage.Get<AcceptOffer>().RunAsync(HandoffCase.Holder, c.LastOffer, Token)),
        new(nameof(AcceptOffer), "holder accepts an old offer", c => c.Stage.Get<AcceptOffer>().RunAsync(HandoffCase.Holder, c.OldOffer, Token)),
        new(nameof(AcceptOffer), "another accepts the holder's offer", c => c.Stage.Get<AcceptOffer>().RunAsync(HandoffCase.Other, c.LastOffer, Token)),
        new(nameof(DeclineOffer), "holder declines the newest offer", c => c.Stage.Get<DeclineOffer>().RunAsync(HandoffCase.Holder, c.LastOffer, "en pause", Token)),
        new(nameof(DeclineOffer), "holder declines an old offer", c => c.Stage.Get<DeclineOffer>().RunAsync(HandoffCase.Holder, c.OldOffer, "en pause", Token)),
        new(nameof(DeclineOffer), "another declines the holder's offer", c => c.Stage.Get<DeclineOffer>().RunAsync(HandoffCase.Other, c.LastOffer, "en pause", Token)),

        new(nameof(TakeAtCounter), "holder receives the citizen at the counter", c => ReceivesAsync(c, HandoffCase.Holder)),
        new(nameof(TakeAtCounter), "a counsellor elsewhere receives the citizen at the counter", c => ReceivesAsync(c, HandoffCase.Other)),

        new(nameof(TakeUpPromise), "holder does the promised letter before its date", c => TakesUpAsync(c, HandoffCase.Holder)),
        new(nameof(TakeUpPromise), "another does the promised letter before its date", c => TakesUpAsync(c, HandoffCase.Other)),

        new(nameof(CounsellorSays), "holder writes", c => Answers(c, HandoffCase.Holder)),
        new(nameof(CounsellorSays), "another writes", c => Answers(c, HandoffCase.Other)),
        new(nameof(TransferHandoff), "holder transfers to a pool", c => c.Stage.Get<TransferHandoff>().RunAsync(HandoffCase.Holder, c.Receipt, "retraite", null, Ground, Token)),
        new(nameof(TransferHandoff), "holder transfers to a colleague", c => c.Stage.Get<TransferHandoff>().RunAsync(HandoffCase.Holder, c.Receipt, null, HandoffCase.Other, Ground, Token)),
        new(nameof(TransferHandoff), "another transfers", c => c.Stage.Get<TransferHandoff>().RunAsync(HandoffCase.Other, c.Receipt, "retraite", null, Ground, Token)),
        new(nameof(HandOverCall), "holder hands the call over to the second counsellor", c => HandsOverAsync(c, HandoffCase.Holder)),
        new(nameof(HandOverCall), "another hands the call over", c => HandsOverAsync(c, HandoffCase.Other)),
        new(nameof(CommitHandoff), "holder promises an appointment", c => Promises(c, HandoffCase.Holder)),
        new(nameof(CommitHandoff), "another promises an appointment", c => Promises(c, HandoffCase.Other)),
        new(nameof(RecordAbsence), "holder records an absence", c => c.Stage.Get<RecordAbsence>().RunAsync(HandoffCase.Holder, c.Receipt, seen: null, Token)),
        new(nameof(RecordAbsence), "another records an absence", c => c.Stage.Get<RecordAbsence>().RunAsync(HandoffCase.Other, c.Receipt, seen: null, Token)),
        new(nameof(CloseHandoff), "holder closes as served", c => Closes(c, HandoffCase.Holder, HandoffOutcome.Served)),
        new(nameof(CloseHandoff), "holder closes as unreachable", c => Closes(c, HandoffCase.Holder, HandoffOutcome.Unreachable)),
        new(nameof(CloseHandoff), "another closes as served", c => Closes(c, HandoffCase.Other, HandoffOutcome.Served)),
        new(nameof(CloseHandoff), "holder closes as withdrawn", c => Closes(c, HandoffCase.Holder, HandoffOutcome.Withdrawn)),
        new(nameof(AddNote), "another writes a note", c => c.Stage.Get<AddNote>().RunAsync(HandoffCase.Other, c.Receipt, Ground, draftId: null, Token)),
        new(nameof(SetPresence), "holder goes away", c => c.Stage.Get<SetPresence>().RunAsync(HandoffCase.Holder, Presence.Away, null, Token)),
        new(nameof(SetPresence), "holder goes off line", c => c.Stage.Get<SetPresence>().RunAsync(HandoffCase.Holder, Presence.Offline, null, Token)),
        Done(nameof(KeepLease), "holder renews the lease", c => c.Stage.Get<KeepLease>().RunAsync(HandoffCase.Holder, Token)),

        Done(nameof(DueMoves), "clock: the offer's time is over", c => TimeComesAsync(c, h => h.OfferExpiresAt, holderLives: true)),
        Done(nameof(DueMoves), "clock: the holder's lease is over", c => TimeComesAsync(c, _ => c.Stage.Clock.GetUtcNow() + MoveStage.Lease, holderLives: false)),
        Done(nameof(DueMoves), "clock: the promised date has come", c => TimeComesAsync(c, h => h.DueAt, holderLives: true)),
        Done(nameof(DueMoves), "clock: a look when nothing is due", c => c.Stage.Get<DueMoves>().RunAsync(Token)),
        Done(nameof(DueMoves), "clock: a late expiry of the offer", c => Late(c, (moves, work, id, ct) => moves.ExpireOfferAsync(work, id, isMissed: true, ct))),
        Done(nameof(DueMoves), "clock: a late loss of the counsellor", c => Late(c, (_, work, id, ct) => DueMoves.LoseCounsellorAsync(work, id, ct))),
        Done(nameof(DueMoves), "clock: a late falling due", c => Late(c, (_, work, id, ct) => DueMoves.FallDueAsync(work, id, ct))),
        Done(nameof(LoseLine), "line: the holder's telephone is cut off", CutOffAsync),
        Done(nameof(LoseLine), "line: the holder is not rung, and the citizen is on the telephone", UnrungAsync),
        Done(nameof(LoseLine), "line: the holder hung up, and the citizen was there", WasThereAsync),
        new(nameof(CloseExercise), "manager closes an exercise that names its conversation", CloseExerciseAsync),
        Done(nameof(EraseWords), "cleaner: forty days later", CleanAsync),
        Done(nameof(InviteMissed), "job: who was not invited to rate", async c =>
        {
            c.Stage.Clock.Advance(TimeSpan.FromMinutes(2));
            await c.Stage.Get<InviteMissed>().RunAsync(Token);
        }),

        Done(nameof(HandoffWaitingConsumer), "message HandoffWaiting, a counsellor is free", c => Waiting(c, free: true)),
        Done(nameof(HandoffWaitingConsumer), "message HandoffWaiting, nobody is free", c => Waiting(c, free: false)),
        Done(nameof(CounsellorAvailableConsumer), "message CounsellorAvailable", async c =>
        {
            await c.Stage.BePresentAsync(HandoffCase.Third, Presence.Available);
            await new CounsellorAvailableConsumer(c.Stage.Loop).Consume(Delivered.Of(new CounsellorAvailable(HandoffCase.Third), c.MessageId));
        }),
        Done(nameof(HandoffAskedConsumer), "citizen asks, message HandoffAsked", c => Asked(c, callBack: false)),
        Done(nameof(HandoffAskedConsumer), "citizen asks to be called back, message HandoffAsked", c => Asked(c, callBack: true)),
        Done(nameof(HandoffAskedConsumer), "citizen asks to be called back, message HandoffAsked whose receipt leads elsewhere", BesideAsync),
        Done(nameof(HandoffEndedConsumer), "message HandoffEnded", c => new HandoffEndedConsumer(c.Stage.Get<Transactions>())
            .Consume(Delivered.Of(new HandoffEnded(c.HandoffId ?? c.MessageId, HandoffOutcome.Served, c.Stage.Clock.GetUtcNow()), c.MessageId))),

        Done(nameof(KeepDeadLetter), "citizen asks, message HandoffAsked fails for good", c => FailsAsync(c, AskedBy(c, callBack: false) with { Language = "no language" })),
        Done(nameof(KeepDeadLetter), "message HandoffEnded fails for good", c => FailsAsync(c, Ended(c))),
        new(nameof(TakeDeadLetter), "another takes the failed message about it", async c =>
        {
            await FailsAsync(c, Ended(c));
            return await c.Stage.Get<TakeDeadLetter>().RunAsync(HandoffCase.Other, c.MessageId, Token);
        }),
        new(nameof(CloseDeadLetter), "another closes the failed message about it", async c =>
        {
            await FailsAsync(c, Ended(c));
            (await c.Stage.Get<TakeDeadLetter>().RunAsync(HandoffCase.Other, c.MessageId, Token))?.Code.Should().Be("dead-letter-closed");
            return await c.Stage.Get<CloseDeadLetter>().RunAsync(HandoffCase.Other, c.MessageId, "rappelé", Token);
        }),
    ];

    /// <summary>A message that no person waits for: it is never refused.</summary>
    private static HandoffMessage Done(string operation, string name, Func<HandoffCase, Task> send) => new(operation, name, async c =>
    {
        await send(c);
        return null;
    });

    private static Task<Refusal?> Says(HandoffCase c, string words) =>
        c.Stage.Get<ReceiveActivity>().RunAsync(c.ConversationId, new CitizenActivity(words, null, $"{c.MessageId}"), Token);

    private static async Task<Refusal?> ReceivesAsync(HandoffCase c, string counsellorId)
    {
        await c.Stage.BePresentAsync(counsellorId, Presence.Away);
        return await c.Stage.Get<TakeAtCounter>().RunAsync(counsellorId, c.Receipt, Token);
    }

    private static async Task<Refusal?> TakesUpAsync(HandoffCase c, string counsellorId)
    {
        await c.Stage.BePresentAsync(counsellorId, Presence.Away);
        return await c.Stage.Get<TakeUpPromise>().RunAsync(counsellorId, c.Receipt, Token);
    }

    private static Task<Refusal?> Answers(HandoffCase c, string counsellorId) =>
        c.Stage.Get<CounsellorSays>().RunAsync(counsellorId, c.Receipt, "Bonjour", $"{c.MessageId}", Token);

    private static Task<Refusal?> Promises(HandoffCase c, string counsellorId) =>
        c.Stage.Get<CommitHandoff>().RunAsync(counsellorId, c.Receipt, CommitmentKind.Appointment, c.AppointmentAt, null, number: null, seen: null, Token);

    private static Task<Refusal?> Closes(HandoffCase c, string counsellorId, HandoffOutcome outcome) =>
        c.Stage.Get<CloseHandoff>().RunAsync(counsellorId, c.Receipt, outcome, ClosingCodes.All.FirstOrDefault(code => code.Outcome == outcome)?.Id, null, seen: null, Token);

    /// <summary>Turns the clock to the moment that the handoff has for this, if it has one, and lets the clock's moves look.</summary>
    private static async Task TimeComesAsync(HandoffCase c, Func<Handoff, DateTimeOffset?> moment, bool holderLives)
    {
        var now = c.Stage.Clock.GetUtcNow();
        if (await c.FindAsync() is { } handoff && moment(handoff) is { } at && at > now) c.Stage.Clock.Advance(at - now);
        if (holderLives) await c.Stage.Get<KeepLease>().RunAsync(HandoffCase.Holder, Token);
        await c.Stage.Get<DueMoves>().RunAsync(Token);
    }

    /// <summary>A move of the clock that found the handoff due a moment ago and comes to it now. One that was never asked is never found.</summary>
    private static async Task Late(HandoffCase c, Func<DueMoves, Work, Guid, CancellationToken, Task<int>> move)
    {
        if (c.HandoffId is { } id)
            await c.Stage.Get<Transactions>().RunAsync((work, ct) => move(c.Stage.Get<DueMoves>(), work, id, ct), Token);
    }

    /// <summary>The telephone on which the holder talked, if there is a request; told twice, it is the same line.</summary>
    private static async Task CutOffAsync(HandoffCase c)
    {
        if (await c.FindAsync() is not { } handoff) return;
        await TalksAsync(c, handoff);
        await c.Stage.Get<Transactions>().RunAsync((work, ct) => work.LoseLineAsync(c.MessageId, LineEnding.Dropped, ct), Token);
    }

    /// <summary>The provider did not ring the holder, and the citizen is on the telephone, if there is a request; told twice, it is the same line.</summary>
    private static async Task UnrungAsync(HandoffCase c)
    {
        if (await c.FindAsync() is not { } handoff) return;
        await TalksAsync(c, handoff, LineState.Wanted);
        await c.Stage.Get<Transactions>().RunAsync(async (work, ct) =>
        {
            if (await work.Db.PhoneCalls.FindAsync([$"CA-{c.MessageId}"], ct) is null)
                work.Db.PhoneCalls.Add(new PhoneCall { Id = $"CA-{c.MessageId}", ConversationId = c.ConversationId, StartedAt = work.Now });
        }, Token);
        await c.Stage.Get<Transactions>().RunAsync(async (work, ct) =>
            await work.LoseUnrungAsync(await work.Db.CounsellorLines.SingleAsync(l => l.Id == c.MessageId, ct), isRefused: false, ct), Token);
    }

    /// <summary>The line of the holder is over, since nobody seemed to be on it any more, and the citizen's call is on.</summary>
    private static async Task WasThereAsync(HandoffCase c)
    {
        if (await c.FindAsync() is not { } handoff) return;
        await TalksAsync(c, handoff);
        await c.Stage.Get<Transactions>().RunAsync(async (work, ct) =>
        {
            var line = await work.Db.CounsellorLines.SingleAsync(l => l.Id == c.MessageId, ct);
            if (!line.IsOver) line.End(LineEnding.Done, counsellorIsGone: true, work.Now);
            await work.CitizenWasThereAsync(line, ct);
        }, Token);
    }

    /// <summary>The holder and a second counsellor talk with the citizen, if there is a request; told twice, it is the same call.</summary>
    private static async Task<Refusal?> HandsOverAsync(HandoffCase c, string counsellorId)
    {
        if (await c.FindAsync() is { } handoff && await TalksAsync(c, handoff))
        {
            await c.Stage.Get<Transactions>().RunAsync((work, ct) =>
            {
                var second = new SecondLine { Id = c.MessageId, LineId = c.MessageId, HandoffId = handoff.Id, CounsellorId = HandoffCase.Other, Address = "+33199002002" };
                second.RingsAs($"second-{c.MessageId}");
                second.Become(SecondState.Joined, work.Now);
                work.Db.SecondLines.Add(second);
                return Task.CompletedTask;
            }, Token);
        }
        return await c.Stage.Get<HandOverCall>().RunAsync(counsellorId, c.Receipt, Token);
    }

    /// <returns>False when they talk already.</returns>
    private static Task<bool> TalksAsync(HandoffCase c, Handoff handoff, LineState state = LineState.Talking) => c.Stage.Get<Transactions>().RunAsync(async (work, ct) =>
    {
        if (await work.Db.CounsellorLines.FindAsync([c.MessageId], ct) is not null) return false;
        var line = new CounsellorLine
        {
            Id = c.MessageId, HandoffId = handoff.Id, ConversationId = c.ConversationId, CounsellorId = HandoffCase.Holder, HandoffVersion = handoff.Version, Address = "+33199002001",
        };
        line.Become(state, work.Now);
        work.Db.CounsellorLines.Add(line);
        return true;
    }, Token);

    private static async Task CleanAsync(HandoffCase c)
    {
        c.Stage.Clock.Advance(TimeSpan.FromDays(40));
        await c.Stage.Get<EraseWords>().RunAsync(Token);
        await c.Stage.Get<DropTraces>().RunAsync(Token);
    }

    private static async Task Waiting(HandoffCase c, bool free)
    {
        if (free) await c.Stage.BePresentAsync(HandoffCase.Third, Presence.Available);
        await new HandoffWaitingConsumer(c.Stage.Loop).Consume(Delivered.Of(new HandoffWaiting(c.HandoffId ?? c.MessageId, 1), c.MessageId));
    }

    private static Task Asked(HandoffCase c, bool callBack) =>
        ActivatorUtilities.CreateInstance<HandoffAskedConsumer>(c.Stage.Get<IServiceProvider>()).Consume(Delivered.Of(AskedBy(c, callBack), c.MessageId));

    /// <summary>Its citizen pressed once more, and the later press came first: the receipt of the earlier one leads to the request that is there.</summary>
    private static async Task BesideAsync(HandoffCase c)
    {
        if (c.HandoffId is { } there)
        {
            await c.Stage.Get<Transactions>().RunAsync(async (work, ct) =>
            {
                if (await work.Db.ReceiptAliases.FindAsync([c.ThroughADoor.Receipt], ct) is null)
                    work.Db.ReceiptAliases.Add(new ReceiptAlias { Receipt = c.ThroughADoor.Receipt, HandoffId = there, At = work.Now });
            }, Token);
        }
        await Asked(c, callBack: true);
    }

    /// <summary>An exercise that was broken off, and that names somebody who is in none.</summary>
    private static async Task<Refusal?> CloseExerciseAsync(HandoffCase c)
    {
        await c.Stage.Get<Transactions>().RunAsync(async (work, ct) =>
        {
            if (await work.Db.Exercises.FindAsync([c.MessageId], ct) is not null) return;
            work.Db.Exercises.Add(new Exercise
            {
                Id = c.MessageId, Kind = ExerciseKind.Model, StartedBy = "responsable1", StartedAt = work.Now.AddHours(-1), Node = "gone", AliveUntil = work.Now.AddMinutes(-30),
            });
            work.Db.ExerciseCitizens.Add(new ExerciseCitizen { ConversationId = c.ConversationId, ExerciseId = c.MessageId, Drill = ExerciseKind.Model, Number = 1 });
        }, Token);
        return await new CloseExercise(c.Stage.Get<Transactions>(), c.Stage.Get<WithdrawHandoff>(), c.Stage.Clock).RunAsync(c.MessageId, "responsable1", Token);
    }

    private static HandoffAsked AskedBy(HandoffCase c, bool callBack)
    {
        var (id, receipt, askedAt) = c.ThroughADoor;
        var ask = HumanAsk.ByCitizen;
        return new HandoffAsked(
            id, receipt, askedAt, c.ConversationId, null, ChannelName.Web, "fr", RefusesAssistant: false, null,
            ask.Reason, ask.Skill, ask.Rank.ToString(), ask.Actor, callBack ? "0199001234" : null, callBack ? c.CallBackAt : null);
    }

    private static HandoffEnded Ended(HandoffCase c) => new(c.HandoffId ?? c.MessageId, HandoffOutcome.Served, c.Stage.Clock.GetUtcNow());

    private static Task FailsAsync<TMessage>(HandoffCase c, TMessage message) => c.Stage.Get<IDeadLetterBox>().KeepAsync(
        ReadFailedMessage.Of(FailedBy.Consumer, "sr-x", JsonSerializer.SerializeToUtf8Bytes(message), c.MessageId, null, c.Stage.Clock.GetUtcNow()) with { Type = typeof(TMessage).FullName }, Token);
}
