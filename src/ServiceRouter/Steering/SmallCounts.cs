namespace ServiceRouter.Steering;

/// <summary>
/// Hides small counts in public splits. A count of 1 to 4 could point at a person; so could one that can be worked out, therefore further cells are
/// hidden until each small one could be any of 1 to 4, as far as the sums allow it that are always public (docs/adr/0050). Which sums of rows are hidden
/// depends on these sums alone (docs/adr/0099). Pure.
/// </summary>
internal static class SmallCounts
{
    /// <summary>Smallest count shown, other than 0.</summary>
    public const long Least = 5;

    /// <param name="rows">Of equal length; in each row the first cell is the sum of the others, and the sum of each column is public.</param>
    /// <param name="parts">
    /// Tables that add up to this one, row by row, and are published too, each masked by itself: the difference gives no small count of theirs away
    /// either. A row that a part does not have is null.
    /// </param>
    /// <param name="alone">Gives a part that was masked by itself before, or masks it; two equal parts may be one table.</param>
    /// <returns>The same table with null for what is hidden.</returns>
    public static IReadOnlyList<long?[]> Mask(IReadOnlyList<long[]> rows, IReadOnlyList<IReadOnlyList<long[]?>>? parts = null,
        Func<IReadOnlyList<long[]?>, Func<IReadOnlyList<long[]?>, MaskedTable>, MaskedTable>? alone = null)
    {
        if (rows.Count == 0) return [];
        var table = Alone(rows);
        // A part of one row shows nothing but public sums.
        var masked = (parts ?? []).Where(part => part.Count(row => row is not null) > 1).Select(part => alone is null ? Alone(part) : alone(part, Alone)).ToList();
        for (var i = 0; i < masked.Count; i++) new PartBesideSum(table, masked[i], [.. masked.Where((_, other) => other != i)]).Hide();
        return table.Shown();
    }

    private static MaskedTable Alone(IReadOnlyList<long[]?> rows)
    {
        var table = new MaskedTable(rows);
        var partners = table.HidePartners();
        foreach (var (row, column) in table.Small)
        {
            var moved = Moves(table, partners, new CellStep(row, column, -1)) + Moves(table, partners, new CellStep(row, column, 1));
            // The public sums are too small for any other count; whose it is need not be known all the same.
            if (moved == 0 && table.Circles.Cheapest(new CellStep(row, column, 1), s => table.PriceOf(s)) is { } around) table.Hide(around);
        }
        return table;
    }

    /// <returns>How far the cell goes that way, by whole steps, with the fewest further cells hidden.</returns>
    private static int Moves(MaskedTable table, SumPartners partners, CellStep step)
    {
        var (assumed, moved) = (table.Assume(), 0);
        for (; moved < table.StepsToEnd(step); moved++)
        {
            if ((WithPartner(partners.Of(step, moved)) ?? Around(_ => true)) is not { } circle) break;
            table.Hide(circle);
            assumed.Take(circle);
        }
        return moved;

        // In every copy of the table the same sum makes up for a small one.
        IReadOnlyList<CellStep>? WithPartner(int? row) => row is null ? null : Around(s => s.Column != 0 || s.Row == row);

        IReadOnlyList<CellStep>? Around(Func<CellStep, bool> may) => table.Circles.Cheapest(step, s => may(s) && assumed.Allows(s) ? table.PriceOf(s) : null);
    }
}
