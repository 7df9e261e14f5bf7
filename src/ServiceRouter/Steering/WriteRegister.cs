using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Steering;

/// <summary>Makes the public register from counts.</summary>
internal static class WriteRegister
{
    /// <param name="now">When it was counted.</param>
    /// <param name="asked">By the event log.</param>
    /// <param name="counts">By the rows: of the whole time, or of the one month that is published.</param>
    /// <param name="months">The same counts month by month where each month is published as well; empty for a month.</param>
    /// <param name="waits">Waits to be told.</param>
    /// <param name="incidents">The open ones and the latest closed ones.</param>
    /// <param name="alarms">The open ones and the latest closed ones.</param>
    /// <param name="anchors">Of the latest days.</param>
    /// <param name="masks">What was hidden before, where it is kept.</param>
    public static PublicRegister Write(DateTimeOffset now, long asked, IReadOnlyList<HandoffCount> counts, IReadOnlyList<IReadOnlyList<HandoffCount>> months, CountedWaits waits,
        IReadOnlyList<LedgerIncident> incidents, IReadOnlyList<AccessAlarm> alarms, IReadOnlyList<ExportedAnchor> anchors, KeptMasks? masks = null)
    {
        var all = LedgerAccount.Of(counts);
        return new PublicRegister(
            now, asked, all.Served, all.Withdrawn, all.Unreachable, all.Open, asked - all.Accounted, Waits(waits.All), Round(all.AnsweredRate),
            Split(counts, months, waits.ByChannel, c => c.Channel, (key, n, wait) => new ChannelShare(key!, n[0], n[1], n[2], n[3], n[4], wait), masks),
            Split(counts, months, waits.ByTerritory, c => c.Territory, (key, n, wait) => new TerritoryShare(key, n[0], n[1], n[2], n[3], n[4], wait), masks),
            Split(counts, months, waits.ByLanguage, c => c.Language, (key, n, wait) => new LanguageShare(key!, n[0], n[1], n[2], n[3], n[4], wait), masks),
            [.. incidents.Select(i => new PublicIncident(i.OpenedAt, i.Cause, i.HandoffIds.Length, i.ClosedAt))],
            [.. alarms.Select(a => new PublicAccessAlarm(a.Split, a.Part.Length == 0 ? null : a.Part, a.Measure, Coarse(a.Measure, a.Here), Coarse(a.Measure, a.Elsewhere), a.OpenedAt, a.ClosedAt))], anchors);
    }

    private static List<TShare> Split<TShare>(
        IReadOnlyList<HandoffCount> counts, IReadOnlyList<IReadOnlyList<HandoffCount>> months, IReadOnlyList<PartWaits> waits, Func<HandoffCount, string?> key,
        Func<string?, long?[], WaitSeconds, TShare> share, KeptMasks? masks)
    {
        var parts = counts.GroupBy(key).OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        IReadOnlyList<IReadOnlyList<long[]?>> ofMonths = [.. months.Select(OfMonth)];
        var shown = masks is null ? SmallCounts.Mask(parts.ConvertAll(Cells), ofMonths) : masks.Shown(typeof(TShare).Name, parts.ConvertAll(Cells), ofMonths);
        // Waits are told from five answers on, so that they tell a number as well: where a count of the same line is hidden, they would narrow it down.
        return [.. parts.Select((part, i) => share(part.Key, shown[i], shown[i].Contains(null) ? WaitSeconds.None : Waits(PartWaits.In(waits, part.Key))))];

        IReadOnlyList<long[]?> OfMonth(IReadOnlyList<HandoffCount> month)
        {
            var byKey = month.ToLookup(key);
            return parts.ConvertAll(part => byKey.Contains(part.Key) ? Cells(byKey[part.Key]) : null);
        }
    }

    private static long[] Cells(IEnumerable<HandoffCount> counts)
    {
        var account = LedgerAccount.Of(counts);
        return [account.Accounted, account.Served, account.Withdrawn, account.Unreachable, account.Open.Total];
    }

    /// <summary>None of too few answers.</summary>
    public static WaitSeconds Waits(PartWaits waits) => waits.Answers < PublicRegister.LeastWaits ? WaitSeconds.None : waits.Seconds;

    /// <summary>Whole seconds, whole percents: a finer share of few people tells how many they are.</summary>
    private static double Coarse(AccessMeasure measure, double value) => Math.Round(value, measure == AccessMeasure.Wait ? 0 : 2);

    private static double? Round(double? rate) => rate is { } value ? Math.Round(value, 4) : null;
}
