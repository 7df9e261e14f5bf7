using System.Collections.Concurrent;
using System.Globalization;

namespace ServiceRouter.Steering;

/// <summary>
/// What small counts of a table hide, kept from one count of the register to the next: what became of a month that is over changes rarely, and to hide its small counts anew each time would take more and
/// more of a processor (docs/adr/0118). Equal counts hide the same cells: nothing is told that would not be told anew.
/// </summary>
internal sealed class KeptMasks
{
    private readonly ConcurrentDictionary<string, Kept> last = new();

    /// <summary><see cref="SmallCounts.Mask"/> of the same tables.</summary>
    /// <param name="split">Which of the tables of one count it is.</param>
    /// <param name="rows">As there.</param>
    /// <param name="parts">As there.</param>
    public IReadOnlyList<long?[]> Shown(string split, IReadOnlyList<long[]> rows, IReadOnlyList<IReadOnlyList<long[]?>> parts)
    {
        var key = string.Join('#', parts.Select(Key).Prepend(Key(rows)));
        var before = last.GetValueOrDefault(split);
        if (before?.Key == key) return before.Shown;
        // Those of this time only: the month that goes on is another each time.
        var alone = new Dictionary<string, MaskedTable>();
        var shown = SmallCounts.Mask(rows, parts, Alone);
        last[split] = new Kept(key, shown, alone);
        return shown;

        MaskedTable Alone(IReadOnlyList<long[]?> part, Func<IReadOnlyList<long[]?>, MaskedTable> mask)
        {
            var counts = Key(part);
            if (!alone.TryGetValue(counts, out var table)) alone[counts] = table = before?.Alone.GetValueOrDefault(counts) ?? mask(part);
            return table;
        }
    }

    private static string Key(IReadOnlyList<long[]?> rows) => string.Join(';', rows.Select(row => row is null ? "-" : string.Join(',', row.Select(count => count.ToString(CultureInfo.InvariantCulture)))));

    private sealed record Kept(string Key, IReadOnlyList<long?[]> Shown, IReadOnlyDictionary<string, MaskedTable> Alone);
}
