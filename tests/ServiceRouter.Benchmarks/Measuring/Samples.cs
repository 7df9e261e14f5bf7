namespace ServiceRouter.Benchmarks.Measuring;

/// <summary>Durations in milliseconds, in the order of measuring.</summary>
internal sealed class Samples
{
    private readonly List<double> values = [];
    private double[]? sorted;

    public int Count => values.Count;

    public IReadOnlyList<double> InOrder => values;

    public void Add(double milliseconds)
    {
        lock (values)
        {
            values.Add(milliseconds);
            sorted = null;
        }
    }

    /// <summary>Nearest rank: always a value that was measured. NaN without samples.</summary>
    public double Percentile(double percent) => NearestRank(sorted ??= [.. values.Order()], percent);

    public double Max => Percentile(100);

    public int Above(double milliseconds) => values.Count(v => v > milliseconds);

    internal static double NearestRank(ReadOnlySpan<double> ascending, double percent) =>
        ascending.IsEmpty ? double.NaN : ascending[Math.Clamp((int)Math.Ceiling(ascending.Length * percent / 100) - 1, 0, ascending.Length - 1)];
}
