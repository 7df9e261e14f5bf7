using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Doors;

/// <summary>Who asks for a human and how, as far as it is known without looking anything up.</summary>
public sealed record Asking
{
    /// <summary>The citizen's conversation; it need not exist yet.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>Hash of the secret that the citizen's browser holds; null when the caller knows whose conversation it is.</summary>
    internal string? KeyHash { get; init; }

    /// <summary>The request on whose page the citizen asks: its conversation comes first.</summary>
    public string? ShownReceipt { get; init; }

    /// <summary>One of <see cref="ChannelName"/>, for a conversation that does not exist yet.</summary>
    public string Channel { get; init; } = ChannelName.Web;

    /// <summary>Two-letter language, for a conversation that does not exist yet.</summary>
    public string Language { get; init; } = "fr";

    /// <summary>
    /// When the button was shown that was pressed (UTC): pressed again because its answer was lost, it makes no second request
    /// (docs/adr/0030). Null where no button is shown.
    /// </summary>
    public DateTimeOffset? ShownAt { get; init; }

    /// <summary>
    /// When the press reached this node (UTC). One that stood still since, with its machine or because its body came late, is as old as that: it must not
    /// pass for a new wish of somebody who pressed at another node and was served meanwhile (docs/adr/0046). Null: now.
    /// </summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>"Je préfère un humain": remembered for the case.</summary>
    public bool RefusesAssistant { get; init; }

    /// <summary>Département code, where the number or the citizen says whose clock is theirs; null: not known. It changes nothing for who has given a postcode.</summary>
    public string? Territory { get; init; }

    /// <inheritdoc cref="Wish.Agrees"/>
    internal bool Agrees { get; init; }

    /// <summary>Danger was heard in the words that asked.</summary>
    internal DistressWords? Distress { get; init; }

    /// <summary>The sender's own id of the words that asked, as in <see cref="CitizenActivity.ClientId"/>; null where no words did.</summary>
    public string? SentId { get; init; }

    /// <summary>Those words, or the value of the button, where a form sent them, which may send others under that id; no door carries them. Null: the id stands for one thing.</summary>
    public string? SentWords { get; init; }

    internal string? Reason { get; init; }

    internal string? CallBackNumber { get; init; }

    internal DateTimeOffset? CallBackAt { get; init; }

    /// <summary>The moment to call is the counsellors' next opening, which nobody chose.</summary>
    internal bool DateIsOurs { get; init; }

    /// <summary>By the key in a browser, which may be new.</summary>
    public static Asking By(ConversationKey key) => new() { ConversationId = key.ConversationId, KeyHash = key.Hash };

    /// <summary>The same with what was said beside the wish; the words themselves go by no door.</summary>
    public Asking With(Wish? wish) => wish is null ? this : this with { Distress = wish.Distress, RefusesAssistant = wish.RefusesAssistant, Agrees = wish.Agrees };

    /// <summary>The asking with its identity: from here on its receipt is the same whichever door opens.</summary>
    /// <param name="seal">Makes the receipt.</param>
    /// <param name="now">By the clock of this node.</param>
    /// <param name="mayBeBehind"><inheritdoc cref="DatabaseClock.MayBeBehind" path="/summary"/></param>
    internal HandoffAsked Identified(ReceiptSeal seal, DateTimeOffset now, bool mayBeBehind = false)
    {
        var at = ArrivedAt < now ? ArrivedAt.Value : now;
        var identity = HandoffIdentity.New(seal, at.ToMicroseconds());
        var ask = Distress is not null ? HumanAsk.InDistress : Reason is not null ? HumanAsk.ByCitizen with { Reason = Reason } : RefusesAssistant ? HumanAsk.InsteadOfAssistant : HumanAsk.ByCitizen;
        return new HandoffAsked(
            identity.Id, identity.Receipt, identity.AskedAt, ConversationId, KeyHash, Channel, Language, RefusesAssistant,
            // Anything else that was sent in its place is nobody's receipt, and would only be carried along.
            ReceiptCode.Parse(ShownReceipt), ask.Reason, ask.Skill, ask.Rank.ToString(), ask.Actor, CallBackNumber, CallBackAt?.ToMicroseconds(), ShownAt, Distress?.Kind, Territory, Agrees ? true : null, DateIsOurs: DateIsOurs ? true : null,
            TimeMayBeBehind: mayBeBehind ? true : null, SentAs: Doors.SentWords.MarkOf(SentId, SentWords));
    }
}
