using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Channels.Sms;

/// <summary>The one text message after an attempt that reached nobody: its row is claimed before it leaves, and says what became of it. No number is kept here.</summary>
public sealed class AttemptText
{
    public Guid HandoffId { get; init; }

    /// <summary>Which attempt, counted from 1.</summary>
    public int Attempt { get; init; }

    public AttemptTextState State { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Compare-and-set token.</summary>
    public int Version { get; private set; }

    public void Become(AttemptTextState state, DateTimeOffset now) => (State, ChangedAt, Version) = (state, now, Version + 1);
}

/// <summary>What became of it. Stored by name.</summary>
public enum AttemptTextState
{
    /// <summary>Claimed, and perhaps sent: it is not sent again.</summary>
    Leaving,
    Sent,
    /// <summary>It certainly did not leave, and is tried again while the attempt is the newest.</summary>
    Delayed,
    /// <summary>The provider did not say.</summary>
    Unknown,
    /// <summary>The number is no mobile one, or there is none.</summary>
    NoMobile,
    /// <summary>STOP was said, or the number refuses messages.</summary>
    NotWanted,
}

internal sealed class AttemptTextMap : IEntityTypeConfiguration<AttemptText>
{
    public void Configure(EntityTypeBuilder<AttemptText> builder)
    {
        builder.ToTable("attempt_texts");
        builder.HasKey(t => new { t.HandoffId, t.Attempt });
        builder.Property(t => t.Version).IsConcurrencyToken();
    }
}
