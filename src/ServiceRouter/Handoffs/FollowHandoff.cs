using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Handoffs;

/// <summary>A handoff as its citizen follows it.</summary>
/// <param name="Id">The handoff.</param>
/// <param name="Receipt">Printed receipt.</param>
/// <param name="ConversationId">Its conversation.</param>
/// <param name="State">Where it stands.</param>
/// <param name="AskedAt">When it was asked (UTC).</param>
/// <param name="CounsellorName">Who has it; null while nobody has.</param>
/// <param name="CounsellorQuality">Quality of that counsellor.</param>
/// <param name="CounsellorSpace">Space of that counsellor.</param>
/// <param name="Commitment">Kind of promise, when promised.</param>
/// <param name="DueAt">Date of the promise or of the next attempt.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Rated">Whether the citizen has rated it.</param>
public sealed record HandoffView(
    Guid Id, string Receipt, Guid ConversationId,
    [property: JsonConverter(typeof(EnumName<HandoffState>))] HandoffState State,
    DateTimeOffset AskedAt, string? CounsellorName, string? CounsellorQuality, string? CounsellorSpace,
    [property: JsonConverter(typeof(EnumName<CommitmentKind>))] CommitmentKind? Commitment,
    DateTimeOffset? DueAt, DateTimeOffset? EndedAt, bool Rated)
{
    /// <summary>Played in the sealed territory: only the key of its conversation opens it, no receipt does.</summary>
    [JsonIgnore]
    public bool IsExercise { get; init; }
}

/// <summary>Reads a handoff by its receipt.</summary>
public sealed class FollowHandoff(Transactions transactions)
{
    /// <summary>Null when there is none.</summary>
    public async Task<HandoffView?> RunAsync(string? receipt, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var handoff = await db.HandoffOfAsync(receipt, ct);
        if (handoff is null) return null;
        var counsellor = handoff is { State: HandoffState.WithCounsellor, CounsellorId: { } id }
            ? await db.Counsellors.SingleOrDefaultAsync(c => c.Id == id, ct)
            : null;
        var rated = await db.Ratings.AnyAsync(r => r.HandoffId == handoff.Id, ct);
        return new HandoffView(
            handoff.Id, ReceiptCode.Print(handoff.Receipt), handoff.ConversationId, handoff.State, handoff.AskedAt,
            counsellor?.ShownName, counsellor?.Quality, counsellor?.SpaceName, handoff.Commitment, handoff.DueAt, handoff.EndedAt, rated)
        { IsExercise = SealedTerritory.Holds(handoff.Territory) };
    }
}
