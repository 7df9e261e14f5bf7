using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>What came of a wish to describe a counsellor otherwise.</summary>
/// <param name="Version">Of the row as it stands now.</param>
/// <param name="Changed">What has changed; empty when nothing had to.</param>
/// <param name="Refusal">Why nothing was changed; null when it was, or <paramref name="Faults"/> say it.</param>
/// <param name="Faults">What of the description cannot be taken.</param>
public sealed record Described(int Version, IReadOnlyList<DescribedField> Changed, Refusal? Refusal, IReadOnlyList<DescriptionFault> Faults);

/// <summary>
/// A manager says where a counsellor works and what they know. Routing reads the row at each pass, so offers that are made from then on follow it; what is offered or
/// in hand stays where it is. The version is compared with those of the changes alone: an offer to the counsellor is a new version too, and contradicts no manager.
/// </summary>
public sealed class DescribeCounsellor(Transactions transactions, IDepartments departments, FlowShelf flows)
{
    /// <summary>Code of the refusal when the description was changed since it was read.</summary>
    public const string Overtaken = "counsellor-changed";

    /// <param name="counsellorId">Whom.</param>
    /// <param name="version">Of the row when its description was read.</param>
    /// <param name="wanted">All of it.</param>
    /// <param name="by">The manager's account.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Described> RunAsync(string counsellorId, int? version, CounsellorDescription wanted, string by, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var (counsellor, refusal) = await FindAsync(work, counsellorId, version, token);
            if (counsellor is null || refusal is not null) return Refused(counsellor, refusal!);
            var (held, tidy) = (CounsellorDescription.Of(counsellor), DescriptionCheck.Tidy(wanted));
            // Pressed twice, it is so already.
            if (tidy.DifferencesTo(held).Count == 0) return new Described(counsellor.Version, [], null, []);
            var faults = DescriptionCheck.Faults(tidy, held, departments.HasCode, flows.Library.Skills.ContainsKey);
            var (changes, overtaken) = await ChangesAsync(work, counsellorId, version!.Value, token);
            return faults.Count > 0 || overtaken is not null ? new Described(counsellor.Version, [], overtaken, faults) : Change(work, counsellor, held, tidy, changes, by);
        }, ct);

    /// <summary>Takes the latest change back; done again, it is made again.</summary>
    /// <param name="counsellorId">Whose.</param>
    /// <param name="version">That of the change.</param>
    /// <param name="by">The manager's account.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Described> RestoreAsync(string counsellorId, int? version, string by, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var (counsellor, refusal) = await FindAsync(work, counsellorId, version, token);
            if (counsellor is null || refusal is not null) return Refused(counsellor, refusal!);
            var (changes, overtaken) = await ChangesAsync(work, counsellorId, version!.Value, token);
            if (overtaken is not null) return Refused(counsellor, overtaken);
            if (changes.MaxBy(c => c.Version) is not { Before: { } before } || JsonSerializer.Deserialize<CounsellorDescription>(before) is not { } former)
                return Refused(counsellor, Refusal.TooLate("counsellor-nothing-to-restore", "Il n'y a plus rien à rétablir : ce qui précédait n'est plus gardé."));
            return Change(work, counsellor, CounsellorDescription.Of(counsellor), former, changes, by);
        }, ct);

    private static Described Refused(Counsellor? counsellor, Refusal refusal) => new(counsellor?.Version ?? 0, [], refusal, []);

    private static async Task<(Counsellor? Counsellor, Refusal? Refusal)> FindAsync(Work work, string id, int? version, CancellationToken ct)
    {
        var counsellor = await work.Db.Counsellors.SingleOrDefaultAsync(c => c.Id == id && c.Territory != SealedTerritory.Code, ct);
        if (counsellor is null) return (null, new Refusal(404, "counsellor-unknown", "Ce compte n'est pas enregistré comme conseiller."));
        return version is { } seen && seen >= 0 && seen <= counsellor.Version
            ? (counsellor, null)
            : (counsellor, Refusal.BadInput("counsellor-version", "Cette version n'est celle d'aucune lecture de la fiche : relisez la fiche."));
    }

    /// <returns>Changes made since, and before them those that can be taken back; and who was first, if somebody was.</returns>
    private static async Task<(List<CounsellorChange> Changes, Refusal? Overtaken)> ChangesAsync(Work work, string id, int version, CancellationToken ct)
    {
        var changes = await work.Db.CounsellorChanges.Where(c => c.CounsellorId == id && (c.Version > version || c.Before != null)).ToListAsync(ct);
        var unseen = changes.Where(c => c.Version > version).ToList();
        return (changes, unseen.Count == 0 ? null : Refusal.TooLate(Overtaken, DescriptionWords.ChangedBy(unseen)));
    }

    private static Described Change(Work work, Counsellor counsellor, CounsellorDescription held, CounsellorDescription wanted, List<CounsellorChange> changes, string by)
    {
        var changed = wanted.DifferencesTo(held);
        if (changed.Count == 0) return new Described(counsellor.Version, [], null, []);
        wanted.WriteTo(counsellor);
        counsellor.Version++;
        foreach (var earlier in changes) earlier.Before = null;
        work.Db.CounsellorChanges.Add(new CounsellorChange
        {
            Id = NewId.NextGuid(), CounsellorId = counsellor.Id, Version = counsellor.Version, At = work.Now, Person = by,
            Fields = [.. changed.Select(f => f.ToString())], Before = JsonSerializer.Serialize(held),
        });
        // Whoever waits may now be this counsellor's. No order to keep between this and anything else: routing reads the row.
        if (counsellor.Presence == Presence.Available) work.Publish(NewId.NextGuid(), new CounsellorAvailable(counsellor.Id));
        work.Announce(StreamName.Desk(counsellor.Id), LiveItem.Nudge);
        return new Described(counsellor.Version, changed, null, []);
    }
}
