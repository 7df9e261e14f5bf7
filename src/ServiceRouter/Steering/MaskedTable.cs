using System.Runtime.CompilerServices;

namespace ServiceRouter.Steering;

/// <summary>A public table of which some counts are hidden.</summary>
internal sealed class MaskedTable
{
    // No further sum of a row, then fewest zeros, then fewest cells, then the smallest counts: a path of cells is never so long that one would become the other.
    private const long PriceOfCell = 1_000_000_000;
    private const long PriceOfZero = 1_000_000 * PriceOfCell;
    private const long PriceOfSum = 1_000 * PriceOfZero;

    private readonly IReadOnlyList<long[]?> counts;
    private readonly bool[][] hidden;
    private readonly ConditionalWeakTable<MaskedTable, CellRoads> shared = [];

    /// <param name="counts">Null is a row that the table does not have; the others are of equal length.</param>
    public MaskedTable(IReadOnlyList<long[]?> counts)
    {
        this.counts = counts;
        hidden = [.. counts.Select(row => new bool[row?.Length ?? 0])];
        Rows = [.. Enumerable.Range(0, counts.Count).Where(row => counts[row] is not null)];
        Circles = new CellCircles(Rows, hidden.Max(row => row.Length));
        foreach (var (row, column) in Small) hidden[row][column] = true;
    }

    /// <summary>Rows that it has.</summary>
    public IReadOnlyList<int> Rows { get; }

    public CellCircles Circles { get; }

    /// <summary>Cells whose count is too small to be shown.</summary>
    public IEnumerable<(int Row, int Column)> Small =>
        from row in Rows
        from column in Enumerable.Range(0, counts[row]!.Length)
        where counts[row]![column] is > 0 and < SmallCounts.Least
        select (row, column);

    public bool IsHidden(CellStep step) => counts[step.Row] is not null && hidden[step.Row][step.Column];

    public void Hide(IEnumerable<CellStep> circle)
    {
        foreach (var step in circle) hidden[step.Row][step.Column] = true;
        Hidings++;
    }

    /// <summary>Roads of the cells that are hidden here and in another table, of both of which no more is hidden; kept as long as that is there.</summary>
    public CellRoads SharedWith(MaskedTable other) => shared.GetValue(other, _ => Circles.Roads(step => IsHidden(step) && other.IsHidden(step)));

    /// <summary>How often more was hidden: what was found by its hidden cells before holds while this is the same.</summary>
    public int Hidings { get; private set; }

    /// <summary>Hides the sums of rows that are hidden in every copy of this table, whatever became of what was asked.</summary>
    public SumPartners HidePartners()
    {
        var partners = new SumPartners(Rows.ToDictionary(row => row, row => counts[row]![0]));
        foreach (var row in partners.Rows) hidden[row][0] = true;
        return partners;
    }

    /// <summary>What its readers lose when the cell is hidden; nothing when it is already. A sum that another copy of the table shows would hide nothing.</summary>
    public long PriceOf(CellStep step) => IsHidden(step) ? 0 : step.Column == 0 && Rows.Count > 1 ? PriceOfSum : CountOf(step) is > 0 and var count ? PriceOfCell + Math.Min(count, PriceOfCell - 1) : PriceOfZero;

    /// <summary>Steps from the cell's count to the end of the small ones, on that side.</summary>
    public long StepsToEnd(CellStep step) => step.By > 0 ? SmallCounts.Least - 1 - CountOf(step) : CountOf(step) - 1;

    /// <summary>A table that could be this one, to be changed step by step.</summary>
    public Assumed Assume() => new(this);

    /// <summary>Row by row, null for what is hidden.</summary>
    public IReadOnlyList<long?[]> Shown() => [.. Rows.Select(row => counts[row]!.Select((count, column) => hidden[row][column] ? (long?)null : count).ToArray())];

    private long CountOf(CellStep step) => counts[step.Row]![step.Column];

    /// <summary>What a reader who knows how small counts are hidden can still believe.</summary>
    internal sealed class Assumed(MaskedTable table)
    {
        // Most are believed as they are: nothing is kept of those.
        private Dictionary<(int Row, int Column), long>? moved;

        /// <summary>A hidden cell is believed to be 1 at least, because zeros are shown: all but those that had to be hidden.</summary>
        public bool Allows(CellStep step) =>
            step.By > 0 || table.CountOf(step) + (moved?.GetValueOrDefault((step.Row, step.Column)) ?? 0) > (table.CountOf(step) == 0 ? 0 : 1);

        public void Take(IEnumerable<CellStep> circle)
        {
            moved ??= [];
            foreach (var step in circle) moved[(step.Row, step.Column)] = moved.GetValueOrDefault((step.Row, step.Column)) + step.By;
        }
    }
}
