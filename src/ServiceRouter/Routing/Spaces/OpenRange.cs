namespace ServiceRouter.Routing.Spaces;

/// <summary>A stretch of one day, wall time of the territory: open from <paramref name="From"/> (included) to <paramref name="To"/> (excluded).</summary>
public readonly record struct OpenRange(TimeOnly From, TimeOnly To)
{
    public bool Contains(TimeOnly time) => From <= time && time < To;

    /// <summary>The same time as few ranges, in order: ranges that overlap or touch become one.</summary>
    internal static IReadOnlyList<OpenRange> Union(IEnumerable<OpenRange> ranges)
    {
        var union = new List<OpenRange>();
        foreach (var range in ranges.OrderBy(range => range.From).ThenBy(range => range.To))
        {
            if (union.Count > 0 && range.From <= union[^1].To)
                union[^1] = union[^1] with { To = range.To > union[^1].To ? range.To : union[^1].To };
            else
                union.Add(range);
        }

        return union;
    }
}
