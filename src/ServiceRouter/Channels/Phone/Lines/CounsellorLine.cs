using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// A counsellor's telephone for one request: rung, taken, joined with the citizen, over. It belongs to the version of the handoff at which this
/// counsellor has it: when the handoff moves on, the line has nothing more to do with it, and is let go.
/// </summary>
public sealed class CounsellorLine
{
    public Guid Id { get; init; }
    public Guid HandoffId { get; init; }
    public Guid ConversationId { get; init; }
    public required string CounsellorId { get; init; }

    /// <summary>The handoff's version while this counsellor has it.</summary>
    public int HandoffVersion { get; init; }

    /// <summary>Number or SIP address that is rung.</summary>
    public required string Address { get; init; }

    public LineState State { get; private set; } = LineState.Wanted;

    /// <summary>The provider's id of the counsellor's call; null until it rings.</summary>
    public string? CallId { get; private set; }

    /// <summary>The provider's id of the citizen's call, once it is brought here.</summary>
    public string? CitizenCallId { get; private set; }

    /// <summary>The provider's id of the conference in which both are; holding needs it.</summary>
    public string? ConferenceId { get; private set; }

    public bool OnHold { get; private set; }

    /// <summary>The line that opened the conference, where this one goes on with it after a handing over; null: this one.</summary>
    public Guid? RoomId { get; private set; }

    /// <summary>Names the conference.</summary>
    public Guid Room => RoomId ?? Id;

    /// <summary>How it ended, one of <see cref="LineEnding"/>. Of a line that is not over: why the citizen was not brought; null where they were, or are gone.</summary>
    public string? Ending { get; private set; }

    /// <summary>The line is over, and a call of it still has to be told.</summary>
    public bool CounsellorToEnd { get; private set; }
    public bool CitizenToMove { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Compare-and-set token.</summary>
    public int Version { get; private set; }

    public bool IsOver => State == LineState.Over;

    public void Become(LineState state, DateTimeOffset now) => (State, ChangedAt, Version) = (state, now, Version + 1);

    public void RingsAs(string callId) => (CallId, Version) = (callId, Version + 1);

    public void Brings(string citizenCallId) => (CitizenCallId, Version) = (citizenCallId, Version + 1);

    /// <summary>The call that was to be brought is gone: another will be.</summary>
    public void BringsAnew(DateTimeOffset now)
    {
        CitizenCallId = null;
        Become(LineState.Bringing, now);
    }

    /// <summary>The citizen cannot be brought: the counsellor is to be told.</summary>
    /// <param name="why"><see cref="LineEnding.NotCallable"/> or <see cref="LineEnding.Provider"/>.</param>
    /// <param name="now">When.</param>
    public void StaysAlone(string why, DateTimeOffset now)
    {
        Ending = why;
        Become(LineState.Alone, now);
    }

    public void MeetsIn(string conferenceId) => (ConferenceId, Version) = (conferenceId, Version + 1);

    public void Hold(bool hold) => (OnHold, Version) = (hold, Version + 1);

    /// <summary>Over, whoever ended it.</summary>
    /// <param name="ending">One of <see cref="LineEnding"/>.</param>
    /// <param name="counsellorIsGone">The counsellor's call is over already.</param>
    /// <param name="now">When.</param>
    public void End(string ending, bool counsellorIsGone, DateTimeOffset now)
    {
        CounsellorToEnd = !counsellorIsGone && CallId is not null;
        // Also one of whom we were told that they are gone: were they not, they would be alone in a silent conference.
        CitizenToMove = CitizenCallId is not null;
        (Ending, OnHold) = (ending, false);
        Become(LineState.Over, now);
    }

    /// <summary>The counsellor hung up, and a second one is with the citizen: the talk goes on.</summary>
    public void CounsellorLeaves() => (CallId, Version) = (null, Version + 1);

    /// <summary>The same call as the line of the counsellor who has the request from now on.</summary>
    public CounsellorLine GoesOnWith(string counsellorId, string callId, int handoffVersion, string address, DateTimeOffset now)
    {
        var heir = new CounsellorLine
        {
            Id = MassTransit.NewId.NextGuid(), HandoffId = HandoffId, ConversationId = ConversationId, CounsellorId = counsellorId, HandoffVersion = handoffVersion, Address = address,
        };
        (heir.CallId, heir.CitizenCallId, heir.ConferenceId, heir.RoomId) = (callId, CitizenCallId, ConferenceId, Room);
        heir.OnHold = OnHold;
        heir.Become(LineState.Talking, now);
        return heir;
    }

    /// <summary>Over for the counsellor who handed over; the citizen stays where they are.</summary>
    public void HandsOver(DateTimeOffset now)
    {
        End(LineEnding.HandedOver, counsellorIsGone: false, now);
        CitizenToMove = false;
    }

    /// <summary>The counsellor is to meet the citizen again, in a conference of this line, in which nobody is on hold.</summary>
    public void MeetsAnew(DateTimeOffset now)
    {
        (RoomId, Ending, ConferenceId, OnHold) = (null, null, null, false);
        Become(LineState.Joining, now);
    }

    public void CounsellorEnded() => (CounsellorToEnd, Version) = (false, Version + 1);

    public void CitizenMoved() => (CitizenToMove, Version) = (false, Version + 1);
}

/// <summary>Where a counsellor's line stands. Stored by name.</summary>
public enum LineState
{
    /// <summary>To be rung.</summary>
    Wanted,
    Ringing,
    /// <summary>Taken: the counsellor hears who and why, and has a key to press.</summary>
    Whispering,
    /// <summary>The key was pressed: the citizen is to be brought.</summary>
    Joining,
    /// <summary>The citizen's call was moved here, or is being rung.</summary>
    Bringing,
    Talking,
    /// <summary>The citizen is gone, did not answer or could not be called: the counsellor is to be told.</summary>
    Alone,
    /// <summary>The counsellor was told, and may ring the citizen by a key.</summary>
    AloneTold,
    Over,
}

/// <summary>How a counsellor's line ended, in the words that are stored and recorded.</summary>
public static class LineEnding
{
    /// <summary>The request moved on, or was closed at the desk.</summary>
    public const string LetGo = "let-go";
    /// <summary>The counsellor hung up when nobody was there any more.</summary>
    public const string Done = "done";
    /// <summary>The counsellor's line was lost while the citizen was on it, or about to be.</summary>
    public const string Dropped = "dropped";
    public const string Busy = "busy";
    public const string NoAnswer = "no-answer";
    public const string Failed = "failed";
    /// <summary>Taken, and no key was pressed: a voicemail, or a counsellor who cannot now.</summary>
    public const string NotTaken = "not-taken";
    /// <summary>The request was handed over on the telephone: the call goes on as another line.</summary>
    public const string HandedOver = "handed-over";
    /// <summary>The provider did not ring it, or did not bring the citizen.</summary>
    public const string Provider = "provider";
    /// <summary>No number of the citizen can be called: the provider refuses it, or there is none.</summary>
    public const string NotCallable = "not-callable";

    /// <summary>There was none: the counsellor has no telephone.</summary>
    public const string NoTelephone = "no-telephone";

    /// <param name="call">How the counsellor's call ended.</param>
    /// <param name="wasTaken">A key was pressed before.</param>
    public static string Of(CallEnding call, bool wasTaken) => call switch
    {
        CallEnding.Busy => Busy,
        CallEnding.NoAnswer => NoAnswer,
        CallEnding.Failed or CallEnding.Canceled => Failed,
        _ => wasTaken ? Dropped : NotTaken,
    };
}

internal sealed class CounsellorLineMap : IEntityTypeConfiguration<CounsellorLine>
{
    public void Configure(EntityTypeBuilder<CounsellorLine> builder)
    {
        builder.ToTable("counsellor_lines");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Version).IsConcurrencyToken();
        builder.Property(l => l.CallId).HasMaxLength(64);
        builder.Property(l => l.CitizenCallId).HasMaxLength(64);
        builder.HasIndex(l => new { l.HandoffId, l.HandoffVersion });
        // One telephone rings for one accepted request, also when two nodes want the line at the same moment.
        builder.HasIndex([nameof(CounsellorLine.HandoffId), nameof(CounsellorLine.HandoffVersion)], "ix_counsellor_lines_open").IsUnique().HasFilter("state <> 'Over'").HasDatabaseName("ix_counsellor_lines_open");
        // Looked at twice a second, and these are a few of all that ever were.
        builder.HasIndex([nameof(CounsellorLine.ChangedAt)], "ix_counsellor_lines_to_step").HasFilter("state <> 'Over' OR counsellor_to_end OR citizen_to_move").HasDatabaseName("ix_counsellor_lines_to_step");
        builder.Ignore(l => l.Room);
        builder.HasIndex(l => l.CitizenCallId);
        builder.HasIndex(l => l.RoomId).HasFilter("room_id IS NOT NULL");
        builder.HasIndex(l => l.State);
    }
}
