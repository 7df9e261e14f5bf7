namespace ServiceRouter.Desk;

/// <summary>A counsellor's working note: colleagues see it, the citizen does not; erased with the words of the conversation.</summary>
public sealed class HandoffNote
{
    public Guid Id { get; init; }
    public Guid HandoffId { get; init; }
    public required string CounsellorId { get; init; }
    public DateTimeOffset At { get; init; }
    public string? Text { get; set; }
}
