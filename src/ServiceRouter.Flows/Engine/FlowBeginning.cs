using System.Runtime.CompilerServices;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>Where whoever goes back in a flow comes to.</summary>
internal sealed class FlowBeginning
{
    private static readonly ConditionalWeakTable<Flow, FlowBeginning> Known = [];

    private readonly FlowStep? waitsFirst;

    private FlowBeginning(Flow flow)
    {
        waitsFirst = WaitingFrom(flow, flow.Start);
        Question = (waitsFirst is OfferHumanStep offer ? WaitingFrom(flow, offer.Then) : waitsFirst) as AskStep;
    }

    /// <summary>The first question; an offer of a person may stand before it. Null for a flow that begins otherwise: its start is all that there is.</summary>
    public AskStep? Question { get; }

    public static FlowBeginning Of(Flow flow) => Known.GetValue(flow, one => new FlowBeginning(one));

    /// <summary>Nothing was answered yet that could be taken back.</summary>
    public bool IsAt(string step) => step == Question?.Id || step == waitsFirst?.Id;

    // A decision needs an answer, and there is none before the first question.
    private static FlowStep? WaitingFrom(Flow flow, string id)
    {
        for (var left = flow.Steps.Count; left > 0 && flow.Steps.TryGetValue(id, out var step); left--)
        {
            if (step.Waits) return step;
            id = step switch
            {
                SayStep say => say.Then,
                FicheStep fiche => fiche.Then,
                GotoStep go => go.Target,
                _ => "",
            };
        }

        return null;
    }
}
