using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Steering.EqualAccess;

/// <summary>
/// A group is answered later, less often or worse than all others (G11). One alarm per gap, not per check. It is opened by a difference that chance does not explain, and
/// closed when the difference is small again, not when it can merely no longer be told from chance.
/// </summary>
public sealed class AccessAlarm
{
    public Guid Id { get; init; }
    public AccessSplit Split { get; init; }
    /// <summary>Code of the group; empty when the citizens did not say.</summary>
    public required string Part { get; init; }
    public AccessMeasure Measure { get; init; }
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>By the latest check that found it.</summary>
    public int People { get; private set; }
    /// <summary>Seconds or a share, as <see cref="AccessMeasure"/> says.</summary>
    public double Here { get; private set; }
    public double Elsewhere { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    internal bool IsAbout(AccessComparison comparison) => (Split, Part, Measure) == (comparison.Split, comparison.Part ?? "", comparison.Measure);

    internal void See(AccessComparison comparison) => (People, Here, Elsewhere) = (comparison.People, comparison.Here, comparison.Elsewhere);

    internal void Close(DateTimeOffset now) => ClosedAt = now;
}

internal sealed class AccessAlarmMap : IEntityTypeConfiguration<AccessAlarm>
{
    public void Configure(EntityTypeBuilder<AccessAlarm> builder)
    {
        builder.ToTable("access_alarms");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Part).HasMaxLength(32);
        builder.Property(a => a.ClosedAt).IsConcurrencyToken();
        builder.HasIndex(a => a.ClosedAt);
        // Two checks that race open one alarm: the loser finds the winner's.
        builder.HasIndex(a => new { a.Split, a.Part, a.Measure }).IsUnique().HasFilter("closed_at IS NULL").HasDatabaseName("ix_access_alarms_open");
    }
}
