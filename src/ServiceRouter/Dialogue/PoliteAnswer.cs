using ServiceRouter.Flows.Engine;

namespace ServiceRouter.Dialogue;

/// <summary>Returns a courtesy. It counts for nothing: the misses before it, a flow and an offer of a human stand as they were.</summary>
internal static class PoliteAnswer
{
    public static TurnPlan To(Courtesy courtesy, TurnContext turn)
    {
        var plan = new TurnPlan([new Reply(turn.Say(TextFor(courtesy)))], turn.Position) { Misses = turn.Misses, Understood = UnderstoodNote.Courtesy };
        // « Merci » to the offer of a human is no clear no: the offer stays on the table.
        return turn.HumanOffered ? OfferOfHuman.Beside(plan, turn) : plan;
    }

    private static string TextFor(Courtesy courtesy) => courtesy switch
    {
        Courtesy.Greeting => "Greeted",
        Courtesy.Thanks => "Thanked",
        _ => "Acknowledged",
    };
}
