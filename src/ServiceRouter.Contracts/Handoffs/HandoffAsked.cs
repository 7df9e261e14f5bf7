namespace ServiceRouter.Contracts.Handoffs;

/// <summary>
/// A citizen asked for a human while the database did not answer, and holds the receipt: to be taken into the database, once.
/// It holds all that the asking needs, since nothing could be looked up. Also the record of the local journal.
/// </summary>
/// <param name="HandoffId">The handoff's identity, made before any door was tried: what makes the taking happen once.</param>
/// <param name="Receipt">The code that the citizen holds, without dashes.</param>
/// <param name="AskedAt">When it was asked: the age in the queue counts from here (UTC).</param>
/// <param name="ConversationId">The citizen's conversation; it may not exist yet.</param>
/// <param name="KeyHash">Hash of the secret in the citizen's browser; null when the caller has made sure whose conversation it is.</param>
/// <param name="Channel">Channel of a conversation that does not exist yet.</param>
/// <param name="Language">Its two-letter language.</param>
/// <param name="RefusesAssistant">The citizen prefers a human.</param>
/// <param name="ShownReceipt">Receipt of the request on whose page the citizen asked: its conversation comes before the browser's.</param>
/// <param name="Reason">Reason id of flows/skills.yaml.</param>
/// <param name="Skill">Skill id of flows/skills.yaml.</param>
/// <param name="Rank">Name of the published rank.</param>
/// <param name="Actor">Who asked, as in the event log.</param>
/// <param name="CallBackNumber">Number to call, when a call-back is wanted, and of a caller who may hang up before the database hears of the call; on the way only from nodes before 2026-11-29 or that do not seal.</param>
/// <param name="CallBackAt">When to call (UTC).</param>
/// <param name="ShownAt">When the button that was pressed was shown (UTC); null where nothing is shown, and from before 2026-11-26.</param>
/// <param name="Distress">Kind of the danger that was heard, whose emergency numbers the citizen was told; null for none, and from before 2026-11-28.</param>
/// <param name="Territory">Département code, where the citizen's clock is known and nothing else of where they are; null: not known, and from before 2026-11-29.</param>
/// <param name="Agrees">The words that asked thank for a date or take it: where one is promised they ask for nobody. Null: no, and from before 2026-11-29.</param>
/// <param name="SealedNumber">On the way: the number to call, closed for all but the nodes of this service (docs/adr/0076). Null: none, and from before 2026-11-29.</param>
/// <param name="DateIsOurs">The moment to call is when the counsellors are back, and nobody chose it. Null: no, and from before 2026-11-30.</param>
/// <param name="TimeMayBeBehind">The node that took it went by a clock of its own: it may have been asked later than <paramref name="AskedAt"/>, and what was done since then is no answer to it. Null: no, and from before 2026-12-01.</param>
/// <param name="SentAs">Hash of the sender's own id of the words that asked, and of what a form sent under it: where they came before, by another door, they are as old as then. Null: no words asked, and from before 2026-11-30; until 2026-12-01 always of the id alone.</param>
public sealed record HandoffAsked(
    Guid HandoffId, string Receipt, DateTimeOffset AskedAt, Guid ConversationId, string? KeyHash, string Channel, string Language, bool RefusesAssistant,
    string? ShownReceipt, string Reason, string Skill, string Rank, string Actor, string? CallBackNumber, DateTimeOffset? CallBackAt,
    DateTimeOffset? ShownAt = null, string? Distress = null, string? Territory = null, bool? Agrees = null, string? SealedNumber = null, bool? DateIsOurs = null, bool? TimeMayBeBehind = null,
    string? SentAs = null);
