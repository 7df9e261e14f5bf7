namespace ServiceRouter.Steering;

/// <summary>
/// Hides small counts in public splits. A count of 1 to 4 could point at a person; so could one that is found by subtraction, therefore
/// no row and no column keeps exactly one hidden cell: its totals are public.
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
        while (HideOneMore(masked)) { }
        return masked;
    }

    private static bool HideOneMore(List<long?[]> rows)
    {
        for (var r = 0; r < rows.Count; r++)
            if (HideSecond([.. Enumerable.Range(0, rows[r].Length).Select(c => (r, c))], rows)) return true;
        for (var c = 0; rows.Count > 0 && c < rows[0].Length; c++)
            if (HideSecond([.. Enumerable.Range(0, rows.Count).Select(r => (r, c))], rows)) return true;
        return false;
    }

    // The smallest count that is not 0 costs the reader least; a 0 only where there is nothing else.
    private static bool HideSecond(List<(int Row, int Column)> line, List<long?[]> rows)
    {
        if (line.Count(cell => rows[cell.Row][cell.Column] is null) != 1) return false;
        var shown = line.Where(cell => rows[cell.Row][cell.Column] is not null).OrderBy(cell => rows[cell.Row][cell.Column] == 0).ThenBy(cell => rows[cell.Row][cell.Column]).ToList();
        if (shown.Count == 0) return false;
        rows[shown[0].Row][shown[0].Column] = null;
        return true;
    }
}
