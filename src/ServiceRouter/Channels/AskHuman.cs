using ServiceRouter.Channels.Doors;

namespace ServiceRouter.Channels;

/// <summary>
/// The button "Parler à un conseiller": no text, no question, no model (G1, G10). It goes through the first of the three doors that opens
/// (G3), and whoever pressed it and went away has asked all the same.
/// </summary>
public sealed class AskHuman
{
    private readonly ThreeDoors doors;

    internal AskHuman(ThreeDoors doors) => this.doors = doors;

    /// <param name="asking">Who asks.</param>
    /// <returns>Once the request is durable (G2).</returns>
    /// <exception cref="AllDoorsShutException">No door opened.</exception>
    public Task<Acceptance> RunAsync(Asking asking) => doors.AcceptAsync(asking);

    /// <summary>For a caller that knows whose conversation it is.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="refusesAssistant">"Je préfère un humain": remembered for the case.</param>
    /// <param name="ct">Not waited for: see above.</param>
    /// <returns>The printed receipt, once the request is durable (G2).</returns>
    /// <exception cref="AllDoorsShutException">No door opened.</exception>
    public async Task<string> RunAsync(Guid conversationId, bool refusesAssistant, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return (await doors.AcceptAsync(new Asking { ConversationId = conversationId, RefusesAssistant = refusesAssistant })).Receipt;
    }
}
