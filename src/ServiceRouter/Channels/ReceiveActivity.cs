using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
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
/// <param name="MayBeTooMany">Typed into a page, where nothing but we ends it (<see cref="EnoughWords"/>).</param>
/// <param name="IsOfForm">Sent by a form of a page, where what comes again under an id may be something else (<see cref="OtherWords"/>).</param>
public sealed record CitizenActivity(string Text, string? Choice, string? ClientId, bool MayBeTooMany = false, bool IsOfForm = false);

/// <summary>
/// A citizen's activity comes in: stored, then kept with the open request (<see cref="KeepWords"/>) or answered by an automatic turn. Words and
/// answer are one commit. The turn itself is planned outside of it, since its automatic part may be slow: whoever changed the conversation in
/// between has it planned again.
/// </summary>
public sealed class ReceiveActivity
{
    /// <summary>Longest message, in characters.</summary>
    public const int MaxLength = 4000;

    private static readonly Prepared<Func<RouterDbContext, Guid, string?, CancellationToken, Task<Found?>>> OfConversation = new(() =>
        EF.CompileAsyncQuery((RouterDbContext db, Guid conversationId, string? clientId, CancellationToken ct) =>
            (from c in db.Conversations.AsTracking()
             where c.Id == conversationId
             from h in db.Handoffs.Where(h => h.ConversationId == c.Id && h.EndedAt == null).DefaultIfEmpty()
             select new Found(c, h, clientId != null && db.Activities.Any(a => a.ConversationId == c.Id && a.ClientId == clientId))).SingleOrDefault()));

    private readonly Transactions transactions;
    private readonly Turn turn;
    private readonly HearWish wish;
    private readonly SayStand stands;
    private readonly ReceiptSeal seal;
    private readonly InTime inTime;
    private readonly ILogger<ReceiveActivity> log;

    internal ReceiveActivity(Transactions transactions, Turn turn, HearWish wish, SayStand stands, ReceiptSeal seal, InTime inTime, ILogger<ReceiveActivity> log) =>
        (this.transactions, this.turn, this.wish, this.stands, this.seal, this.inTime, this.log) = (transactions, turn, wish, stands, seal, inTime, log);

    /// <returns>Null when received, now or before.</returns>
    /// <exception cref="TimeoutException">The database did not answer in time: sent again with the same id, it counts once.</exception>
    public async Task<Refusal?> RunAsync(Guid conversationId, CitizenActivity said, CancellationToken ct)
    {
        said = said with { Text = PlainText.Of(said.Text), Choice = PlainText.OrNull(said.Choice), ClientId = PlainText.OrNull(said.ClientId) };
        if (said.Text.Length is 0 or > MaxLength) return Refusal.BadInput("message-length", $"Un message contient de 1 à {MaxLength} caractères.");
        if (said.ClientId is { Length: > 100 }) return Refusal.BadInput("client-id", "L'identifiant du message dépasse 100 caractères.");
        // Only of use where a request is open: a turn hears by itself. However often the unit runs, it is read once.
        var heard = new Lazy<Sensed>(() => Listen(said));
        Planned? planned = null;
        while (true)
        {
            var plan = planned;
            var outcome = await inTime.RunAsync(end => transactions.RunAsync((work, token) => ReceiveAsync(work, conversationId, said, heard, plan, token), end), ct);
            if (outcome.ToPlanFor is not { } stand) return outcome.Refusal;
            planned = new Planned(stand.Version, await turn.PlanAsync(await inTime.RunAsync(end => stands.AddAsync(stand.Turn, end), ct), ct));
        }
    }

    /// <summary>Stores it, with its answer when a plan is needed and fits.</summary>
    private async Task<Outcome> ReceiveAsync(Work work, Guid conversationId, CitizenActivity said, Lazy<Sensed> heard, Planned? planned, CancellationToken ct)
    {
        var found = await OfConversation.For(work.Db)(work.Db, conversationId, said.ClientId, ct);
        if (found is null) return Outcome.Refused(new Refusal(404, "conversation-unknown", "Cette conversation n'existe pas."));
        if (found.IsRepeated)
        {
            if (await work.IdOfOtherWordsAsync(conversationId, said, ct) is not { } id) return Outcome.Stored;
            said = said with { ClientId = id };
        }

        var (conversation, handoff) = (found.Conversation, found.Handoff);
        if (said.MayBeTooMany && await work.HasEnoughWordsAsync(conversation, ct) && !EnoughWords.MustBeHeard(conversation, handoff?.State, heard.Value))
            return Outcome.Refused(EnoughWords.Refusal(handoff?.State));
        if (handoff is not null) await work.KeepAsync(conversation, handoff, said, heard.Value, ct);
        else if (planned is not null && planned.Version == conversation.Version)
        {
            // In danger one request too many is none.
            if (planned.Plan.Ask is null || heard.Value.Distress is not null || await work.AnsweredSinceFirstSentAsync(conversation, said, ct) is not { } answered)
                await AnswerAsync(work, conversation, said, heard, planned.Plan, ct);
            else
                SayThatItWasAnswered(work, conversation, said, answered);
        }
        else if (!await work.AnswersAttemptAsync(conversation, said, heard, ct)) return Outcome.NeedsPlan(StandOf(conversation, said));
        return Outcome.Stored;
    }

    private static Stand StandOf(Conversation conversation, CitizenActivity said)
    {
        var position = conversation.FlowPosition is null ? null : JsonSerializer.Deserialize<FlowPosition>(conversation.FlowPosition);
        return new Stand(conversation.Version, new TurnContext(
            said.Text, said.Choice, FlowChannelOf(conversation.Channel), conversation.Language, conversation.RefusesAssistant,
            conversation.Voice == Voice.Counsellor, conversation.HumanOffered, position, conversation.Misses));
    }

    /// <summary>Nothing where it could not be read: then the words are kept all the same, and nothing that was promised is given up.</summary>
    private Sensed Listen(CitizenActivity said)
    {
        try
        {
            return wish.Read(said.Text, said.Choice);
        }
        catch (Exception e)
        {
            log.LogError("What a citizen wrote for an open request could not be listened to ({Failure}); it is kept for the counsellor", e.GetType().Name);
            return Sensed.Nothing;
        }
    }

    private async Task AnswerAsync(Work work, Conversation conversation, CitizenActivity said, Lazy<Sensed> heard, TurnPlan plan, CancellationToken ct)
    {
        work.Say(conversation, Author.Citizen, said.Text, new ActivityDetails { Understood = plan.Understood, Unsure = plan.Unsure }, clientId: said.ClientId);
        conversation.FlowPosition = plan.Position is null ? null : JsonSerializer.Serialize(plan.Position);
        conversation.Misses = plan.Misses;
        conversation.HumanOffered = plan.HumanOffered;
        if (plan.WakesAssistant) conversation.Voice = Voice.Assistant;
        foreach (var reply in plan.Replies)
            work.Say(conversation, reply.ByService ? Author.Service : Author.Assistant, reply.Text, reply.Details, saying: reply.Saying);
        if (plan.RefusesAssistant) work.RememberRefusal(conversation);
        if (plan.Ask is { } ask && !await work.AsksForEarlierAsync(conversation, said, heard, ct)) work.MakeHandoff(conversation, ask, seal);
    }

    private static void SayThatItWasAnswered(Work work, Conversation conversation, CitizenActivity said, Handoff answered)
    {
        work.Say(conversation, Author.Citizen, said.Text, clientId: said.ClientId);
        work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "WordsAnswered", conversation.Language, ReceiptCode.Print(answered.Receipt)));
        work.AfterCommit(() => Measures.AskingsRepeated.Add(1));
    }

    internal static FlowChannel FlowChannelOf(string channel) => channel switch
    {
        ChannelName.Phone => FlowChannel.Voice,
        ChannelName.Sms => FlowChannel.Sms,
        _ => FlowChannel.Web,
    };

    /// <summary>What became of an activity.</summary>
    /// <param name="ToPlanFor">Nothing was stored yet: it needs an answer, for a conversation that stands so.</param>
    /// <param name="Refusal">Why it is not taken.</param>
    private sealed record Outcome(Stand? ToPlanFor, Refusal? Refusal)
    {
        /// <summary>Now or before.</summary>
        public static Outcome Stored { get; } = new(null, null);

        public static Outcome NeedsPlan(Stand stand) => new(stand, null);

        public static Outcome Refused(Refusal refusal) => new(null, refusal);
    }

    /// <summary>A conversation with its open request, where it has one.</summary>
    private sealed record Found(Conversation Conversation, Handoff? Handoff, bool IsRepeated);

    /// <summary>A conversation as it was read.</summary>
    private sealed record Stand(int Version, TurnContext Turn);

    /// <summary>What to answer a conversation that still has this version.</summary>
    private sealed record Planned(int Version, TurnPlan Plan);
}
