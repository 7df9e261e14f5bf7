namespace ServiceRouter.PhoneSimulator.Book;

/// <summary>What happens when a phone is rung.</summary>
public enum PhoneAnswer
{
    /// <summary>It rings until somebody calls <c>Answers</c> or <c>Refuses</c>.</summary>
    ByHand,

    Answers,

    Busy,

    NoAnswer,

    /// <summary>The number cannot be reached.</summary>
    Unreachable,
}

/// <summary>How a phone behaves by itself.</summary>
/// <param name="Answer">Whether it is taken.</param>
/// <param name="After">How long it rings before <paramref name="Answer"/> happens.</param>
/// <param name="Presses">Keys pressed when it is first asked for keys after answering: the counsellor's "1" after the whisper.</param>
/// <param name="HangsUpAfter">Time from answering to hanging up.</param>
/// <param name="GetsTexts">Whether messages to it arrive; if not they end undelivered, 30003.</param>
public sealed record PhonePlan(PhoneAnswer Answer, TimeSpan After = default, string? Presses = null, TimeSpan? HangsUpAfter = null, bool GetsTexts = true)
{
    public static readonly PhonePlan ByHand = new(PhoneAnswer.ByHand);
}
