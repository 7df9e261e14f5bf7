using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Platform.Looks;

/// <summary>Somebody read what was not in their hands, or took it at a counter: who, what, when. Never what it said.</summary>
public sealed class RecordedLook
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The account, or <see cref="RecordLooks.Operator"/>.</summary>
    public required string Person { get; init; }

    public LookKind Kind { get; init; }

    /// <summary>The request; null for an export of several. Its id and not its receipt, which would open it.</summary>
    public Guid? HandoffId { get; init; }

    /// <summary>The days of an export; <see cref="RecordLooks.Counter"/> where a request was not read but taken; null for the reading or the export of one request.</summary>
    public string? Scope { get; init; }
}

/// <summary>Stored by name.</summary>
public enum LookKind
{
    /// <summary>A counsellor read a request that they neither held nor had been offered.</summary>
    Handoff,

    /// <summary>An auditor's export was made.</summary>
    Export,
}

internal sealed class RecordedLookMap : IEntityTypeConfiguration<RecordedLook>
{
    public void Configure(EntityTypeBuilder<RecordedLook> builder)
    {
        builder.ToTable("looks");
        builder.HasKey(l => l.Id);
        builder.HasIndex(l => l.At);
    }
}
