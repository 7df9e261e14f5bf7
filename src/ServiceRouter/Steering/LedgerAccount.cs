using ServiceRouter.Handoffs;

namespace ServiceRouter.Steering;

/// <summary>Handoffs that share channel, territory, language and state, as the database counts them.</summary>
/// <param name="Channel">Channel of the asking.</param>
/// <param name="Territory">Département code when it was asked; null when the citizen had not said.</param>
/// <param name="Language">Two-letter code.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Count">How many.</param>
/// <param name="Answered">Of these, how many heard a human word or were served without one (a visit, a letter).</param>
internal sealed record HandoffCount(string Channel, string? Territory, string Language, HandoffState State, long Count, long Answered);

/// <summary>Open handoffs by state.</summary>
public sealed record OpenCounts(long Waiting, long Offered, long WithCounsellor, long Promised, long Absent)
{
    internal long Total => Waiting + Offered + WithCounsellor + Promised + Absent;
}

/// <summary>Rows by state: what became of those who asked (G5).</summary>
public sealed record LedgerAccount(long Served, long Withdrawn, long Unreachable, OpenCounts Open, long Answered)
{
    /// <summary>Rows in any state.</summary>
    public long Accounted => Served + Withdrawn + Unreachable + Open.Total;

    /// <summary>Share of all who asked that were answered by a person so far, 0 to 1; null when nobody asked.</summary>
    public double? AnsweredRate => Accounted == 0 ? null : (double)Answered / Accounted;

    internal static LedgerAccount Of(IEnumerable<HandoffCount> counts)
    {
        var list = counts.ToList();
        var byState = list.GroupBy(c => c.State).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        var open = new OpenCounts(
            In(HandoffState.Waiting), In(HandoffState.Offered), In(HandoffState.WithCounsellor), In(HandoffState.Promised), In(HandoffState.Absent));
        return new LedgerAccount(In(HandoffState.Served), In(HandoffState.Withdrawn), In(HandoffState.Unreachable), open, list.Sum(c => c.Answered));

        long In(HandoffState state) => byState.GetValueOrDefault(state);
    }
}
