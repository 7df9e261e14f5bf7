using ServiceRouter.Steering;

namespace ServiceRouter.Tests.Steering;

/// <summary>
/// A reader who can do more than subtract: nothing is below 0, and zeros are shown. Held against the plain way, to try every table that could stand
/// behind the one that is published.
/// </summary>
public sealed class When_hidden_counts_are_narrowed_down
{
    // The small ones are 1 to 4: no question is farther from a count than this, and no answer needs more in any other cell.
    private const int Farthest = 3;

    private static readonly long[] Counts = [0, 0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 9, 60, 4_000];

    [Fact]
    public void Two_that_are_left_of_a_sum_do_not_give_each_other_away()
    {
        // 20 asked, 18 served, none unreachable: what is left is 2, and so 1 withdrawn and 1 open, as a zero would be shown.
        long[][] rows = [[20, 18, 1, 0, 1], [360, 200, 60, 40, 60]];

        var masked = SmallCounts.Mask(rows);

        Believable(rows, HiddenIn(masked)).Select(table => table[0][2]).Distinct().Order().Take(4).Should().Equal(1, 2, 3, 4);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 4)]
    public void A_small_count_can_be_any_small_count_that_the_public_sums_allow(int rows, int columns)
    {
        var random = new Random(20261128);
        var narrowed = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            var table = Table(random, rows, columns);

            var masked = SmallCounts.Mask(table);

            var (shown, nothing) = (Believable(table, HiddenIn(masked)).ToList(), Believable(table, (_, _) => true).ToList());
            narrowed.AddRange(Small(table).Where(cell => !Values(shown, cell).SetEquals(Values(nothing, cell))).Select(cell => $"{cell} of {Words(table)}"));
        }
        narrowed.Should().BeEmpty();
    }

    [Fact]
    public void Beside_the_sum_of_all_months_it_can_be_what_it_can_be_in_its_own()
    {
        var random = new Random(20261129);
        var narrowed = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            var months = Enumerable.Range(0, 3).Select(_ => Table(random, 2, 2)).ToList();
            // A month of one row shows nothing but its public sums.
            var alone = months.ConvertAll(month => month.Any(row => row[0] == 0) ? [month] : Believable(month, HiddenIn(SmallCounts.Mask(month))).ToList());
            var all = Sum(months);

            var hidden = HiddenIn(SmallCounts.Mask(all, months.ConvertAll(Present)));

            var together = (from a in alone[0] from b in alone[1] from c in alone[2] where Shows(a, b, c) select new[] { a, b, c }).ToList();
            for (var m = 0; m < months.Count; m++)
            {
                var beside = together.ConvertAll(tables => tables[m]);
                narrowed.AddRange(Small(months[m]).Where(cell => !Values(beside, cell).SetEquals(Values(alone[m], cell))).Select(cell => $"{cell} of {string.Join(" | ", months.Select(Words))}"));
            }

            bool Shows(long[][] a, long[][] b, long[][] c)
            {
                for (var row = 0; row < 2; row++)
                {
                    for (var column = 0; column < 3; column++)
                        if (!hidden(row, column) && a[row][column] + b[row][column] + c[row][column] != all[row][column]) return false;
                }
                return true;
            }
        }
        narrowed.Should().BeEmpty();
    }

    [Fact]
    public void A_month_is_not_what_the_register_has_more_than_the_others()
    {
        long[][] october = [[40, 37, 3], [50, 45, 5]];
        long[][] november = [[70, 60, 10], [60, 50, 10]];

        var register = SmallCounts.Mask(Sum([october, november]), [october, november]);

        SmallCounts.Mask(october)[0][2].Should().BeNull();
        SmallCounts.Mask(november)[0][2].Should().Be(10);
        register[0][2].Should().BeNull("13 less 10 are the three of October");
    }

    [Fact]
    public void Two_months_that_hide_the_same_cells_leave_their_sum_to_the_register()
    {
        long[][] october = [[40, 37, 3], [50, 47, 3]];
        long[][] november = [[41, 38, 3], [52, 49, 3]];

        var register = SmallCounts.Mask(Sum([october, november]), [october, november]);

        register.SelectMany(row => row).Should().OnlyContain(cell => cell != null, "what is one more in October is one less in November");
    }

    [Fact]
    public void What_was_hidden_before_is_hidden_again_and_a_count_that_changed_is_looked_at_anew()
    {
        var random = new Random(20261130);
        var kept = new KeptMasks();
        var months = Enumerable.Range(0, 4).Select(_ => Table(random, 3, 3)).ToList();
        for (var i = 0; i < 30; i++)
        {
            months[i % 4] = Table(random, 3, 3);
            // Two months can be alike.
            if (i % 3 == 0) months[(i + 1) % 4] = months[i % 4];
            for (var again = 0; again < 2; again++)
                kept.Shown("places", Sum(months), months.ConvertAll(Present)).Should().BeEquivalentTo(SmallCounts.Mask(Sum(months), months.ConvertAll(Present)), options => options.WithStrictOrdering());
        }
    }

    [Fact]
    public void Two_years_of_small_places_leave_more_of_the_register_than_what_no_month_hides()
    {
        // Places from one request in two months to sixty a month, a tenth withdrawn, a twentieth unreachable.
        var random = new Random(20261130);
        var places = Enumerable.Range(0, 100).Select(place => 0.5 + (60 * Math.Pow(place / 99.0, 3))).ToList();
        var months = Enumerable.Range(0, 24).Select(_ => places.Select(each => Row(random, each)).ToArray()).ToList();

        var register = SmallCounts.Mask(Sum(months), months.ConvertAll(Present));

        // A month's file begins with the first place that asked in it.
        var files = months.ConvertAll(month => (Month: month, File: SmallCounts.Mask([.. month.Where(row => row[0] > 0)])));
        var anyMonth = files.SelectMany(f => Enumerable.Range(0, 100).Where(row => f.Month[row][0] > 0).Zip(f.File)).SelectMany(row => Enumerable.Range(0, 5).Where(column => row.Second[column] is null).Select(column => (row.First, column))).Distinct().Count();
        register.Sum(row => row.Count(cell => cell is null)).Should().BeLessThan(anyMonth * 9 / 10);
    }

    [Fact]
    public void Copies_of_a_closed_month_do_not_give_away_together_what_was_asked()
    {
        var random = new Random(20261201);
        var known = new List<string>();
        for (var i = 0; i < 3_000; i++)
        {
            // What was asked stays, and what is open becomes something else, copy by copy.
            long[] asked = [.. random.GetItems<long>([1, 2, 3, 4, 6, 8, 9, 12, 15, 20, 40], random.Next(3, 6))];
            var rows = asked.Select(count => new[] { count, 0, 0, 0, count }).ToArray();
            var hidden = Enumerable.Range(0, asked.Length).ToHashSet();
            for (var copy = 0; copy < 5; copy++)
            {
                var masked = SmallCounts.Mask(rows);
                hidden.RemoveWhere(row => masked[row][0] is not null);
                foreach (var row in rows) MoveOn(random, row, copy == 3 ? 1 : 0.4);
            }
            for (var row = 0; row < asked.Length; row++)
            {
                if (asked[row] < SmallCounts.Least && !Believable(row, hidden)) known.Add($"{row} of {string.Join(" ", asked)}, hidden {string.Join(" ", hidden)}");
            }

            // Any small count that the public sum allows, by the sums that are hidden in all copies.
            bool Believable(int row, HashSet<int> everywhere)
            {
                var (others, all) = (everywhere.Where(other => other != row).ToList(), Enumerable.Range(0, asked.Length).Where(other => other != row).ToList());
                return Enumerable.Range(1, 4).All(count => Makes(count, others) == Makes(count, all));

                bool Makes(long count, List<int> these) => count == asked[row] || (these.Count > 0 && asked[row] - count + these.Sum(other => asked[other]) >= these.Count);
            }
        }
        known.Should().BeEmpty();
    }

    [Fact]
    public void The_same_sum_makes_up_for_a_small_one_in_every_copy()
    {
        long[][] early = [[20, 9, 5, 0, 6], [2, 0, 0, 0, 2], [6, 0, 0, 0, 6]];
        long[][] late = [[20, 12, 8, 0, 0], [2, 2, 0, 0, 0], [6, 6, 0, 0, 0]];

        foreach (var copy in new[] { early, late }) SmallCounts.Mask(copy).Select(row => row[0]).Should().Equal(20, null, null);
    }

    private static void MoveOn(Random random, long[] row, double share)
    {
        for (var open = row[4]; open > 0; open--)
        {
            if (random.NextDouble() >= share) continue;
            row[4]--;
            row[random.NextDouble() switch { < 0.75 => 1, < 0.92 => 2, _ => 3 }]++;
        }
    }

    private static long[] Row(Random random, double each)
    {
        var asked = (int)(each * (0.5 + random.NextDouble()) + random.NextDouble());
        var row = new long[5];
        for (var i = 0; i < asked; i++) row[random.NextDouble() switch { < 0.8 => 1, < 0.9 => 2, < 0.95 => 3, _ => 4 }]++;
        row[0] = asked;
        return row;
    }

    private static long[][] Table(Random random, int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ =>
    {
        var counts = random.GetItems(Counts, columns);
        return (long[])[counts.Sum(), .. counts];
    })];

    private static long[][] Sum(List<long[][]> tables) =>
        [.. Enumerable.Range(0, tables[0].Length).Select(row => Enumerable.Range(0, tables[0][row].Length).Select(column => tables.Sum(table => table[row][column])).ToArray())];

    private static IEnumerable<(int Row, int Column)> Small(long[][] table) =>
        from row in Enumerable.Range(0, table.Length) from column in Enumerable.Range(0, table[row].Length) where table[row][column] is > 0 and < SmallCounts.Least select (row, column);

    private static Func<int, int, bool> HiddenIn(IReadOnlyList<long?[]> masked) => (row, column) => masked[row][column] is null;

    private static HashSet<long> Values(IEnumerable<long[][]> tables, (int Row, int Column) cell) =>
        [.. tables.Select(table => table[cell.Row][cell.Column]).Where(count => count is > 0 and < SmallCounts.Least)];

    /// <summary>A place where nobody asked in a month is not in its file.</summary>
    private static IReadOnlyList<long[]?> Present(long[][] month) => [.. month.Select(row => row[0] == 0 ? null : row)];

    private static string Words(long[][] table) => string.Join("; ", table.Select(row => string.Join(" ", row)));

    /// <summary>Every table near the true one that shows the same, and whose hidden cells are 1 at least where they are not the zeros that had to be hidden.</summary>
    private static IEnumerable<long[][]> Believable(long[][] table, Func<int, int, bool> isHidden)
    {
        var (rows, columns) = (table.Length, table[0].Length - 1);
        var free = (rows - 1) * columns;
        for (var tried = 0L; tried < (long)Math.Pow(2 * Farthest + 1, free); tried++)
        {
            var other = table.Select(row => row.ToArray()).ToArray();
            var rest = tried;
            for (var i = 0; i < free; i++, rest /= 2 * Farthest + 1)
            {
                var (row, column, by) = (i / columns, (i % columns) + 1, (rest % (2 * Farthest + 1)) - Farthest);
                // The sums of the columns are public: the last row makes up for it.
                (other[row][column], other[row][0], other[^1][column], other[^1][0]) = (other[row][column] + by, other[row][0] + by, other[^1][column] - by, other[^1][0] - by);
            }
            if (IsBelievable(other)) yield return other;
        }

        bool IsBelievable(long[][] other)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column <= columns; column++)
                {
                    var (count, now) = (table[row][column], other[row][column]);
                    if (now < (count == 0 ? 0 : 1) || (now != count && !isHidden(row, column))) return false;
                }
            }
            return true;
        }
    }
}
