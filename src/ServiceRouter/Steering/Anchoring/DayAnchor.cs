using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>
/// The event logs of one day, under one published hash. Chained to the day before, and never changed: who kept yesterday's hash can prove
/// that nothing of all days before was rewritten.
/// </summary>
public sealed class DayAnchor
{
    /// <summary>Day in mainland France; days follow each other without gaps.</summary>
    public DateOnly Day { get; init; }
    /// <summary>Logs that moved, and second receipts that were given: leaves of the tree.</summary>
    public int Leaves { get; init; }
    /// <summary>Of these, logs whose entry is older than the day: it was committed after its own day was closed (a wrong clock, a long outage).</summary>
    public int Late { get; init; }
    /// <summary>Root of the Merkle tree over the leaves, lower-case hex.</summary>
    public required string Root { get; init; }
    /// <summary>Hash of the day before; empty on the first day.</summary>
    public required string PreviousHash { get; init; }
    public string Hash { get; private set; } = "";
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>SHA-256, in lower-case hex, over day, leaves, late, root and previous hash, one per line.</summary>
    public string ComputeHash()
    {
        var text = string.Join('\n', Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Leaves, Late, Root, PreviousHash);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    internal DayAnchor Sealed()
    {
        Hash = ComputeHash();
        return this;
    }
}

/// <summary>The end of one log as a day's anchor holds it, or a second receipt.</summary>
public sealed class AnchorLeaf
{
    public DateOnly Day { get; init; }
    /// <summary>Place in the tree, from 0: leaves are in the order of the handoff's id as text, then of their number.</summary>
    public int Place { get; init; }
    public Guid HandoffId { get; init; }
    /// <summary>Number of the log's newest entry of the day; below 0: a second receipt.</summary>
    public int Number { get; init; }
    /// <summary>Hash of that entry: with it, of every entry before; or of the second receipt.</summary>
    public required string Hash { get; init; }

    /// <summary>Leaf hash over handoff, number and hash, one per line.</summary>
    public static byte[] HashOf(Guid handoffId, int number, string hash) =>
        MerkleTree.Leaf(Encoding.UTF8.GetBytes(string.Join('\n', handoffId.ToString("N"), number.ToString(CultureInfo.InvariantCulture), hash)));
}

internal sealed class DayAnchorMap : IEntityTypeConfiguration<DayAnchor>
{
    public void Configure(EntityTypeBuilder<DayAnchor> builder)
    {
        builder.ToTable("log_anchors");
        builder.HasKey(a => a.Day);
        builder.Property(a => a.Root).HasMaxLength(64);
        builder.Property(a => a.PreviousHash).HasMaxLength(64);
        builder.Property(a => a.Hash).HasMaxLength(64);
    }
}

internal sealed class AnchorLeafMap : IEntityTypeConfiguration<AnchorLeaf>
{
    public void Configure(EntityTypeBuilder<AnchorLeaf> builder)
    {
        builder.ToTable("log_anchor_leaves");
        builder.HasKey(l => new { l.Day, l.Place });
        builder.Property(l => l.Hash).HasMaxLength(64);
        builder.HasIndex(l => new { l.HandoffId, l.Number }).IsUnique();
    }
}
