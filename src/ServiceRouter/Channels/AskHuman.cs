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
}
