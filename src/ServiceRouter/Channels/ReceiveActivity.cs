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
/// or answered by an automatic turn. All in one commit.
/// </summary>
public sealed class ReceiveActivity
{
    /// <summary>Longest message, in characters.</summary>
    public const int MaxLength = 4000;

    private readonly Transactions transactions;
    private readonly Turn turn;
    private readonly ReceiptSeal seal;

    internal ReceiveActivity(Transactions transactions, Turn turn, ReceiptSeal seal) => (this.transactions, this.turn, this.seal) = (transactions, turn, seal);

    /// <returns>Null when received, now or before.</returns>
    public Task<Refusal?> RunAsync(Guid conversationId, CitizenActivity said, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            said = said with { Text = PlainText.Of(said.Text), ClientId = PlainText.OrNull(said.ClientId) };
            var text = said.Text;
            if (text.Length is 0 or > MaxLength) return Refusal.BadInput("message-length", $"Un message contient de 1 à {MaxLength} caractères.");
            if (said.ClientId is { Length: > 100 }) return Refusal.BadInput("client-id", "L'identifiant du message dépasse 100 caractères.");
            var conversation = await work.Db.Conversations.SingleOrDefaultAsync(c => c.Id == conversationId, token);
            if (conversation is null) return new Refusal(404, "conversation-unknown", "Cette conversation n'existe pas.");
            if (said.ClientId is not null && await work.Db.Activities.AnyAsync(a => a.ConversationId == conversationId && a.ClientId == said.ClientId, token)) return null;

            var handoff = await work.Db.Handoffs.SingleOrDefaultAsync(h => h.ConversationId == conversationId && h.EndedAt == null, token);
            if (handoff is null) await AnswerAsync(work, conversation, said, token);
            else Keep(work, conversation, handoff, said);
            return null;
        }, ct);

    /// <summary>A human is asked for already: the words are for the counsellor, and the assistant says nothing.</summary>
    private static void Keep(Work work, Conversation conversation, Handoff handoff, CitizenActivity said)
    {
        var activity = work.Say(conversation, Author.Citizen, said.Text, clientId: said.ClientId);
        work.TellActivity(handoff, activity);
        if (handoff.State is HandoffState.Promised or HandoffState.Absent)
        {
            handoff.ReturnToQueue(HandoffMove.CitizenReturns, work.Now, atHead: true);
            work.Say(conversation, Author.Service, Texts.Say("BackInQueue", conversation.Language));
            work.Record(handoff, HandoffMove.CitizenReturns, HandoffRecord.Citizen);
            work.PublishWaiting(handoff);
        }
        else if (handoff.State != HandoffState.WithCounsellor && !conversation.ToldThatWordsAreKept)
        {
            conversation.ToldThatWordsAreKept = true;
            work.Say(conversation, Author.Service, Texts.Say("AddedToHandoff", conversation.Language));
        }
    }

    private async Task AnswerAsync(Work work, Conversation conversation, CitizenActivity said, CancellationToken ct)
    {
        var position = conversation.FlowPosition is null ? null : JsonSerializer.Deserialize<FlowPosition>(conversation.FlowPosition);
        var plan = turn.Plan(new TurnContext(
            said.Text, said.Choice, FlowChannelOf(conversation.Channel), conversation.Language, conversation.RefusesAssistant,
            conversation.Voice == Voice.Counsellor, conversation.HumanOffered, position, conversation.Misses));

        work.Say(conversation, Author.Citizen, said.Text, new ActivityDetails { Understood = plan.Understood, Unsure = plan.Unsure }, clientId: said.ClientId);
        conversation.FlowPosition = plan.Position is null ? null : JsonSerializer.Serialize(plan.Position);
        conversation.Misses = plan.Misses;
        conversation.HumanOffered = plan.HumanOffered;
        if (plan.WakesAssistant) conversation.Voice = Voice.Assistant;
        foreach (var reply in plan.Replies)
            work.Say(conversation, reply.ByService ? Author.Service : Author.Assistant, reply.Text, reply.Details);
        if (plan.Ask is { } ask) await work.AskForHumanAsync(conversation, ask, seal, ct);
    }

    private static FlowChannel FlowChannelOf(string channel) => channel switch
    {
        ChannelName.Phone => FlowChannel.Voice,
        ChannelName.Sms => FlowChannel.Sms,
        _ => FlowChannel.Web,
    };
}
