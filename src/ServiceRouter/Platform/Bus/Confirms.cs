namespace ServiceRouter.Platform.Bus;

/// <summary>What became of the sends of this node between two looks of <see cref="KeepBus"/>. A node that sends nothing knows nothing new.</summary>
internal sealed class Confirms
{
    private int came;
    private int missed;

    public void Came() => Volatile.Write(ref came, 1);

    public void DidNotCome() => Volatile.Write(ref missed, 1);

    /// <summary>Whether some came, and whether some did not, since this was asked before.</summary>
    public (bool Came, bool Missed) Take() => (Interlocked.Exchange(ref came, 0) == 1, Interlocked.Exchange(ref missed, 0) == 1);
}
