using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Dialogue;

/// <summary>
/// One automatic part that may answer: flows, fiches, later a language model. It is asked only after the human exit, distress and refusal
/// of the assistant have been heard, and it may throw, hang or be slow: <see cref="AnswerInTime"/> stands in front of it.
/// </summary>
internal interface IAssistant
{
    /// <summary>What it is, to whoever looks after this node.</summary>
    Part Part { get; }

    /// <returns>Null when it has no answer: the next one is asked.</returns>
    Task<TurnPlan?> AnswerAsync(TurnContext turn, Sensed sensed, CancellationToken ct);
}
