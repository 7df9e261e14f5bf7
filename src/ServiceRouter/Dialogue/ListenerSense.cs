using ServiceRouter.Flows.Reception;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Dialogue;

/// <summary>The listener of ServiceRouter.Flows behind the dialogue's port.</summary>
internal sealed class ListenerSense(Listener listener) : ISense
{
    private const double Clear = 0.5;

    public Sensed Read(string text)
    {
        var understood = listener.Understand(text);
        var distress = understood.Distress is { } kind ? DistressWords.Of(kind) : null;
        var exit = understood.Meaning switch
        {
            Meaning.Human => WishForHuman.Yes,
            Meaning.Offer => WishForHuman.Perhaps,
            _ => WishForHuman.None,
        };
        var reception = distress is null ? ReceptionOf(text) : null;
        return new Sensed(exit, distress, reception is null ? understood.Procedure : null, reception is null ? understood.Rule : UnderstoodNote.Reception(reception.Value))
        {
            Reception = reception,
            NamesProcedure = reception is null && understood.NamesProcedure,
            Agrees = Agreement.Is(text),
            RefusesAssistant = understood.Meaning is (Meaning.Human or Meaning.Distress) && AssistantRefusal.Is(text),
        };
    }

    // « La maison France services de mon village m'a aidé pour ma carte grise, elle est où ? »: without our name it is still about a procedure, and that one is answered.
    private ReceptionTopic? ReceptionOf(string text) =>
        ReceptionDesk.Read(text) is { } asked && !(listener.Understand(asked.Rest) is { Meaning: Meaning.Procedure, Confidence: >= Clear }) ? asked.Topic : null;
}
