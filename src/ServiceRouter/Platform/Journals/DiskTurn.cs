namespace ServiceRouter.Platform.Journals;

/// <summary>
/// Lets one at a time to a disk. One that hangs, and refuses nothing, then holds one thread: whoever comes within the patience waits that long without a thread,
/// and all others are refused at once until it answers.
/// </summary>
/// <param name="patience">Longest wait for the turn.</param>
internal sealed class DiskTurn(TimeSpan patience) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private volatile bool hangs;

    /// <returns>The turn, until it is disposed.</returns>
    /// <exception cref="IOException">Whoever has the turn gets no answer from the disk.</exception>
    public async Task<Held> TakeAsync()
    {
        if (!await turn.WaitAsync(hangs ? TimeSpan.Zero : patience))
        {
            hangs = true;
            throw new IOException("The disk does not answer");
        }
        hangs = false;
        return new Held(this);
    }

    /// <summary>For an end that waits no longer than anybody else; the turn is not given back.</summary>
    public bool TryTakeForGood() => turn.Wait(hangs ? TimeSpan.Zero : patience);

    public void Dispose() => turn.Dispose();

    /// <summary>A turn.</summary>
    internal readonly struct Held(DiskTurn of) : IDisposable
    {
        public void Dispose() => of.turn.Release();
    }
}
