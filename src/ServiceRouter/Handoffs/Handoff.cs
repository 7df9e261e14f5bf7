using ServiceRouter.Contracts.Handoffs;

namespace ServiceRouter.Handoffs;

/// <summary>
/// A citizen's request for a human, from the asking to its end: the object of the Guarantee.
/// The row is the truth. <see cref="Version"/> is its compare-and-set token: of two moves one wins, the other reads again.
/// </summary>
public sealed class Handoff
{
    private string? territory;
    private HandoffRank rank;

    /// <summary>Identity inside the service; citizens and counsellors use the receipt.</summary>
    public Guid Id { get; init; }
    /// <summary>The code without its dashes; see <see cref="ReceiptCode"/>.</summary>
    public required string Receipt { get; init; }
    public Guid ConversationId { get; init; }
    public HandoffState State { get; private set; } = HandoffState.Waiting;
    /// <summary>Raised by each move; equals the number of entries in the event log.</summary>
    public int Version { get; private set; }

    public required string Channel { get; init; }
    /// <summary>Two letters, of the asking: the ledger holds it against the event log, and it never changes.</summary>
    public required string Language { get; init; }
    /// <summary>Chosen later, by telephone; null: the one of the asking.</summary>
    public string? LaterLanguage { get; private set; }
    /// <summary>In which the citizen is spoken with, and is to be asked for.</summary>
    public string SpokenLanguage => LaterLanguage ?? Language;
    /// <summary>Département code ("23", "2A", "974"), <see cref="SealedTerritory.Code"/> in an exercise, or null when the citizen did not say.</summary>
    public string? Territory { get => territory; init => territory = value; }
    /// <summary>The territory when it was asked. It never changes, so that the ledger can hold it against the asking in the event log.</summary>
    public string? AskedTerritory { get; private set; }
    public required string Skill { get; set; }
    /// <summary>Reason id of flows/skills.yaml.</summary>
    public required string Reason { get; init; }
    /// <summary>That of the asking, until distress is heard later.</summary>
    public HandoffRank Rank { get => rank; init => rank = value; }

    /// <summary>How the citizen wants to be spoken with, when they said so; erased with the words.</summary>
    public AccessNeed? Need { get; set; }

    public DateTimeOffset AskedAt { get; init; }
    /// <summary>
    /// Since when it waits, for the patience with busy counsellors: since the asking, the last transfer, the date that came or the citizen's return. An offer that came to
    /// nothing and a lost counsellor do not begin it anew. Its age is always counted from <see cref="AskedAt"/>.
    /// </summary>
    public DateTimeOffset WaitingSince { get; private set; }
    /// <summary>At the head of its rank; <see cref="HeadOfRank"/> says after which moves.</summary>
    public bool AtHead { get; private set; }
    /// <summary>Only this counsellor is asked first: by a transfer, by the date that they had agreed to, or since their line was cut off in the middle.</summary>
    public string? WantedCounsellorId { get; private set; }

    public Guid? OfferId { get; private set; }
    public DateTimeOffset? OfferExpiresAt { get; private set; }
    /// <summary>Whom it is offered to, or who has it.</summary>
    public string? CounsellorId { get; private set; }
    public DateTimeOffset? AcceptedAt { get; private set; }
    public DateTimeOffset? FirstHumanWordAt { get; private set; }

    /// <summary>When the clock puts it back into the queue. Promised: at the promise's date, of a letter before it. Absent: at the next attempt's.</summary>
    public DateTimeOffset? DueAt { get; private set; }
    public CommitmentKind? Commitment { get; private set; }
    /// <summary>A letter: the date that was promised, where it becomes work before; null where that is <see cref="DueAt"/>.</summary>
    public DateTimeOffset? PromisedFor { get; private set; }
    /// <summary>The date that the citizen was told: of a promise, or of the next attempt. Whoever says a date says this one; <see cref="DueAt"/> is for the clock.</summary>
    public DateTimeOffset? ToldFor => Commitment == CommitmentKind.Letter && PromisedFor > DueAt ? PromisedFor : DueAt;
    /// <summary>The date gives no place: the counsellors' next opening, which nobody chose, or a moment too near its choice. When it comes, the request has the place of its age.</summary>
    public bool DateGivesNoPlace { get; private set; }
    /// <summary>Attempts to reach the citizen that a counsellor recorded, all of them: the texts after them go by it.</summary>
    public int Attempts { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }
    /// <summary>Closing code of the counsellor.</summary>
    public string? ClosingCode { get; private set; }
    public DateTimeOffset? RatingInvitedAt { get; set; }

    /// <summary>Hash of the newest entry of the event log: the end of the chain, held apart from the log.</summary>
    public string LogHash { get; set; } = "";

    public bool IsOpen => HandoffTransitions.IsOpen(State);

    /// <summary>Opens the handoff in the queue.</summary>
    public Moved Ask(DateTimeOffset now)
    {
        Version = 1;
        WaitingSince = now;
        AskedTerritory = Territory;
        return new Moved(this, HandoffMove.Ask);
    }

    /// <summary>What the table says of the move now; the methods below apply one that is handled, and return what has to be recorded of it.</summary>
    public Verdict Judge(HandoffMove move) => HandoffTransitions.Decide(State, move).Verdict;

    public Moved Offer(Guid offerId, string counsellorId, DateTimeOffset expiresAt)
    {
        var moved = Step(HandoffMove.Offer);
        (OfferId, CounsellorId, OfferExpiresAt) = (offerId, counsellorId, expiresAt);
        return moved;
    }

    public Moved Accept(DateTimeOffset now)
    {
        var moved = Step(HandoffMove.Accept);
        (AcceptedAt, OfferExpiresAt, WantedCounsellorId) = (now, null, null);
        return moved;
    }

    /// <summary>Decline, expiry, loss, transfer, due date, return: back into the queue with the age kept.</summary>
    public Moved ReturnToQueue(HandoffMove move, DateTimeOffset now, string? wantedCounsellorId = null)
    {
        var moved = Step(move);
        LeaveCounsellor();
        if (move is HandoffMove.Transfer or HandoffMove.FallDue or HandoffMove.CitizenReturns) WaitingSince = now;
        (WantedCounsellorId, DueAt, Commitment, DateGivesNoPlace) = (wantedCounsellorId, null, null, false);
        PromisedFor = null;
        return moved;
    }

    /// <param name="kind">What is promised.</param>
    /// <param name="dueAt">When (UTC).</param>
    /// <param name="givesNoPlace"><inheritdoc cref="DateGivesNoPlace" path="/summary"/></param>
    /// <param name="promisedFor">What the citizen is told, where it is later.</param>
    public Moved Promise(CommitmentKind kind, DateTimeOffset dueAt, bool givesNoPlace = false, DateTimeOffset? promisedFor = null)
    {
        var moved = Step(HandoffMove.Commit);
        LeaveCounsellor();
        (Commitment, DueAt, DateGivesNoPlace) = (kind, dueAt, givesNoPlace);
        PromisedFor = promisedFor > dueAt ? promisedFor : null;
        return moved;
    }

    public Moved RecordAbsence(DateTimeOffset nextAttemptAt)
    {
        var moved = Step(HandoffMove.RecordAbsence);
        LeaveCounsellor();
        Attempts++;
        (DueAt, DateGivesNoPlace) = (nextAttemptAt, false);
        return moved;
    }

    /// <summary>The human act that ends it.</summary>
    public Moved End(HandoffMove move, DateTimeOffset now, string? closingCode)
    {
        var moved = Step(move);
        (EndedAt, ClosingCode, OfferExpiresAt, DueAt) = (now, closingCode, null, null);
        PromisedFor = null;
        return moved;
    }

    /// <summary>Another département: a postcode was given, or a colleague passes it on.</summary>
    /// <returns>False across the seal of an exercise: nothing changes.</returns>
    public bool MoveTo(string? code)
    {
        if (SealedTerritory.Divides(territory, code)) return false;
        territory = code;
        return true;
    }

    /// <summary>The citizen is spoken with in this language from now on. It is no move.</summary>
    public void SpeakIn(string language) => LaterLanguage = language == Language ? null : language;

    /// <summary>Distress was heard after the asking. It is no move: the handoff stays where it stands, before all of a lower rank.</summary>
    /// <returns>False when it has the highest rank already.</returns>
    public bool RaiseRank()
    {
        if (rank == HandoffRank.Distress) return false;
        rank = HandoffRank.Distress;
        return true;
    }

    public void HumanSpoke(DateTimeOffset now) => FirstHumanWordAt ??= now;

    /// <summary>What was taken for the first word was told to a mailbox.</summary>
    public void NobodyHeard() => FirstHumanWordAt = null;

    /// <summary>How it ended, for messages; null while it is open.</summary>
    public HandoffOutcome? Outcome => State switch
    {
        HandoffState.Served => HandoffOutcome.Served,
        HandoffState.Withdrawn => HandoffOutcome.Withdrawn,
        HandoffState.Unreachable => HandoffOutcome.Unreachable,
        _ => null,
    };

    private void LeaveCounsellor() => (CounsellorId, OfferId, OfferExpiresAt) = (null, null, null);

    private Moved Step(HandoffMove move)
    {
        var (verdict, next) = HandoffTransitions.Decide(State, move);
        if (verdict != Verdict.Handled) throw new InvalidOperationException($"{move} in {State} is {verdict}: judge before moving");
        AtHead = HeadOfRank.IsAfter(State, move, AtHead, DateGivesNoPlace);
        State = next;
        Version++;
        return new Moved(this, move);
    }
}
