using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>
/// One conversation whose handoff was brought into a state by the acts of people: asked, offered to the holder, declined (the old offer),
/// and on from there.
/// </summary>
internal sealed class HandoffCase
{
    public const string Holder = "conseiller1";
    public const string Other = "conseiller2";
    public const string Third = "conseiller3";

    private HandoffCase(MoveStage stage, ConversationKey key)
    {
        (Stage, Key) = (stage, key);
        AppointmentAt = stage.Clock.GetUtcNow().AddHours(1);
        CallBackAt = stage.Clock.GetUtcNow().AddHours(2);
        LetterAt = stage.Clock.GetUtcNow().AddDays(3);
        ThroughADoor = HandoffIdentity.New(stage.Get<ReceiptSeal>(), stage.Clock.GetUtcNow());
    }

    public MoveStage Stage { get; }

    public ConversationKey Key { get; }

    public Guid ConversationId => Key.ConversationId;

    /// <summary>Null when it was not asked.</summary>
    public Guid? HandoffId { get; private set; }

    /// <summary>A well-formed receipt of nobody when it was not asked.</summary>
    public string Receipt { get; private set; } = "K7PR-2XW-9AD-FM47";

    public Guid OldOffer { get; private set; } = MassTransit.NewId.NextGuid();

    /// <summary>The newest offer: the current one while the state is Offered.</summary>
    public Guid LastOffer { get; private set; } = MassTransit.NewId.NextGuid();

    public DateTimeOffset AppointmentAt { get; }

    public DateTimeOffset CallBackAt { get; }

    /// <summary>So far away that it is work before it.</summary>
    public DateTimeOffset LetterAt { get; }

    /// <summary>What an asking is known by that took the broker's door or the journal's: its repetition has the same.</summary>
    public HandoffIdentity ThroughADoor { get; }

    /// <summary>MessageId and ClientId of the one message under test: its repetition has the same.</summary>
    public Guid MessageId { get; } = MassTransit.NewId.NextGuid();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<HandoffCase> BringAsync(MoveStage stage, HandoffColumn column)
    {
        // Whoever can be rung by hand can be said not to answer.
        var key = await stage.App.SilentConversationAsync("0199001299");
        var made = new HandoffCase(stage, key);
        if (column.State is not null) await made.AskAsync();
        switch (column.State)
        {
            case null or HandoffState.Waiting:
                break;
            case HandoffState.Offered:
                await made.OfferAsync();
                break;
            case HandoffState.Promised when column.Promise == CommitmentKind.CallBack:
                await made.OfferAsync();
                await AllowedAsync(stage.Get<AskCallBack>().RunAsync(made.ConversationId, "01 99 00 12 34", made.AppointmentAt, Token));
                break;
            default:
                await made.OfferAsync();
                await AllowedAsync(stage.Get<AcceptOffer>().RunAsync(Holder, made.LastOffer, Token));
                await made.LeaveAsync(column);
                break;
        }
        // What comes now comes after it: an asking as old as the promise would be a copy from before.
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        return made;
    }

    public Task<Handoff?> FindAsync() => Stage.App.LookAsync(db => db.Handoffs.SingleOrDefaultAsync(h => h.Id == HandoffId));

    /// <summary>Nothing of this case meets the next one.</summary>
    public async Task EndAsync()
    {
        foreach (var open in await Stage.App.LookAsync(db => db.Handoffs.Where(h => h.ConversationId == ConversationId && h.EndedAt == null).Select(h => h.Receipt).ToListAsync()))
            await AllowedAsync(Stage.Get<WithdrawHandoff>().RunAsync(open, Token));
        await Stage.BePresentAsync(Third, Presence.Away);
    }

    private async Task AskAsync()
    {
        Receipt = (await Stage.Get<AskHuman>().RunAsync(new Asking { ConversationId = ConversationId })).Receipt;
        HandoffId = (await Stage.App.LookAsync(db => db.Handoffs.SingleAsync(h => h.ConversationId == ConversationId))).Id;
        await OfferAsync();
        OldOffer = LastOffer;
        await AllowedAsync(Stage.Get<DeclineOffer>().RunAsync(Holder, OldOffer, "en pause", Token));
    }

    private async Task OfferAsync()
    {
        await Stage.BePresentAsync(Holder, Presence.Available);
        (await Stage.MatchAsync()).Should().Be(1);
        await Stage.BePresentAsync(Holder, Presence.Away);
        LastOffer = (await FindAsync())!.OfferId!.Value;
    }

    private Task LeaveAsync(HandoffColumn column) => column.State switch
    {
        HandoffState.WithCounsellor => Task.CompletedTask,
        HandoffState.Promised => AllowedAsync(Stage.Get<CommitHandoff>().RunAsync(
            Holder, Receipt, column.Promise!.Value, column.Promise == CommitmentKind.Letter ? LetterAt : AppointmentAt, null, number: null, seen: null, Token)),
        HandoffState.Absent => AllowedAsync(Stage.Get<RecordAbsence>().RunAsync(Holder, Receipt, seen: null, Token)),
        HandoffState.Served => AllowedAsync(Stage.Get<CloseHandoff>().RunAsync(Holder, Receipt, HandoffOutcome.Served, "information", null, seen: null, Token)),
        HandoffState.Unreachable => AllowedAsync(Stage.Get<CloseHandoff>().RunAsync(Holder, Receipt, HandoffOutcome.Unreachable, "sans_reponse", null, seen: null, Token)),
        HandoffState.Withdrawn => AllowedAsync(Stage.Get<WithdrawHandoff>().RunAsync(Receipt, Token)),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "Not reached through a counsellor"),
    };

    private static async Task AllowedAsync(Task<Platform.Refusal?> act) => (await act).Should().BeNull();
}
