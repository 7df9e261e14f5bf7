using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Dialogue;

/// <summary>The listener of ServiceRouter.Flows behind the dialogue's port.</summary>
internal sealed class ListenerSense(Listener listener) : ISense
{
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
        return new Sensed(exit, distress, understood.Procedure, understood.Rule)
        {
            Agrees = Agreement.Is(text),
            RefusesAssistant = understood.Meaning is (Meaning.Human or Meaning.Distress) && AssistantRefusal.Is(text),
        };
    }
}
