using System.Collections.Concurrent;
using ServiceRouter.Benchmarks.Measuring;

namespace ServiceRouter.Benchmarks.Calls;

/// <summary>What became of the calls.</summary>
internal sealed class CallFigures
{
    private int made;
    private int served;
    private int putOff;

    public int Made => made;

    /// <summary>Heard that the counsellor has finished, and were hung up after it.</summary>
    public int Served => served;

    /// <summary>Heard at least once that the assistant does not answer, and that 0 reaches a person: a turn took longer than its limit.</summary>
    public int PutOff => putOff;

    /// <summary>Ended without having been served, by what was missing.</summary>
    public ConcurrentDictionary<string, int> Lost { get; } = new();

    /// <summary>From the key 0 to the counsellor's voice, milliseconds.</summary>
    public Samples Wait { get; } = new();

    public void Begins() => Interlocked.Increment(ref made);

    public void Ends() => Interlocked.Increment(ref served);

    public void WasPutOff() => Interlocked.Increment(ref putOff);

    public void Loses(string why) => Lost.AddOrUpdate(why, 1, (_, count) => count + 1);
}
