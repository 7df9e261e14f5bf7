using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>What a citizen did: words, or a button with its label and value.</summary>
/// <param name="Text">Words, or the button's label; 1 to <see cref="ReceiveActivity.MaxLength"/> characters.</param>
/// <param name="Choice">The button's value, null for words.</param>
/// <param name="ClientId">The sender's own id, at most 100 characters: sent twice, it counts once.</param>
public sealed record CitizenActivity(string Text, string? Choice, string? ClientId);

/// <summary>
/// A citizen's activity comes in: stored, then heard by the counsellor who has the conversation, or kept for the one to come,
/// or answered by an automatic turn. Words and answer are one commit. The turn itself is planned outside of it, since its automatic part may
/// be slow: whoever changed the conversation in between has it planned again.
/// </summary>
public sealed class ReceiveActivity
{
    /// <summary>Longest message, in characters.</summary>
    public const int MaxLength = 4000;

    private readonly Transactions transactions;
    private readonly Turn turn;
    private readonly ReceiptSeal seal;
    private readonly InTime inTime;

    internal ReceiveActivity(Transactions transactions, Turn turn, ReceiptSeal seal, InTime inTime) =>
        (this.transactions, this.turn, this.seal, this.inTime) = (transactions, turn, seal, inTime);

    /// <returns>Null when received, now or before.</returns>
    /// <exception cref="TimeoutException">The database did not answer in time: sent again with the same id, it counts once.</exception>
    public async Task<Refusal?> RunAsync(Guid conversationId, CitizenActivity said, CancellationToken ct)
    {
        said = said with { Text = PlainText.Of(said.Text), ClientId = PlainText.OrNull(said.ClientId) };
        if (said.Text.Length is 0 or > MaxLength) return Refusal.BadInput("message-length", $"Un message contient de 1 à {MaxLength} caractères.");
        if (said.ClientId is { Length: > 100 }) return Refusal.BadInput("client-id", "L'identifiant du message dépasse 100 caractères.");
        Planned? planned = null;
        while (true)
        {
            var plan = planned;
            var (stand, refusal) = await inTime.RunAsync(end => transactions.RunAsync((work, token) => ReceiveAsync(work, conversationId, said, plan, token), end), ct);
            if (stand is null) return refusal;
            planned = new Planned(stand.Version, await turn.PlanAsync(stand.Turn, ct));
        }
    }

    /// <summary>Stores it, with its answer when a plan is needed and fits.</summary>
    /// <returns>Where the conversation stands when a plan is needed first; nothing was stored then.</returns>
    private async Task<(Stand? Stand, Refusal? Refusal)> ReceiveAsync(Work work, Guid conversationId, CitizenActivity said, Planned? planned, CancellationToken ct)
    {
        var found = await (from c in work.Db.Conversations
                           where c.Id == conversationId
                           from h in work.Db.Handoffs.Where(h => h.ConversationId == c.Id && h.EndedAt == null).DefaultIfEmpty()
                           select new
                           {
                               Conversation = c, Handoff = h,
                               IsRepeated = said.ClientId != null && work.Db.Activities.Any(a => a.ConversationId == c.Id && a.ClientId == said.ClientId),
                           }).SingleOrDefaultAsync(ct);
        if (found is null) return (null, new Refusal(404, "conversation-unknown", "Cette conversation n'existe pas."));
        if (found.IsRepeated) return (null, null);

        var (conversation, handoff) = (found.Conversation, found.Handoff);
        if (handoff is not null) Keep(work, conversation, handoff, said);
        else if (planned is null || planned.Version != conversation.Version) return (StandOf(conversation, said), null);
        else Answer(work, conversation, said, planned.Plan);
        return (null, null);
    }

    private static Stand StandOf(Conversation conversation, CitizenActivity said)
    {
        var position = conversation.FlowPosition is null ? null : JsonSerializer.Deserialize<FlowPosition>(conversation.FlowPosition);
        return new Stand(conversation.Version, new TurnContext(
            said.Text, said.Choice, FlowChannelOf(conversation.Channel), conversation.Language, conversation.RefusesAssistant,
            conversation.Voice == Voice.Counsellor, conversation.HumanOffered, position, conversation.Misses));
    }

    /// <summary>A human is asked for already: the words are for the counsellor, and the assistant says nothing.</summary>
    private static void Keep(Work work, Conversation conversation, Handoff handoff, CitizenActivity said)
    {
        var activity = work.Say(conversation, Author.Citizen, said.Text, clientId: said.ClientId);
        work.TellActivity(handoff, activity);
        if (handoff.State is HandoffState.Promised or HandoffState.Absent)
        {
            handoff.ReturnToQueue(HandoffMove.CitizenReturns, work.Now, atHead: true);
            work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "BackInQueue", conversation.Language));
            work.Record(handoff, HandoffMove.CitizenReturns, HandoffRecord.Citizen);
            work.PublishWaiting(handoff);
        }
        else if (handoff.State != HandoffState.WithCounsellor && !conversation.ToldThatWordsAreKept)
        {
            conversation.ToldThatWordsAreKept = true;
            work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "AddedToHandoff", conversation.Language));
        }
    }

    private void Answer(Work work, Conversation conversation, CitizenActivity said, TurnPlan plan)
    {
        work.Say(conversation, Author.Citizen, said.Text, new ActivityDetails { Understood = plan.Understood, Unsure = plan.Unsure }, clientId: said.ClientId);
        conversation.FlowPosition = plan.Position is null ? null : JsonSerializer.Serialize(plan.Position);
        conversation.Misses = plan.Misses;
        conversation.HumanOffered = plan.HumanOffered;
        if (plan.WakesAssistant) conversation.Voice = Voice.Assistant;
        foreach (var reply in plan.Replies)
            work.Say(conversation, reply.ByService ? Author.Service : Author.Assistant, reply.Text, reply.Details);
        if (plan.Ask is { } ask) work.MakeHandoff(conversation, ask, seal);
    }

    private static FlowChannel FlowChannelOf(string channel) => channel switch
    {
        ChannelName.Phone => FlowChannel.Voice,
        ChannelName.Sms => FlowChannel.Sms,
        _ => FlowChannel.Web,
    };

    /// <summary>A conversation as it was read.</summary>
    private sealed record Stand(int Version, TurnContext Turn);

    /// <summary>What to answer a conversation that still has this version.</summary>
    private sealed record Planned(int Version, TurnPlan Plan);
}
