using System.Diagnostics;

namespace ServiceRouter.Benchmarks.Measuring;

/// <summary>The machine's monotonic clock: one for all processes on Linux, so that stamps of two programs can be subtracted.</summary>
internal static class Ticks
{
    public static long Now => Stopwatch.GetTimestamp();

    public static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    public static long Of(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);
}
