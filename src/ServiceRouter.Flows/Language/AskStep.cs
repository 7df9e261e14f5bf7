namespace ServiceRouter.Flows.Language;

/// <summary>A question. <paramref name="Again"/> is the same question in other words, for the first misunderstanding.</summary>
public sealed record AskStep(
    string Id,
    int Line,
    FlowText Text,
    FlowText? Again,
    AnswerKind Kind,
    string? Save,
    IReadOnlyList<Choice> Choices,
    string? Then,
    string? Yes,
    string? No) : FlowStep(Id, Line)
{
    public override bool Waits => true;

    public override IEnumerable<string> Next => Kind switch
    {
        AnswerKind.Choice => Choices.Select(choice => After(choice.Id)).Distinct(),
        AnswerKind.YesNo => new[] { After(YesNo.Yes), After(YesNo.No) }.Distinct(),
        _ => [After("")],
    };

    /// <summary>The step that follows an understood answer. The reader has seen to it that there is one.</summary>
    internal string After(string answer) => (Kind switch
    {
        AnswerKind.Choice => Choices.FirstOrDefault(choice => choice.Id == answer)?.Then,
        AnswerKind.YesNo => answer == YesNo.Yes ? Yes : No,
        _ => null,
    } ?? Then)!;

    /// <summary>The answers that can be decided on; empty when they are open.</summary>
    internal IEnumerable<string> Answers => Kind switch
    {
        AnswerKind.Choice => Choices.Select(choice => choice.Id),
        AnswerKind.YesNo => [YesNo.Yes, YesNo.No],
        _ => [],
    };
}

/// <summary>One of a question's choices; <paramref name="Words"/> are typed words that pick it.</summary>
public sealed record Choice(string Id, int Line, FlowText Text, IReadOnlyList<string> Words, string? Then);

internal static class YesNo
{
    public const string Yes = "yes";
    public const string No = "no";
}
