using ServiceRouter.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_small_counts_are_published
{
    [Fact]
    public void Large_counts_and_zeros_stay() =>
        SmallCounts.Mask([[12, 7, 5, 0], [30, 20, 10, 0]]).Should().BeEquivalentTo(new long?[][] { [12, 7, 5, 0], [30, 20, 10, 0] });

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_count_below_five_is_hidden(long small) =>
        SmallCounts.Mask([[40 + small, 40, small]])[0][2].Should().BeNull();

    [Fact]
    public void It_cannot_be_found_by_subtraction_in_its_row()
    {
        // 52 asked, 40 served: without a second hidden cell the three withdrawn are 52 - 40 - 9.
        var row = SmallCounts.Mask([[52, 40, 3, 9], [100, 60, 10, 30], [100, 60, 10, 30]])[0];

        row.Count(cell => cell is null).Should().BeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public void It_cannot_be_worked_out_from_several_sums_together()
    {
        // No line keeps exactly one small cell. But the first two rows less their first two columns leave the 3 alone.
        var masked = SmallCounts.Mask([Row(2, 2, 3, 50), Row(2, 2, 50, 50), Row(50, 50, 2, 2), Row(50, 50, 2, 2)]);

        masked[0][3].Should().BeNull();
        WorkedOut(masked).Should().BeEmpty();

        static long[] Row(params long[] counts) => [counts.Sum(), .. counts];
    }

    [Fact]
    public void Little_is_hidden_of_a_large_table()
    {
        var random = new Random(20261125);
        var rows = Enumerable.Range(0, 100).Select(_ => Enumerable.Range(0, 4).Select(_ => random.Next(8) == 0 ? random.NextInt64(1, 5) : random.NextInt64(5, 500)).ToArray())
            .Select(counts => new[] { counts.Sum() }.Concat(counts).ToArray()).ToList();

        var masked = SmallCounts.Mask(rows);

        WorkedOut(masked).Should().BeEmpty();
        var small = rows.Sum(row => row.Count(count => count is > 0 and < SmallCounts.Least));
        masked.Sum(row => row.Count(cell => cell is null)).Should().BeLessThan(3 * small);
    }

    [Fact]
    public void No_cell_of_any_table_can_be_worked_out()
    {
        long[] values = [0, 2, 7];
        var rows = (from a in values from b in values select new[] { a + b, a, b }).ToList();
        var tables = (from first in rows from second in rows from third in rows select new List<long[]> { first, second, third }).ToList();

        tables.Should().HaveCount(9 * 9 * 9).And.AllSatisfy(Holds);
    }

    private static void Holds(List<long[]> rows)
    {
        var masked = SmallCounts.Mask(rows);

        WorkedOut(masked).Should().BeEmpty();
        masked.SelectMany(row => row).Should().OnlyContain(cell => cell == null || cell == 0 || cell >= SmallCounts.Least);
    }

    /// <summary>
    /// By the sums alone, whatever the counts are: rows and columns are places, a hidden cell is a road between its row and its column. Exactly the
    /// roads without a way round can be worked out.
    /// </summary>
    private static List<(int Row, int Column)> WorkedOut(IReadOnlyList<long?[]> rows)
    {
        var hidden = (from r in Enumerable.Range(0, rows.Count) from c in Enumerable.Range(0, rows[r].Length) where rows[r][c] is null select (Row: r, Column: c)).ToList();
        return [.. hidden.Where(cell => !Reaches(cell.Row, cell.Column, [.. hidden.Where(other => other != cell)]))];

        static bool Reaches(int row, int column, List<(int Row, int Column)> roads)
        {
            var (seenRows, seenColumns) = (new HashSet<int> { row }, new HashSet<int>());
            while (roads.FindIndex(road => seenRows.Contains(road.Row) != seenColumns.Contains(road.Column)) is >= 0 and var next)
            {
                seenRows.Add(roads[next].Row);
                seenColumns.Add(roads[next].Column);
            }
            return seenColumns.Contains(column);
        }
    }
}
