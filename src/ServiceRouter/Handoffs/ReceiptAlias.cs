using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Handoffs;

/// <summary>
/// A receipt that was given while the database did not answer, to somebody whose request turned out to be open already: both codes
/// lead to that one handoff.
/// </summary>
public sealed class ReceiptAlias
{
    /// <summary>The code without its dashes.</summary>
    public required string Receipt { get; init; }
    public Guid HandoffId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>SHA-256, in lower-case hex, over receipt, handoff and time, one per line: what the anchor of its day holds of it.</summary>
    public string ComputeHash()
    {
        var text = string.Join('\n', Receipt, HandoffId.ToString("N"), At.UtcTicks / TimeSpan.TicksPerMicrosecond);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

internal sealed class ReceiptAliasMap : IEntityTypeConfiguration<ReceiptAlias>
{
    public void Configure(EntityTypeBuilder<ReceiptAlias> builder)
    {
        builder.ToTable("receipt_aliases");
        builder.HasKey(a => a.Receipt);
        builder.Property(a => a.Receipt).HasMaxLength(ReceiptCode.Length);
        builder.HasIndex(a => a.HandoffId);
    }
}
