namespace ServiceRouter.Desk;

/// <summary>A manager changed what is said of a counsellor: who, when, which parts. Never what they said (docs/adr/0074).</summary>
public sealed class CounsellorChange
{
    public Guid Id { get; init; }
    public required string CounsellorId { get; init; }

    /// <summary>The version that it gave the counsellor's row: whoever read an earlier one has not seen this change.</summary>
    public int Version { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The manager's account.</summary>
    public required string Person { get; init; }

    /// <summary>Names of <see cref="DescribedField"/>.</summary>
    public required string[] Fields { get; init; }

    /// <summary>The description before, as JSON, so that the change can be taken back; kept of a counsellor's latest change only.</summary>
    public string? Before { get; set; }
}
