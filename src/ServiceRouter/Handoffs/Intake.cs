using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Handoffs;

/// <summary>Why and for what a human is asked.</summary>
/// <param name="Reason">Reason id of flows/skills.yaml.</param>
/// <param name="Skill">Skill id of flows/skills.yaml.</param>
/// <param name="Rank">Published rank.</param>
/// <param name="Actor">citizen (button, words) or assistant (after misses, from a flow).</param>
public sealed record HumanAsk(string Reason, string Skill, HandoffRank Rank, string Actor)
{
    /// <summary>The button, the words: no reason is asked for.</summary>
    public static HumanAsk ByCitizen { get; } = new(Reasons.AskedForHuman, Skills.General, HandoffRank.Ordinary, HandoffRecord.Citizen);

    /// <summary>The citizen prefers a person to the assistant.</summary>
    public static HumanAsk InsteadOfAssistant { get; } = ByCitizen with { Reason = Reasons.PrefersHuman };

    /// <summary>Danger was heard: asked for at once, before all others.</summary>
    public static HumanAsk InDistress { get; } = new(Reasons.Distress, Skills.General, HandoffRank.Distress, HandoffRecord.Assistant);
}

/// <summary>What an asking is known by from its first instant, before anything is stored.</summary>
/// <param name="Id">The handoff's identity.</param>
/// <param name="Receipt">Its code, without dashes.</param>
/// <param name="AskedAt">From when its age counts (UTC).</param>
internal sealed record HandoffIdentity(Guid Id, string Receipt, DateTimeOffset AskedAt)
{
    public static HandoffIdentity New(ReceiptSeal seal, DateTimeOffset now) => new(MassTransit.NewId.NextGuid(), seal.New(), now);
}

/// <summary>
/// An asking becomes a request: row, receipt, notice, event log and outgoing message in one commit, whoever asked and through whichever door. Asking again finds the
/// open handoff; two asks that race meet the unique index of open handoffs per conversation, and the loser finds the winner's.
/// </summary>
internal static class Intake
{
    /// <summary>For a conversation that has no open handoff, as this unit of work has read.</summary>
    public static Handoff MakeHandoff(this Work work, Conversation conversation, HumanAsk ask, ReceiptSeal seal) =>
        work.MakeHandoff(conversation, ask, HandoffIdentity.New(seal, work.Now));

    /// <summary>The same with an identity that was made before, for an asking that came through any of the three doors.</summary>
    public static Handoff MakeHandoff(this Work work, Conversation conversation, HumanAsk ask, HandoffIdentity identity)
    {
        var handoff = new Handoff
        {
            Id = identity.Id,
            Receipt = identity.Receipt,
            ConversationId = conversation.Id,
            Channel = conversation.Channel,
            Language = conversation.Language,
            Territory = conversation.Territory,
            Skill = ask.Skill,
            Reason = ask.Reason,
            Rank = ask.Rank,
            AskedAt = identity.AskedAt,
        };
        var asked = handoff.Ask(work.Now);
        work.Db.Handoffs.Add(handoff);
        conversation.ToldThatWordsAreKept = false;
        conversation.FlowPosition = null;
        work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "HandoffAsked", conversation.Language, ReceiptCode.Print(handoff.Receipt)));
        var actor = SealedTerritory.Holds(handoff.Territory) ? HandoffRecord.Exercise : ask.Actor;
        work.Record(asked, actor, AskFacts.Of(handoff));
        work.PublishWaiting(handoff);
        return handoff;
    }

    /// <summary>For a conversation whose handoff is open: somebody who presses ten times in a row reads it once.</summary>
    public static async Task SayAlreadyOpenAsync(this Work work, Conversation conversation, Handoff open, CancellationToken ct)
    {
        work.CountIgnored(HandoffMove.Ask);
        var last = await work.Db.Activities.AsNoTracking().Where(a => a.ConversationId == conversation.Id).OrderByDescending(a => a.Number).FirstOrDefaultAsync(ct);
        if (last?.Saying == Saying.RequestIsOpen && !work.Db.ChangeTracker.Entries<Activity>().Any()) return;
        // Whoever is with a counsellor has no place in the queue to keep.
        var name = open.State == HandoffState.WithCounsellor ? "HandoffAlreadyInHand" : "HandoffAlreadyOpen";
        work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, name, conversation.Language, ReceiptCode.Print(open.Receipt)), saying: Saying.RequestIsOpen);
    }

    /// <summary>Tells routing that the handoff stands in the queue.</summary>
    public static void PublishWaiting(this Work work, Handoff handoff) =>
        work.Publish(handoff.Id, new HandoffWaiting(handoff.Id, handoff.Version));
}
