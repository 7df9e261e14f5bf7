namespace ServiceRouter.Steering;

/// <summary>
/// Which further sums of rows are hidden for the sake of a small one, by the sums of rows alone. What was asked in a month does not change once the month is over; what became of it does. Were
/// these chosen by what became of it as well, two copies of one table would hide different ones, and together give a small one away (docs/adr/0099). Pure.
/// </summary>
internal sealed class SumPartners
{
    private readonly SortedSet<int> hidden;
    private readonly Dictionary<CellStep, IReadOnlyList<int>> partners = [];

    /// <param name="sums">By row; rows that the table does not have are left out.</param>
    public SumPartners(IReadOnlyDictionary<int, long> sums)
    {
        var small = sums.Where(sum => sum.Value is > 0 and < SmallCounts.Least).Select(sum => sum.Key).Order().ToList();
        hidden = [.. small];
        foreach (var row in small)
        {
            foreach (var by in (int[])[-1, 1]) partners[new CellStep(row, 0, by)] = Take(sums, row, by);
            // The public sum is too small for any other count; whose it is need not be known all the same.
            if (partners[new CellStep(row, 0, -1)].Count + partners[new CellStep(row, 0, 1)].Count == 0 && hidden.Count == 1 && Others(sums, row, _ => true) is [var other, ..]) hidden.Add(other);
        }
    }

    /// <summary>Rows whose sum is hidden, in every copy.</summary>
    public IReadOnlyCollection<int> Rows => hidden;

    /// <summary>The row that makes up for one more step of this sum; null where none can.</summary>
    /// <param name="step">One more or one less in a small sum.</param>
    /// <param name="moved">Steps that it went already.</param>
    public int? Of(CellStep step, int moved) => partners.GetValueOrDefault(step) is { } rows && moved < rows.Count ? rows[moved] : null;

    private List<int> Take(IReadOnlyDictionary<int, long> sums, int row, int by)
    {
        var (taken, left) = (new List<int>(), sums.ToDictionary());
        var steps = by > 0 ? SmallCounts.Least - 1 - sums[row] : sums[row] - 1;
        // A sum that is hidden is 1 at least: zeros are shown.
        while (taken.Count < steps && Others(sums, row, other => by < 0 || left[other] > 1) is [var next, ..])
        {
            left[next] -= by;
            taken.Add(next);
            hidden.Add(next);
        }
        return taken;
    }

    /// <summary>Those that are hidden anyway, then the smallest.</summary>
    private List<int> Others(IReadOnlyDictionary<int, long> sums, int row, Func<int, bool> may) =>
        [.. sums.Keys.Where(other => other != row && sums[other] > 0 && may(other)).OrderBy(other => !hidden.Contains(other)).ThenBy(other => sums[other]).ThenBy(other => other)];
}
