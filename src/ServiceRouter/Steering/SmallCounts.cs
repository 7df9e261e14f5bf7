namespace ServiceRouter.Steering;

/// <summary>
/// Hides small counts in public splits. A count of 1 to 4 could point at a person; so could one that can be worked out, therefore further cells are
/// hidden until no hidden one follows from those that are shown, from the sums of its row and column, or from several sums taken together.
/// </summary>
internal static class SmallCounts
{
    /// <summary>Smallest count shown, other than 0.</summary>
    public const long Least = 5;

    /// <param name="rows">Of equal length; in each row the first cell is the sum of the others, and the sum of each column is public.</param>
    /// <returns>The same table with null for what is hidden.</returns>
    public static IReadOnlyList<long?[]> Mask(IReadOnlyList<long[]> rows)
    {
        var masked = rows.Select(row => row.Select(count => count is > 0 and < Least ? (long?)null : count).ToArray()).ToList();
        // Each pass hides something or ends.
        while (HideMore(masked)) { }
        return masked;
    }

    private static bool HideMore(List<long?[]> rows)
    {
        var hidden = false;
        foreach (var cell in HiddenCells.FindKnown(rows)) hidden |= HideAnother(cell, rows);
        return hidden;
    }

    // The smallest count that is not 0 costs the reader least; a 0 only where there is nothing else.
    private static bool HideAnother((int Row, int Column) known, List<long?[]> rows)
    {
        var shown = Enumerable.Range(0, rows[known.Row].Length).Select(c => (known.Row, Column: c))
            .Concat(Enumerable.Range(0, rows.Count).Select(r => (Row: r, known.Column)))
            .Where(cell => rows[cell.Row][cell.Column] is not null)
            // Its own line first when it is the only hidden cell there.
            .OrderBy(cell => HiddenBeside(cell, known, rows)).ThenBy(cell => rows[cell.Row][cell.Column] == 0).ThenBy(cell => rows[cell.Row][cell.Column]).ToList();
        if (shown.Count == 0) return false;
        rows[shown[0].Row][shown[0].Column] = null;
        return true;
    }

    private static int HiddenBeside((int Row, int Column) cell, (int Row, int Column) known, List<long?[]> rows) =>
        cell.Row == known.Row ? rows[known.Row].Count(count => count is null) : rows.Count(row => row[known.Column] is null);
}
