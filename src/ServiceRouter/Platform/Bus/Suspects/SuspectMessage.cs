using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>A message that was being handled when a process ended.</summary>
public sealed class SuspectMessage
{
    public Guid MessageId { get; init; }

    /// <summary>How many processes ended with it in hand, 1 or more.</summary>
    public int Ends { get; set; }

    /// <summary>When the last of them was noted (UTC).</summary>
    public DateTimeOffset LastAt { get; set; }
}

internal sealed class SuspectMessageMap : IEntityTypeConfiguration<SuspectMessage>
{
    public void Configure(EntityTypeBuilder<SuspectMessage> builder)
    {
        builder.ToTable("suspect_messages");
        builder.HasKey(m => m.MessageId);
        // Two nodes that note the end of both at the same moment.
        builder.Property(m => m.Ends).IsConcurrencyToken();
        builder.HasIndex(m => m.LastAt);
    }
}
