using System.Collections.Concurrent;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>
/// The same without waiting for a disk that hangs: it would hold every message of this node, each with its thread, and the node's start (docs/adr/0048). What is not
/// written down meanwhile has only the broker to count how often it ended a process.
/// </summary>
internal sealed class InHandInTime
{
    // A write that is not synced is there at once, or the disk does not answer.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly Func<IReadOnlyList<Guid>> open;
    private readonly Func<Guid, InHand.Mark> take;
    private readonly ConcurrentQueue<InHand.Mark> undone = new();
    private volatile bool hangs;

    public InHandInTime(InHand inHand)
        : this(inHand.Open, inHand.Take)
    {
    }

    /// <summary>For tests, which have no disk that hangs.</summary>
    internal InHandInTime(Func<IReadOnlyList<Guid>> open, Func<Guid, InHand.Mark> take) => (this.open, this.take) = (open, take);

    /// <inheritdoc cref="InHand.Open"/>
    /// <remarks>Of a disk that answers too late nothing is told: what it has is found at the next start.</remarks>
    public async Task<IReadOnlyList<Guid>> OpenAsync() => await RunAsync(open, late: _ => { }) ?? [];

    /// <inheritdoc cref="InHand.Take"/>
    public Task<InHand.Mark> TakeAsync(Guid id) => RunAsync(() => take(id), late: mark => mark.Dispose());

    /// <summary>It is done, in whatever way.</summary>
    public async Task PutDownAsync(InHand.Mark mark)
    {
        undone.Enqueue(mark);
        // Whoever finds it hanging leaves this to whoever sees it answer again.
        await RunAsync(PutDownAll, late: _ => { });
    }

    private bool PutDownAll()
    {
        while (undone.TryDequeue(out var mark)) mark.Dispose();
        return true;
    }

    /// <returns>Nothing where the disk did not answer in time, and at once while it does not.</returns>
    private async Task<TResult?> RunAsync<TResult>(Func<TResult> act, Action<TResult> late)
    {
        if (hangs) return default;
        var running = Task.Run(act);
        try
        {
            return await running.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            hangs = true;
            _ = running.ContinueWith(done => Answered(done, late), TaskScheduler.Default);
            return default;
        }
    }

    private void Answered<TResult>(Task<TResult> done, Action<TResult> late)
    {
        if (done.IsCompletedSuccessfully) late(done.Result);
        // In this order: what is left after the last look here finds a disk that answers.
        hangs = false;
        PutDownAll();
    }
}
