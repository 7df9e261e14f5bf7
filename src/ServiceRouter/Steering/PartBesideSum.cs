namespace ServiceRouter.Steering;

/// <summary>
/// A table that is published beside the sum of it and others like it, such as a month beside the register: what a small cell could be by the table
/// alone, it can be beside the sum too. Another part that hides the same cells makes up for it, or the sum hides them.
/// </summary>
/// <param name="sum">Changed here: more of it is hidden.</param>
/// <param name="part">The table; masked by itself.</param>
/// <param name="others">The other tables of the sum; masked by themselves.</param>
internal sealed class PartBesideSum(MaskedTable sum, MaskedTable part, IReadOnlyList<MaskedTable> others)
{
    private (int Hidings, CellRoads Roads)? unseen;

    /// <summary>Hides of the sum what would give a small count of the part away.</summary>
    public void Hide()
    {
        foreach (var (row, column) in part.Small)
        {
            var moved = Moves(new CellStep(row, column, -1)) + Moves(new CellStep(row, column, 1));
            // Its count is known and only whose it is is not: the sum must not tell either.
            if (moved == 0 && part.Circles.Cheapest(new CellStep(row, column, 1), s => part.IsHidden(s) ? sum.PriceOf(s) : null) is { } around) sum.Hide(around);
        }
    }

    /// <returns>How far the cell goes that way, by whole steps.</returns>
    private long Moves(CellStep step)
    {
        var own = part.Assume();
        var theirs = others.Where(other => other.IsHidden(step)).Select(other => (Table: other, Assumed: other.Assume())).ToList();
        var moved = 0L;
        while (moved < part.StepsToEnd(step) && (MovesUnseen(step, own) || MovesAgainst(step, own, theirs) || MovesOnceHidden(step, own))) moved++;
        return moved;
    }

    private bool MovesUnseen(CellStep step, MaskedTable.Assumed own) =>
        sum.IsHidden(step) && IsTaken(part.Circles.Through(step, Unseen(), own.Allows), own);

    private bool MovesAgainst(CellStep step, MaskedTable.Assumed own, List<(MaskedTable Table, MaskedTable.Assumed Assumed)> theirs)
    {
        foreach (var (table, assumed) in theirs.Where(other => other.Assumed.Allows(step.Back)))
        {
            var circle = part.Circles.Through(step, part.SharedWith(table), s => own.Allows(s) && assumed.Allows(s.Back));
            if (!IsTaken(circle, own)) continue;
            assumed.Take(circle!.Select(s => s.Back));
            return true;
        }
        return false;
    }

    private bool MovesOnceHidden(CellStep step, MaskedTable.Assumed own)
    {
        var circle = part.Circles.Cheapest(step, s => IsFree(s, own) ? sum.PriceOf(s) : null);
        if (!IsTaken(circle, own)) return false;
        sum.Hide(circle!);
        return true;
    }

    /// <summary>Of cells that are hidden here and in the sum.</summary>
    private CellRoads Unseen()
    {
        if (unseen is not { } known || known.Hidings != sum.Hidings) unseen = known = (sum.Hidings, part.Circles.Roads(s => part.IsHidden(s) && sum.IsHidden(s)));
        return known.Roads;
    }

    private bool IsFree(CellStep step, MaskedTable.Assumed own) => part.IsHidden(step) && own.Allows(step);

    private static bool IsTaken(IReadOnlyList<CellStep>? circle, MaskedTable.Assumed own)
    {
        if (circle is null) return false;
        own.Take(circle);
        return true;
    }
}
