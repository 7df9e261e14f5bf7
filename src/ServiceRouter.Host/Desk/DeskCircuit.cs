using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ServiceRouter.Host.Desk;

/// <summary>
/// Whether a browser is at the other end. A circuit outlives its connection by minutes; a lease kept for so long would let citizens
/// wait for a counsellor who has gone (G8).
/// </summary>
internal sealed class DeskCircuit : CircuitHandler
{
    private volatile bool connected = true;
    private TaskCompletionSource comesBack = New();

    public bool Connected => connected;

    /// <summary>Ends when the browser is there again that was gone.</summary>
    public Task ComesBack => comesBack.Task;

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var wasGone = !connected;
        connected = true;
        if (wasGone) Interlocked.Exchange(ref comesBack, New()).SetResult();
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        connected = false;
        return Task.CompletedTask;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
