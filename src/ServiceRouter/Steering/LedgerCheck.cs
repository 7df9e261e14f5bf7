namespace ServiceRouter.Steering;

/// <summary>
/// One comparison of the two independent accounts, the event log and the rows (G5). It takes the newest handoffs, those that are open or moved
/// just now, and the next stretch of the past; round after round it comes by every handoff.
/// </summary>
public sealed class LedgerCheck
{
    /// <summary>Checks are made each minute. From this age of the last one on it is told that they have stopped, wherever they are spoken of.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(15);

    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>Askings in the event log, in the stretches that were compared.</summary>
    public long Asked { get; init; }
    /// <summary>Rows in any state, in the same stretches.</summary>
    public long Accounted { get; init; }
    /// <summary>Receipts, without dashes, of the first handoffs on which the accounts differ.</summary>
    public string[] Receipts { get; init; } = [];
    /// <summary>Where the walk through the past goes on; null when this check came to its end and the next begins a new round.</summary>
    public DateTimeOffset? WalkedUntil { get; init; }
    /// <summary>0, or an incident.</summary>
    public long Gap => Asked - Accounted;

    /// <param name="last">When the last check was made; null when there was none.</param>
    /// <param name="now">When it is asked.</param>
    public static bool IsLate(DateTimeOffset? last, DateTimeOffset now) => last is not { } at || now - at > LateAfter;

    /// <summary>Also when two differences cancel each other.</summary>
    public bool IsIncident => Gap != 0 || Receipts.Length > 0;
}

internal static class LedgerChecks
{
    /// <summary>The last one first. One that is dated in the future was made by a clock that was ahead, and would be the last for as long.</summary>
    public static IOrderedQueryable<LedgerCheck> LatestAt(this IQueryable<LedgerCheck> checks, DateTimeOffset now) => checks.Where(c => c.At <= now).OrderByDescending(c => c.At);
}
