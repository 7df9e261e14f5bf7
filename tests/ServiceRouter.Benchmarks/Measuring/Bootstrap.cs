namespace ServiceRouter.Benchmarks.Measuring;

/// <summary>
/// 95 % interval of the ratio of two percentiles. Whole blocks of neighbouring samples are drawn, because neighbours resemble each other
/// (a checkpoint, another program on the machine) and drawing them singly would claim a precision that is not there.
/// </summary>
internal static class Bootstrap
{
    private const int BlockLength = 50;
    private const int Draws = 1000;

    public static (double Low, double High) RatioInterval(Samples product, Samples floor, double percent)
    {
        // Always the same draws: the same samples print the same interval.
        var random = new Random(20261124);
        var ratios = new double[Draws];
        var (productDraw, floorDraw) = (new double[product.Count], new double[floor.Count]);
        for (var i = 0; i < Draws; i++)
            ratios[i] = Draw(product.InOrder, productDraw, percent, random) / Draw(floor.InOrder, floorDraw, percent, random);
        Array.Sort(ratios);
        return (Samples.NearestRank(ratios, 2.5), Samples.NearestRank(ratios, 97.5));
    }

    private static double Draw(IReadOnlyList<double> values, double[] draw, double percent, Random random)
    {
        for (var filled = 0; filled < draw.Length;)
        {
            var from = random.Next(Math.Max(1, values.Count - BlockLength + 1));
            for (var i = from; i < Math.Min(from + BlockLength, values.Count) && filled < draw.Length; i++) draw[filled++] = values[i];
        }
        Array.Sort(draw);
        return Samples.NearestRank(draw, percent);
    }
}
