using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Steering;

/// <summary>
/// The two accounts do not agree. One incident per gap, not per check: while it is open, further handoffs of the same cause join it, and it is
/// closed by the first check that finds both accounts agreeing on all of them.
/// </summary>
public sealed class LedgerIncident
{
    /// <summary>Enough to start looking, and bounded when a whole table is gone.</summary>
    internal const int MostNamed = 500;

    public Guid Id { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public LedgerCause Cause { get; init; }
    /// <summary>Handoffs concerned, at most <see cref="MostNamed"/>.</summary>
    public string[] HandoffIds { get; private set; } = [];
    /// <summary>Their receipts without dashes, in the same order; for managers, never published: a receipt opens the request.</summary>
    public string[] Receipts { get; private set; } = [];
    /// <summary>Both accounts of every territory, channel and language that differed, as JSON of <see cref="ShareFigures"/>, when it was opened or joined last.</summary>
    public string Figures { get; private set; } = "[]";
    public DateTimeOffset? ClosedAt { get; private set; }
    /// <summary>Whose check found the gap gone: the manager who asked for it, or "contrôle".</summary>
    public string? ClosedBy { get; private set; }

    public IReadOnlyList<ShareFigures> ReadFigures() => JsonSerializer.Deserialize<List<ShareFigures>>(Figures, JsonSerializerOptions.Web) ?? [];

    internal void Join(IEnumerable<LedgerDifference> differences, IReadOnlyList<ShareFigures> figures)
    {
        var fresh = differences.Where(d => !HandoffIds.Contains(d.HandoffId.ToString("N"))).Take(MostNamed - HandoffIds.Length).ToList();
        if (fresh.Count == 0) return;
        HandoffIds = [.. HandoffIds, .. fresh.Select(d => d.HandoffId.ToString("N"))];
        Receipts = [.. Receipts, .. fresh.Select(d => d.Receipt)];
        Figures = JsonSerializer.Serialize(figures, JsonSerializerOptions.Web);
    }

    internal void Close(DateTimeOffset now, string by) => (ClosedAt, ClosedBy) = (now, by);
}

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
