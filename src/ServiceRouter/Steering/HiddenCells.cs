namespace ServiceRouter.Steering;

/// <summary>Does what a curious reader would do: takes every public sum as an equation over the hidden cells, and solves.</summary>
internal static class HiddenCells
{
    // A prime: the equations are solved exactly, in whole numbers modulo it.
    private const long Prime = 2_147_483_647;

    /// <summary>The hidden cells whose count follows from the shown ones.</summary>
    /// <param name="rows">Null is hidden; in each row the first cell is the sum of the others, and the sum of each column is public.</param>
    public static List<(int Row, int Column)> FindKnown(IReadOnlyList<long?[]> rows)
    {
        var cells = new Dictionary<(int Row, int Column), int>();
        for (var r = 0; r < rows.Count; r++)
            for (var c = 0; c < rows[r].Length; c++)
                if (rows[r][c] is null) cells.Add((r, c), cells.Count);
        if (cells.Count == 0) return [];

        var equations = Equations(rows, cells);
        var solved = Reduce(equations, cells.Count);
        return [.. cells.Where(cell => solved.Contains(cell.Value)).Select(cell => cell.Key)];
    }

    private static List<long[]> Equations(IReadOnlyList<long?[]> rows, Dictionary<(int Row, int Column), int> cells)
    {
        var equations = new List<long[]>();
        for (var r = 0; r < rows.Count; r++)
        {
            var equation = new long[cells.Count];
            // total - the others = 0
            for (var c = 0; c < rows[r].Length; c++) if (cells.TryGetValue((r, c), out var at)) equation[at] = c == 0 ? 1 : Prime - 1;
            equations.Add(equation);
        }
        // A table of one row says no more than the public sums themselves: only its own total can give a cell away.
        for (var c = 0; rows.Count > 1 && c < rows[0].Length; c++)
        {
            var equation = new long[cells.Count];
            for (var r = 0; r < rows.Count; r++) if (cells.TryGetValue((r, c), out var at)) equation[at] = 1;
            equations.Add(equation);
        }
        return equations;
    }

    /// <summary>Brings the equations to their reduced form; a row with one unknown left gives it away.</summary>
    private static HashSet<int> Reduce(List<long[]> equations, int unknowns)
    {
        var done = 0;
        for (var column = 0; column < unknowns && done < equations.Count; column++)
        {
            var pivot = equations.FindIndex(done, e => e[column] != 0);
            if (pivot < 0) continue;
            (equations[done], equations[pivot]) = (equations[pivot], equations[done]);
            Scale(equations[done], Inverse(equations[done][column]));
            for (var other = 0; other < equations.Count; other++)
                if (other != done && equations[other][column] != 0) Subtract(equations[other], equations[done], equations[other][column]);
            done++;
        }
        return [.. equations.Where(e => e.Count(x => x != 0) == 1).Select(e => Array.FindIndex(e, x => x != 0))];
    }

    private static void Scale(long[] equation, long factor)
    {
        for (var i = 0; i < equation.Length; i++) equation[i] = equation[i] * factor % Prime;
    }

    private static void Subtract(long[] from, long[] what, long times)
    {
        for (var i = 0; i < from.Length; i++)
            if (what[i] != 0) from[i] = (from[i] + (Prime - (what[i] * times % Prime))) % Prime;
    }

    // Fermat: a^(p-2) is the inverse of a modulo the prime p.
    private static long Inverse(long a)
    {
        var result = 1L;
        for (var power = Prime - 2; power > 0; power >>= 1, a = a * a % Prime)
            if ((power & 1) == 1) result = result * a % Prime;
        return result;
    }
}
