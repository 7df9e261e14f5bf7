using System.Diagnostics;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// An open loop: each citizen comes at a time drawn before the run from a seed (exponential gaps), whether or not those before are served,
/// and their wait counts from that time. A load that waits for answers would not see the stalls that a fault causes.
/// </summary>
internal static class Arrivals
{
    /// <param name="plan">How many, how fast, which seed.</param>
    /// <param name="come">Gets the citizen's number and the <see cref="Stopwatch"/> stamp at which they were due.</param>
    public static async Task RunAsync(LoadPlan plan, Func<int, long, Task> come)
    {
        var random = new Random(plan.Seed);
        var (start, due) = (Stopwatch.GetTimestamp(), 0.0);
        var citizens = new List<Task>();
        for (var number = 0; number < plan.Citizens; number++)
        {
            due += plan.NextGap(random);
            var stamp = start + (long)(due * Stopwatch.Frequency);
            var early = stamp - Stopwatch.GetTimestamp();
            if (early > 0)
                await Task.Delay(TimeSpan.FromSeconds((double)early / Stopwatch.Frequency));
            citizens.Add(come(number, stamp));
        }
        await Task.WhenAll(citizens);
    }
}

/// <summary>What comes.</summary>
/// <param name="Citizens">Number of citizens, each with one request.</param>
/// <param name="PerSecond">How many come in a second, on average.</param>
/// <param name="Seed">Same seed, same times.</param>
internal sealed record LoadPlan(int Citizens, double PerSecond, int Seed)
{
    /// <summary>Messages that each citizen writes, one after the other.</summary>
    public int Messages { get; init; } = 1;

    /// <summary>The first of them are judged like all, and their times are not counted: they meet nodes that have just started.</summary>
    public int Untimed { get; init; }

    /// <summary>Share of a gap by which it is longer or shorter; null: gaps as by chance (exponential).</summary>
    public double? Jitter { get; init; }

    /// <summary>The same with so much of it, above 0: fewer or more come, in the same time.</summary>
    public LoadPlan Times(double share) => this with { Citizens = (int)Math.Round(Citizens * share), PerSecond = PerSecond * share, Untimed = (int)Math.Round(Untimed * share) };

    /// <summary>The same for so much of the time.</summary>
    public LoadPlan Fewer(double share) => this with { Citizens = (int)Math.Round(Citizens * share) };

    /// <summary>Seconds to the next citizen.</summary>
    public double NextGap(Random random) =>
        Jitter is { } jitter ? (1 + (jitter * ((2 * random.NextDouble()) - 1))) / PerSecond : -Math.Log(1 - random.NextDouble()) / PerSecond;
}
