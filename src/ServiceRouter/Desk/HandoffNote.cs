using System.Security.Cryptography;
using System.Text;

namespace ServiceRouter.Desk;

/// <summary>A counsellor's working note: colleagues see it, the citizen does not; erased with the words of the conversation.</summary>
public sealed class HandoffNote
{
    public Guid Id { get; init; }
    public Guid HandoffId { get; init; }
    public required string CounsellorId { get; init; }
    public DateTimeOffset At { get; init; }
    public string? Text { get; set; }

    /// <summary>One id for one draft, so that two sendings of it meet in the key of the table, whichever node takes them.</summary>
    public static Guid IdOf(Guid handoffId, string counsellorId, string draftId) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"note {handoffId:N} {counsellorId}/{draftId}")).AsSpan(0, 16));
}
