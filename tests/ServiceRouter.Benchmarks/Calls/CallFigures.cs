using System.Collections.Concurrent;
using ServiceRouter.Benchmarks.Measuring;

namespace ServiceRouter.Benchmarks.Calls;

/// <summary>What became of the calls.</summary>
internal sealed class CallFigures
{
    private int made;
    private int served;

    public int Made => made;

    /// <summary>Heard that the counsellor has finished, and were hung up after it.</summary>
    public int Served => served;

    /// <summary>Ended without having been served, by what was missing.</summary>
    public ConcurrentDictionary<string, int> Lost { get; } = new();

    /// <summary>From the key 0 to the counsellor's voice, milliseconds.</summary>
    public Samples Wait { get; } = new();

    public void Begins() => Interlocked.Increment(ref made);

    public void Ends() => Interlocked.Increment(ref served);

    public void Loses(string why) => Lost.AddOrUpdate(why, 1, (_, count) => count + 1);
}
