namespace ServiceRouter.Steering;

/// <summary>
/// One comparison of the two independent accounts, the event log and the rows (G5). It takes the newest handoffs, those that are open or moved
/// just now, and the next stretch of the past; round after round it comes by every handoff.
/// </summary>
public sealed class LedgerCheck
{
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

    /// <summary>Also when two differences cancel each other.</summary>
    public bool IsIncident => Gap != 0 || Receipts.Length > 0;
}
