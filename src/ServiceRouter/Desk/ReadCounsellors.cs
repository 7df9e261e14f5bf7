using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A counsellor as managers see one: what is said of them, and nothing of how they work.</summary>
/// <param name="Id">Account name.</param>
/// <param name="FirstName">From sign-in.</param>
/// <param name="LastName">From sign-in.</param>
/// <param name="Description">What managers say.</param>
/// <param name="IsAtDesk">A desk of theirs is open and they did not leave it.</param>
/// <param name="Version">To be sent back with another description.</param>
public sealed record CounsellorSheet(string Id, string FirstName, string LastName, CounsellorDescription Description, bool IsAtDesk, int Version)
{
    /// <summary>Their own name, also of those whom citizens know by another.</summary>
    public string FullName => $"{FirstName} {LastName}".Trim();
}

/// <summary>A change of a description, without what was said.</summary>
/// <param name="At">When.</param>
/// <param name="Person">The manager's account.</param>
/// <param name="CounsellorId">Whose description.</param>
/// <param name="Fields">Which parts of it.</param>
public sealed record RecordedChange(DateTimeOffset At, string Person, string CounsellorId, IReadOnlyList<DescribedField> Fields);

/// <summary>The latest change of a counsellor's description.</summary>
/// <param name="Record">Who, when, what.</param>
/// <param name="Version">By which it is taken back.</param>
/// <param name="Before">What stood before.</param>
public sealed record LatestChange(RecordedChange Record, int Version, CounsellorDescription Before);

/// <summary>Counsellors and what is said of them, for managers. Nobody of an exercise is among them.</summary>
public sealed class ReadCounsellors(Transactions transactions, TimeProvider clock)
{
    private const int MostListed = 1_000;

    /// <summary>In no order.</summary>
    public async Task<IReadOnlyList<CounsellorSheet>> AllAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return (await db.Counsellors.Where(c => c.Territory != SealedTerritory.Code).ToListAsync(ct)).ConvertAll(See);
    }

    /// <summary>Null when there is no such counsellor. The latest change is null when there was none, or it is forgotten.</summary>
    public async Task<(CounsellorSheet Sheet, LatestChange? Latest)?> FindAsync(string id, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        if (await db.Counsellors.SingleOrDefaultAsync(c => c.Id == id && c.Territory != SealedTerritory.Code, ct) is not { } counsellor) return null;
        var latest = await db.CounsellorChanges.Where(c => c.CounsellorId == id && c.Before != null).OrderByDescending(c => c.Version).FirstOrDefaultAsync(ct);
        return (See(counsellor), latest is null ? null : new LatestChange(See(latest), latest.Version, JsonSerializer.Deserialize<CounsellorDescription>(latest.Before!)!));
    }

    /// <summary>Newest first, at most 1,000.</summary>
    public async Task<IReadOnlyList<RecordedChange>> ChangesAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return (await db.CounsellorChanges.OrderByDescending(c => c.At).ThenByDescending(c => c.Version).Take(MostListed).ToListAsync(ct)).ConvertAll(See);
    }

    public async Task<int> CountChangesAsync(DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.CounsellorChanges.CountAsync(c => c.At >= since, ct);
    }

    private CounsellorSheet See(Counsellor c) =>
        new(c.Id, c.FirstName, c.LastName, CounsellorDescription.Of(c), c.Presence != Presence.Offline && c.LeaseUntil > clock.GetUtcNow(), c.Version);

    private static RecordedChange See(CounsellorChange c) => new(c.At, c.Person, c.CounsellorId, [.. c.Fields.Select(Enum.Parse<DescribedField>)]);
}
