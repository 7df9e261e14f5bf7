using System.Collections.Concurrent;
using System.Globalization;

namespace ServiceRouter.Steering;

/// <summary>
/// What small counts of a table hide, kept by the counts: what became of a month that is over changes rarely, and to hide its small counts anew with each count of the register would take more and more
/// of a processor (docs/adr/0118). Equal counts hide the same cells, so that nothing is told that would not be told anew.
/// </summary>
internal sealed class KeptMasks
{
    // Some years of months for each split, beside the month that goes on.
    private const int MostKept = 2_000;

    private readonly ConcurrentDictionary<string, MaskedTable> alone = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<long?[]>> shown = new();

    /// <summary><see cref="SmallCounts.Mask"/> of the same tables.</summary>
    public IReadOnlyList<long?[]> Shown(IReadOnlyList<long[]> rows, IReadOnlyList<IReadOnlyList<long[]?>> parts) =>
        Kept(shown, string.Join('#', parts.Select(Key).Prepend(Key(rows))), () => SmallCounts.Mask(rows, parts, this));

    /// <summary>A table that was masked by itself; nobody may hide more of it.</summary>
    public MaskedTable Alone(IReadOnlyList<long[]?> rows, Func<IReadOnlyList<long[]?>, MaskedTable> mask) => Kept(alone, Key(rows), () => mask(rows));

    private static T Kept<T>(ConcurrentDictionary<string, T> kept, string key, Func<T> make)
    {
        if (kept.TryGetValue(key, out var known)) return known;
        if (kept.Count >= MostKept) kept.Clear();
        return kept[key] = make();
    }

    private static string Key(IReadOnlyList<long[]?> rows) => string.Join(';', rows.Select(row => row is null ? "-" : string.Join(',', row.Select(count => count.ToString(CultureInfo.InvariantCulture)))));
}
