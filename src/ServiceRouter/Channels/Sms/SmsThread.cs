using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Channels.Sms;

/// <summary>The conversation that one number has with the service by text message, and how much of it was sent. Erased with the words.</summary>
public sealed class SmsThread
{
    /// <summary>The citizen's number.</summary>
    public required string Number { get; init; }

    /// <summary>Empty where a STOP is kept without what its number asked: the words of that conversation are erased.</summary>
    public Guid ConversationId { get; set; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>STOP or ARRET: nothing is sent until the citizen writes again that it may be.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Number of the last activity that was sent, or needs no sending.</summary>
    public int SentUpTo { get; private set; }

    /// <summary>Since when a node hands over what it has claimed; null: what became of all that was claimed is noted.</summary>
    public DateTimeOffset? ClaimedAt { get; private set; }

    /// <summary>Compare-and-set token.</summary>
    public int Version { get; private set; }

    public void Stop(DateTimeOffset now) => (StoppedAt, Version) = (StoppedAt ?? now, Version + 1);

    public void Resume() => (StoppedAt, Version) = (null, Version + 1);

    public void Send(int upTo) => (SentUpTo, Version) = (upTo, Version + 1);

    /// <summary>All up to here is handed over from now on, by one node.</summary>
    public void Claim(int upTo, DateTimeOffset now) => (SentUpTo, ClaimedAt, Version) = (upTo, now, Version + 1);

    public void EndClaim() => (ClaimedAt, Version) = (null, Version + 1);

    /// <summary>In a conversation of which this much needs no sending.</summary>
    public void GoOnWith(Guid conversationId, int sentUpTo) => (ConversationId, SentUpTo, ClaimedAt, Version) = (conversationId, sentUpTo, null, Version + 1);

    /// <summary>In none; who writes again begins one.</summary>
    public void LeaveConversation() => GoOnWith(Guid.Empty, sentUpTo: 0);
}

internal sealed class SmsThreadMap : IEntityTypeConfiguration<SmsThread>
{
    public void Configure(EntityTypeBuilder<SmsThread> builder)
    {
        builder.ToTable("sms_threads");
        builder.HasKey(t => t.Number);
        builder.Property(t => t.Number).HasMaxLength(64);
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.HasIndex(t => t.ConversationId);
    }
}
