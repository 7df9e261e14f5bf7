using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>One thing that the flow wants done, in the order of the turn.</summary>
public abstract record FlowOutput;

public sealed record Say(string Text) : FlowOutput;

/// <summary>A question. <paramref name="Choices"/> holds what can be picked now (on the phone at most three at a time, and
/// the key for the others), or yes and no; empty for open questions. Their ids and keys are answers.</summary>
public sealed record Ask(string Text, AnswerKind Kind, IReadOnlyList<FlowChoice> Choices) : FlowOutput;

/// <summary>A button, a key to press, a number to send.</summary>
public sealed record FlowChoice(string Id, string Label, string? Key);

public sealed record ShowFiche(string FicheId) : FlowOutput;

/// <summary>A counsellor is proposed; <c>oui</c> or <c>non</c> (keys 1 and 2) answers it.</summary>
public sealed record OfferHuman(string Text, string Reason, string Skill) : FlowOutput;

/// <summary>A counsellor is asked for. <paramref name="Text"/> may be shown only once the request exists.</summary>
public sealed record RequestHuman(string? Text, string Reason, string Skill) : FlowOutput;

public sealed record Ended(string? Text) : FlowOutput;

/// <summary>What a turn gives. <paramref name="Position"/> is null when the flow is over or a counsellor is asked for.</summary>
public sealed record FlowTurn(IReadOnlyList<FlowOutput> Outputs, FlowPosition? Position)
{
    /// <summary>What was said is behind the first question: there is something to go back from.</summary>
    public bool CanStartAgain { get; init; }

    /// <summary>The words answered nothing of what was asked, and were taken as an answer to the first question: of all that they may mean the least sure.</summary>
    public bool SaidInstead { get; init; }
}
