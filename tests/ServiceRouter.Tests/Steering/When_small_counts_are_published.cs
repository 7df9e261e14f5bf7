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
    public void No_line_of_any_table_keeps_exactly_one_hidden_cell()
    {
        long[] values = [0, 2, 7];
        var rows = (from a in values from b in values select new[] { a + b, a, b }).ToList();
        var tables = (from first in rows from second in rows from third in rows select new List<long[]> { first, second, third }).ToList();

        tables.Should().HaveCount(9 * 9 * 9).And.AllSatisfy(Holds);
    }

    private static void Holds(List<long[]> rows)
    {
        var masked = SmallCounts.Mask(rows);

        masked.Should().NotContain(row => row.Count(cell => cell == null) == 1);
        foreach (var c in Enumerable.Range(0, 3))
        {
            masked.Count(row => row[c] is null).Should().NotBe(1);
            masked.Select(row => row[c]).Should().OnlyContain(cell => cell == null || cell == 0 || cell >= SmallCounts.Least);
        }
    }
}
