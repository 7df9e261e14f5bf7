using System.Text.Json.Serialization;

namespace ServiceRouter.Handoffs.Facts;

/// <summary>Ask: what was asked for, and where. The ledger, the check of the log and that of an export read it, through <c>Steering/AskedFacts</c>.</summary>
/// <param name="Receipt">Without dashes.</param>
/// <param name="Channel">By which it was asked.</param>
/// <param name="Language">Two letters.</param>
/// <param name="Territory">Département code, the sealed territory, or null.</param>
/// <param name="Skill">Skill id.</param>
/// <param name="Reason">Reason id.</param>
/// <param name="Rank">As its number.</param>
/// <param name="ConversationId">Whose words its receipt opens; null in entries of before it was recorded.</param>
internal sealed record AskFacts(
    string Receipt, string Channel, string Language, string? Territory, string Skill, string Reason, HandoffRank Rank,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ConversationId = null) : MoveFacts
{
    public static AskFacts Of(Handoff asked) => new(asked.Receipt, asked.Channel, asked.Language, asked.Territory, asked.Skill, asked.Reason, asked.Rank, asked.ConversationId);
}
