using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
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
/// <param name="DueAt">Date of the promise, as it was told, or of the next attempt.</param>
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

    /// <inheritdoc cref="Handoff.DateGivesNoPlace"/>
    [JsonIgnore]
    public bool DateGivesNoPlace { get; init; }

    /// <summary>Of its conversation, when given.</summary>
    [JsonIgnore]
    public string? Postcode { get; init; }

    /// <summary>How its citizen wants to be spoken with, when they said so.</summary>
    [JsonIgnore]
    public AccessNeed? Need { get; init; }

    /// <summary>Two-letter language of its conversation.</summary>
    [JsonIgnore]
    public string? Language { get; init; }

    /// <summary>Its row, for what is told from the same reading.</summary>
    [JsonIgnore]
    internal Handoff? AsRead { get; init; }

    /// <summary>Nothing was said in its conversation since the words were erased: nobody goes on with it.</summary>
    [JsonIgnore]
    public bool IsErased { get; init; }

    /// <summary>Where its citizen said to be, as a département code: in whose time they are told of moments to come.</summary>
    [JsonIgnore]
    public string? Territory { get; init; }
}

/// <summary>Reads a handoff by its receipt.</summary>
public sealed class FollowHandoff(Transactions transactions)
{
    private static readonly Prepared<Func<RouterDbContext, string, CancellationToken, Task<ReadHandoff?>>> OfReceipt = new(() =>
        EF.CompileAsyncQuery((RouterDbContext db, string receipt, CancellationToken ct) =>
            (from handoff in db.Handoffs.AsNoTracking()
             where handoff.Receipt == receipt
             join conversation in db.Conversations on handoff.ConversationId equals conversation.Id
             from counsellor in db.Counsellors.Where(c => c.Id == handoff.CounsellorId).DefaultIfEmpty()
             select new ReadHandoff(
                 handoff, conversation.Postcode, conversation.Territory, conversation.Language, conversation.WordsErasedAt, conversation.LastActivityAt,
                 counsellor == null ? null : counsellor.ShownName, counsellor == null ? null : counsellor.Quality, counsellor == null ? null : counsellor.SpaceName,
                 db.Ratings.Any(r => r.HandoffId == handoff.Id))).SingleOrDefault()));

    /// <summary>Null when there is none.</summary>
    public async Task<HandoffView?> RunAsync(string? receipt, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var read = await db.OfReceiptPreparedAsync(receipt, code => OfReceipt.For(db)(db, code, ct), ct);
        if (read is null) return null;
        // Whoever has an offer is nobody to the citizen yet.
        var (of, by) = (read.Handoff, read.Handoff.State == HandoffState.WithCounsellor ? read : null);
        return new HandoffView(
            of.Id, ReceiptCode.Print(of.Receipt), of.ConversationId, of.State, of.AskedAt,
            by?.CounsellorName, by?.CounsellorQuality, by?.CounsellorSpace, of.Commitment, of.ToldFor, of.EndedAt, read.Rated)
        { IsExercise = SealedTerritory.Holds(of.Territory), DateGivesNoPlace = of.DateGivesNoPlace, Postcode = read.Postcode, Need = of.Need, Territory = read.Territory, Language = read.Language, IsErased = ErasedConversations.IsErased(read.WordsErasedAt, read.LastActivityAt), AsRead = of };
    }

    private sealed record ReadHandoff(Handoff Handoff, string? Postcode, string? Territory, string? Language, DateTimeOffset? WordsErasedAt, DateTimeOffset LastActivityAt, string? CounsellorName, string? CounsellorQuality, string? CounsellorSpace, bool Rated);
}
