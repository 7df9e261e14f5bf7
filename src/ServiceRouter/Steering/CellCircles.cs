namespace ServiceRouter.Steering;

/// <summary>One more or one less in a cell of a table.</summary>
/// <param name="Row">Row of the cell, from 0.</param>
/// <param name="Column">Its column, from 0; the first one holds the sums of the rows.</param>
/// <param name="By">1 or -1.</param>
internal readonly record struct CellStep(int Row, int Column, int By)
{
    public CellStep Back => this with { By = -By };
}

/// <summary>Roads between the places of a table, by the place where they begin.</summary>
internal sealed record CellRoads(IReadOnlyList<(CellStep Step, int To)[]> From);

/// <summary>
/// How the cells of a public table can change together while its sums stay: in each row the first cell is the sum of the others, and the sum of each
/// column is public. Rows and columns are places, a cell is a road from one to the other, and what comes into a place leaves it (a flow in a network):
/// one step in a cell goes round in a circle of cells, and circles lead, in whole steps, to every table with the same sums. Pure.
/// </summary>
/// <param name="rows">Rows that the table has.</param>
/// <param name="columns">Cells in a row.</param>
internal sealed class CellCircles(IReadOnlyList<int> rows, int columns)
{
    private readonly Dictionary<int, int> placeOf = rows.Select((row, place) => (row, place)).ToDictionary(r => r.row, r => r.place);

    // A table of one row says no more than the public sums themselves: only its own total can give a cell away, and its columns are one place.
    private int Places => rows.Count == 1 ? 2 : rows.Count + columns;

    /// <summary>The circle of this step that costs least; null when there is none.</summary>
    /// <param name="first">The step wanted.</param>
    /// <param name="price">What another step costs, 0 or more; null when it may not be taken.</param>
    public IReadOnlyList<CellStep>? Cheapest(CellStep first, Func<CellStep, long?> price)
    {
        var (goal, start) = EndsOf(first);
        var (costs, last) = (new long[Places], new CellStep[Places]);
        Array.Fill(costs, long.MaxValue);
        costs[start] = 0;
        var open = new PriorityQueue<int, long>([(start, 0)]);
        while (open.TryDequeue(out var place, out var cost))
        {
            if (place == goal) return Circle(first, start, goal, last);
            if (cost > costs[place]) continue;
            foreach (var step in StepsFrom(place))
            {
                if ((step.Row == first.Row && step.Column == first.Column) || price(step) is not { } more) continue;
                var next = EndsOf(step).To;
                if (cost + more >= costs[next]) continue;
                (costs[next], last[next]) = (cost + more, step);
                open.Enqueue(next, costs[next]);
            }
        }
        return null;
    }

    /// <summary>A circle of this step with the fewest others, through some cells only.</summary>
    /// <param name="first">The step wanted.</param>
    /// <param name="roads">Of these cells, by <see cref="Roads"/>.</param>
    /// <param name="may">Whether a step in one of them may be taken now.</param>
    /// <returns>Null when there is none.</returns>
    public IReadOnlyList<CellStep>? Through(CellStep first, CellRoads roads, Func<CellStep, bool> may)
    {
        var (goal, start) = EndsOf(first);
        var (seen, last) = (new bool[Places], new CellStep[Places]);
        seen[start] = true;
        var open = new Queue<int>([start]);
        while (open.TryDequeue(out var place))
        {
            if (place == goal) return Circle(first, start, goal, last);
            foreach (var (step, to) in roads.From[place])
            {
                if (seen[to] || (step.Row == first.Row && step.Column == first.Column) || !may(step)) continue;
                (seen[to], last[to]) = (true, step);
                open.Enqueue(to);
            }
        }
        return null;
    }

    /// <summary>The roads of some cells: few of a table are hidden, and to look for a circle by them alone takes a hundredth of the time.</summary>
    public CellRoads Roads(Func<CellStep, bool> has) =>
        new([.. Enumerable.Range(0, Places).Select(place => StepsFrom(place).Where(has).Select(step => (step, EndsOf(step).To)).ToArray())]);

    private List<CellStep> Circle(CellStep first, int start, int goal, CellStep[] last)
    {
        var circle = new List<CellStep> { first };
        for (var place = goal; place != start; place = EndsOf(last[place]).From) circle.Add(last[place]);
        return circle;
    }

    private IEnumerable<CellStep> StepsFrom(int place)
    {
        if (place < rows.Count)
        {
            for (var column = 0; column < columns; column++) yield return new CellStep(rows[place], column, column == 0 ? -1 : 1);
            yield break;
        }
        var (first, end) = rows.Count == 1 ? (0, columns) : (place - rows.Count, place - rows.Count + 1);
        foreach (var row in rows)
        {
            for (var column = first; column < end; column++) yield return new CellStep(row, column, column == 0 ? 1 : -1);
        }
    }

    /// <summary>A row is fed by its sum and feeds its other cells.</summary>
    private (int From, int To) EndsOf(CellStep step)
    {
        var (row, column) = (placeOf[step.Row], PlaceOfColumn(step.Column));
        return step.Column == 0 == step.By > 0 ? (column, row) : (row, column);
    }

    private int PlaceOfColumn(int column) => rows.Count == 1 ? 1 : rows.Count + column;
}
