using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceRouter.Handoffs;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Steering;

/// <summary>
/// The two accounts do not agree. One incident per gap, not per check: while it is open, further handoffs of the same cause join it, and it is
/// closed by the first check that finds both accounts agreeing on all of them, and on everybody else since.
/// </summary>
public sealed class LedgerIncident
{
    /// <summary>Bounded for the day on which a whole table is gone.</summary>
    internal const int MostNamed = 5_000;

    public Guid Id { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public LedgerCause Cause { get; init; }
    /// <summary>Handoffs concerned, at most <see cref="MostNamed"/>; a day that does not hold has an id as well (<see cref="AnchoredDays"/>).</summary>
    public string[] HandoffIds { get; private set; } = [];
    /// <summary>Their receipts without dashes, in the same order; for managers, never published: a receipt opens the request.</summary>
    public string[] Receipts { get; private set; } = [];
    /// <summary>Both accounts of every territory, channel and language that differed, as JSON of <see cref="ShareFigures"/>, when it was opened or joined last.</summary>
    public string Figures { get; private set; } = "[]";
    public DateTimeOffset? ClosedAt { get; private set; }
    /// <summary>Whose check found the gap gone: the manager who asked for it, or "contrôle".</summary>
    public string? ClosedBy { get; private set; }

    /// <summary>It has no place for further ones: how many there are is not known.</summary>
    public bool IsFull => HandoffIds.Length >= MostNamed;

    /// <summary>What it names, in the order in which it was found.</summary>
    public IReadOnlyList<NamedByIncident> Named() => [.. HandoffIds.Zip(Receipts, (id, receipt) => (Id: Guid.Parse(id), Receipt: receipt))
        .Select(n => new NamedByIncident(n.Id, n.Receipt.Length == ReceiptCode.Length ? n.Receipt : null, AnchoredDays.DayOf(n.Id)))];

    public IReadOnlyList<ShareFigures> ReadFigures() => JsonSerializer.Deserialize<List<ShareFigures>>(Figures, JsonSerializerOptions.Web) ?? [];

    /// <returns>How many of them are named since now, and how many found no place any more.</returns>
    internal (int Joined, int Unnamed) Join(IEnumerable<LedgerDifference> differences, IReadOnlyList<ShareFigures> figures, int most = MostNamed)
    {
        var known = HandoffIds.ToHashSet();
        var fresh = differences.Where(d => !known.Contains(d.HandoffId.ToString("N"))).ToList();
        var named = fresh.Take(most - HandoffIds.Length).ToList();
        if (named.Count > 0)
        {
            HandoffIds = [.. HandoffIds, .. named.Select(d => d.HandoffId.ToString("N"))];
            // One word each, or the list would be of others: whoever forges a row may have forged its receipt.
            Receipts = [.. Receipts, .. named.Select(d => d.Receipt.Length == 0 || d.Receipt.Contains(' ', StringComparison.Ordinal) ? AskedFacts.Unknown : d.Receipt)];
            Figures = JsonSerializer.Serialize(figures, JsonSerializerOptions.Web);
        }
        return (named.Count, fresh.Count - named.Count);
    }

    internal void Close(DateTimeOffset now, string by) => (ClosedAt, ClosedBy) = (now, by);
}

/// <summary>A request of an incident, or a day.</summary>
/// <param name="HandoffId">Of the request; stands for the day otherwise.</param>
/// <param name="Receipt">Without dashes; null where nothing that is left tells it, and for a day.</param>
/// <param name="Day">Whose leaves are not those that were anchored; null for a request.</param>
public sealed record NamedByIncident(Guid HandoffId, string? Receipt, DateOnly? Day);

internal sealed class LedgerIncidentMap : IEntityTypeConfiguration<LedgerIncident>
{
    public void Configure(EntityTypeBuilder<LedgerIncident> builder)
    {
        builder.ToTable("ledger_incidents");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.HandoffIds).HasColumnType("text");
        builder.Property(i => i.Receipts).HasColumnType("text");
        builder.Property(i => i.ClosedAt).IsConcurrencyToken();
        builder.HasIndex(i => i.OpenedAt);
        // Two checks that race open one incident: the loser finds the winner's.
        builder.HasIndex(i => i.Cause).IsUnique().HasFilter("closed_at IS NULL").HasDatabaseName("ix_ledger_incidents_open");
    }
}
