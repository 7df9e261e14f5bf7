namespace ServiceRouter.Flows.Language;

/// <summary>What a question wants to hear. The saved answer is, in this order: the choice's id, the words themselves,
/// five digits, <c>yyyy-MM-dd</c>, <c>yes</c> or <c>no</c>.</summary>
public enum AnswerKind
{
    Choice,
    Text,
    Postcode,
    Date,
    YesNo,
}
