using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ServiceRouter.Host.Desk;

/// <summary>
/// Whether a browser is at the other end. A circuit outlives its connection by minutes; a lease kept for so long would let citizens
/// wait for a counsellor who has gone (G8).
/// </summary>
internal sealed class DeskCircuit : CircuitHandler
{
    private volatile bool connected = true;

    public bool Connected => connected;

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        connected = true;
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        connected = false;
        return Task.CompletedTask;
    }
}
