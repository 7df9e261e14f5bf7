using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Channels.Phone.Lines.Seconds;

/// <summary>
/// The telephone of a second counsellor, asked to join a call that is talked on: rung, told who asks, joined after a key. The request stays with the first,
/// so that nothing that becomes of this line moves it.
/// </summary>
public sealed class SecondLine
{
    public Guid Id { get; init; }

    /// <summary>The line that is joined.</summary>
    public Guid LineId { get; init; }
    public Guid HandoffId { get; init; }

    /// <summary>Who is rung.</summary>
    public required string CounsellorId { get; init; }

    /// <summary>Number or SIP address that is rung.</summary>
    public required string Address { get; init; }

    /// <summary>The group that was asked for: when this one does not come, the next of it is rung; null: this counsellor was meant.</summary>
    public string? Pool { get; init; }

    public SecondState State { get; private set; } = SecondState.Wanted;

    /// <summary>The provider's id of the call; null until it rings.</summary>
    public string? CallId { get; private set; }

    /// <summary>How it ended, one of <see cref="LineEnding"/>.</summary>
    public string? Ending { get; private set; }

    /// <summary>The line is over, and its call still has to be ended.</summary>
    public bool ToEnd { get; private set; }

    /// <summary>The request was handed over on the telephone: from then on the call belongs to this line.</summary>
    public Guid? BecameLineId { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Compare-and-set token.</summary>
    public int Version { get; private set; }

    public bool IsOver => State == SecondState.Over;

    public void Become(SecondState state, DateTimeOffset now) => (State, ChangedAt, Version) = (state, now, Version + 1);

    public void RingsAs(string callId) => (CallId, Version) = (callId, Version + 1);

    /// <param name="ending">One of <see cref="LineEnding"/>.</param>
    /// <param name="isGone">The call is over already.</param>
    /// <param name="now">When.</param>
    public void End(string ending, bool isGone, DateTimeOffset now)
    {
        ToEnd = !isGone && CallId is not null;
        Ending = ending;
        Become(SecondState.Over, now);
    }

    public void Ended() => (ToEnd, Version) = (false, Version + 1);

    /// <summary>The call goes on, as the line of whoever has the request now.</summary>
    public void TakesOver(Guid lineId, DateTimeOffset now)
    {
        BecameLineId = lineId;
        End(LineEnding.HandedOver, isGone: true, now);
    }
}

/// <summary>Where a second counsellor's line stands. Stored by name.</summary>
public enum SecondState
{
    /// <summary>To be rung.</summary>
    Wanted,
    Ringing,
    /// <summary>Taken: the counsellor hears who asks and why, and has a key to press.</summary>
    Whispering,
    /// <summary>The key was pressed: all three hear each other.</summary>
    Joined,
    Over,
}

internal sealed class SecondLineMap : IEntityTypeConfiguration<SecondLine>
{
    public void Configure(EntityTypeBuilder<SecondLine> builder)
    {
        builder.ToTable("second_lines");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Version).IsConcurrencyToken();
        builder.Property(l => l.CallId).HasMaxLength(64);
        builder.HasIndex(l => l.LineId);
        // Of several who are asked for one call at the same moment, one is rung.
        builder.HasIndex([nameof(SecondLine.LineId)], "ix_second_lines_open").IsUnique().HasFilter("state <> 'Over'").HasDatabaseName("ix_second_lines_open");
        // Looked at twice a second, and these are a few of all that ever were.
        builder.HasIndex([nameof(SecondLine.ChangedAt)], "ix_second_lines_to_step").HasFilter("state <> 'Over' OR to_end").HasDatabaseName("ix_second_lines_to_step");
        builder.HasIndex(l => l.State);
    }
}
