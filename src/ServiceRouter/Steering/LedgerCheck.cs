namespace ServiceRouter.Steering;

/// <summary>One comparison of the two independent accounts: the event log's askings against the rows' states (G5).</summary>
public sealed class LedgerCheck
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>Askings in the event log.</summary>
    public long Asked { get; init; }
    /// <summary>Rows in any state.</summary>
    public long Accounted { get; init; }
    /// <summary>Receipts, without dashes, of the first handoffs that are in one account only.</summary>
    public string[] Receipts { get; init; } = [];
    /// <summary>0, or an incident.</summary>
    public long Gap => Asked - Accounted;

    /// <summary>Also when two differences cancel each other.</summary>
    public bool IsIncident => Gap != 0 || Receipts.Length > 0;
}
