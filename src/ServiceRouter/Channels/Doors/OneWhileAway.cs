using ServiceRouter.Contracts.Handoffs;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// While the database counts as away for this node, one asking of the broker's tries it at a time: sixteen would each hold a connection for as long as it hangs, and keep leases and desks
/// from it. That one tries for as long as a slow database takes, and goes on when nobody waits for it here any more: its asking may be given to another node meanwhile, and taken twice it
/// is taken once (docs/adr/0119).
/// </summary>
internal sealed class OneWhileAway
{
    private readonly Lock gate = new();
    private (Guid HandoffId, Task Trying)? one;

    /// <returns>The try of this asking, begun now or before; null while it is another's turn.</returns>
    public Task? Try(HandoffAsked asked, Func<Task> take)
    {
        lock (gate)
        {
            if (one is { Trying.IsCompleted: false } current) return current.HandoffId == asked.HandoffId ? current.Trying : null;
            var trying = Task.Run(take);
            // What comes of it is known from the asking's next try, also when nobody waits for this one.
            _ = trying.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            one = (asked.HandoffId, trying);
            return trying;
        }
    }
}
