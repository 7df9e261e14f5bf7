using System.Text.Json;
using ServiceRouter.Handoffs;
using ServiceRouter.Routing;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>What is known of the world when a request moves, from the script and not from the service.</summary>
/// <param name="Since">The clock before this round: what is done beside a time that passes is done before or after it.</param>
/// <param name="Now">The clock after it.</param>
/// <param name="Round">Which round, counted from 1.</param>
/// <param name="Acts">Who did what in this round.</param>
/// <param name="Late">Who asked in earlier rounds, when this one may bring what was asked then; else nobody.</param>
/// <param name="AtDesk">Who is there, before this round.</param>
internal sealed record Moment(DateTimeOffset Since, DateTimeOffset Now, int Round, IReadOnlyList<Step> Acts, IReadOnlyList<Done> Late, WhoIsAtTheDesk AtDesk)
{
    /// <summary>What may be heard of in this round: what is done in it, and what was asked before.</summary>
    public IEnumerable<Done> Heard => Acts.Select(a => new Done(Round, a, Since, Now)).Concat(Late);
}

/// <summary>A step with its time: a clock that is turned beside it is turned before or after.</summary>
internal sealed record Done(int Round, Step Step, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>
/// One request by the words of the Guarantee (G4, G6, G8), told again without the service's table: who asked, who was asked, who has it, what
/// may happen next and who may do it. It follows the event log entry by entry and says what must not be.
/// </summary>
/// <param name="citizen">Whose it is: what the other does is not about it.</param>
internal sealed class GuaranteeOfARequest(int citizen)
{
    private readonly HashSet<Guid> offers = [];
    private (Guid Id, string Asked, DateTimeOffset Until)? offer;
    private string? holder;
    private static readonly TimeSpan StoodBack = new RoutingOptions().HeadAfterStandingBack;
    private DateTimeOffset? dueAt;
    private bool dateGivesHead;
    private int promisedIn;
    // The earliest moment at which what holds now can have been wished.
    private DateTimeOffset decidedAt;
    private string? letterOf;
    private string lastHash = "";
    private string asker = "";
    private HandoffState? state;

    public int Entries { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>After the newest entry; null before the first.</summary>
    public HandoffState? State => state;

    /// <summary>Who has the conversation; null when nobody.</summary>
    public string? Holder => holder;

    /// <summary>How often a conversation was broken off: its citizen is told each time (G8).</summary>
    public int TimesBrokenOff { get; private set; }

    public string LastHash => lastHash;

    /// <summary>It was let down or its promised date has come, and nobody has taken it since.</summary>
    public bool IsAtHead { get; private set; }

    /// <summary>What is wrong with the next entry of the log, in words.</summary>
    public IEnumerable<string> Follow(HandoffLogEntry entry, Moment moment)
    {
        Entries++;
        if (entry.Number != Entries) yield return $"entry {entry.Number} stands at place {Entries}";
        if (entry.PreviousHash != lastHash) yield return $"entry {entry.Number} does not follow the one before it";
        if (entry.Hash != entry.ComputeHash()) yield return $"entry {entry.Number} has not its own hash";
        lastHash = entry.Hash;
        if (Entries == 1) asker = entry.Actor;
        if (LogRules.Fault(state, entry.Move, entry.State, entry.Actor, asker) is { } unruly) yield return $"verify-log calls it broken: {unruly}";
        var before = state;
        state = entry.State;
        if (HasEnded) yield return $"{entry.Move} after the end";
        if (Entries == 1 != (entry.Move == HandoffMove.Ask)) yield return $"{entry.Move} as entry {Entries}";
        IsAtHead = entry.Move switch
        {
            HandoffMove.Transfer => true,
            HandoffMove.LoseCounsellor => IsAtHead || holder is not null,
            HandoffMove.FallDue => IsAtHead || dateGivesHead,
            // Whom an attempt did not reach is there now. Whoever comes before a date was let down by nobody.
            HandoffMove.CitizenReturns => IsAtHead || before == HandoffState.Absent,
            HandoffMove.Accept => false,
            _ => IsAtHead,
        };
        foreach (var wrong in Judge(before, entry, moment)) yield return wrong;
    }

    private IEnumerable<string> Judge(HandoffState? before, HandoffLogEntry entry, Moment moment)
    {
        using var facts = JsonDocument.Parse(entry.Facts);
        switch (entry.Move)
        {
            case HandoffMove.Ask:
                if (Wish(moment, d => d.Step.Act is Act.CitizenAsks or Act.CitizenWrites or Act.CitizenAsksToBeCalledBack) is not { } first) yield return "asked by nobody";
                else decidedAt = first.Since;
                break;
            case HandoffMove.Offer:
                if (holder is not null || offer is not null || dueAt is not null) yield return "offered while it is somebody's";
                var id = facts.RootElement.GetProperty("offerId").GetGuid();
                if (!offers.Add(id)) yield return "an offer's id was used twice";
                var whom = facts.RootElement.GetProperty("counsellorId").GetString()!;
                if (entry.Actor != "routing" && !ByTheHand(moment, entry.Actor, Act.ReceivesAtTheCounter, Act.TakesUpTheLetter)) yield return $"{entry.Actor} made an offer";
                if (entry.Actor == "routing" && !moment.AtDesk.MayBeAsked(whom, moment)) yield return $"{whom} was asked, who is not at the desk";
                offer = (id, whom, moment.Since + Moves.MoveStage.OfferTimeout);
                break;
            case HandoffMove.Accept:
                if (offer is not { } open || open.Id != facts.RootElement.GetProperty("offerId").GetGuid()) yield return "an old offer was accepted";
                else if (entry.Actor != $"counsellor:{open.Asked}") yield return $"{entry.Actor} took what {open.Asked} was asked";
                if (!ByTheHand(moment, entry.Actor, Act.AcceptsTheNewestOffer, Act.AcceptsTheOldestOffer, Act.ReceivesAtTheCounter, Act.TakesUpTheLetter)) yield return $"nobody accepted as {entry.Actor}";
                (holder, offer, decidedAt) = (entry.Actor["counsellor:".Length..], null, moment.Since);
                break;
            case HandoffMove.Decline:
                if (offer is null || entry.Actor != $"counsellor:{offer.Value.Asked}") yield return "declined by somebody who was not asked";
                offer = null;
                break;
            case HandoffMove.ExpireOffer:
                if (offer is null || moment.Now < offer.Value.Until) yield return "an offer ran out before its time";
                if (entry.Actor != "clock") yield return $"{entry.Actor} played the clock";
                offer = null;
                break;
            case HandoffMove.LoseCounsellor:
                var lost = holder ?? offer?.Asked;
                if (lost is null || !moment.AtDesk.MayBeGone(lost, moment.Now)) yield return $"{lost ?? "nobody"} was taken for lost within the lease";
                if (holder is not null) TimesBrokenOff++;
                (holder, offer) = (null, null);
                break;
            case HandoffMove.Commit when entry.Actor == "citizen":
                if (holder is not null) yield return $"the citizen chose a call-back over the head of {holder}";
                var chosen = facts.RootElement.GetProperty("dueAt").GetDateTimeOffset();
                // What was decided since stands: a wish that comes late is as old as it is (docs/adr/0046).
                var wish = Wish(moment, d => d.Step is { Act: Act.CitizenAsksToBeCalledBack, IsIn: { } far } && d.Until >= decidedAt && d.Since + far <= chosen && chosen <= d.Until + far);
                if (wish is null) yield return "a call-back that nobody asked for";
                if (chosen <= moment.Since) yield return "a call-back for a moment that has passed";
                offer = null;
                var wishedAt = facts.RootElement.TryGetProperty("wishedAt", out var told) ? told.GetDateTimeOffset() : entry.At;
                // Who chooses a moment that is near goes before nobody; who puts off one that was promised keeps what that was worth.
                dateGivesHead = chosen - wishedAt >= StoodBack || (before == HandoffState.Promised && dueAt is { } promised && dateGivesHead && chosen >= promised);
                if (facts.RootElement.TryGetProperty("dateIsNear", out _) == dateGivesHead) yield return dateGivesHead ? "a far date gives no place" : "a near date gives the head";
                (dueAt, promisedIn, letterOf) = (chosen, wish?.Round ?? moment.Round, null);
                if (wish is not null && wish.Since > decidedAt) decidedAt = wish.Since;
                break;
            case HandoffMove.Transfer or HandoffMove.Commit or HandoffMove.RecordAbsence:
                if (entry.Actor != $"counsellor:{holder}") yield return $"{entry.Move} by {entry.Actor}, and {holder ?? "nobody"} has it";
                holder = null;
                if (entry.Move == HandoffMove.Transfer) break;
                var date = facts.RootElement.GetProperty("dueAt").GetDateTimeOffset();
                // A letter is work before the date that its citizen was told (docs/adr/0110).
                var isWork = facts.RootElement.TryGetProperty("workFrom", out var begin) ? begin.GetDateTimeOffset() : date;
                letterOf = entry.Move == HandoffMove.Commit && facts.RootElement.GetProperty("kind").GetString() == nameof(CommitmentKind.Letter) ? entry.Actor : null;
                if (isWork > date || (isWork < date && letterOf is null)) yield return "work on another day than the date";
                (dueAt, dateGivesHead, promisedIn, decidedAt) = (isWork, true, moment.Round, moment.Since);
                break;
            case HandoffMove.FallDue when entry.Actor != "clock":
                if (entry.Actor != letterOf || !ByTheHand(moment, entry.Actor, Act.TakesUpTheLetter)) yield return $"{entry.Actor} did what was promised by {letterOf ?? "nobody"}";
                dueAt = null;
                break;
            case HandoffMove.FallDue:
                if (dueAt is null || dueAt > moment.Now) yield return "due before its date";
                dueAt = null;
                break;
            case HandoffMove.CitizenReturns:
                // Whoever asked before the promise has not come back since.
                var back = Wish(moment, d => d.Round >= promisedIn && WishesAPerson(d, moment));
                if (dueAt is null || back is null) yield return "nobody came back";
                if (back is not null && back.Since > decidedAt) decidedAt = back.Since;
                dueAt = null;
                break;
            case HandoffMove.Serve or HandoffMove.RecordUnreachable:
                if (entry.Actor != $"counsellor:{holder}") yield return $"ended by {entry.Actor}, and {holder ?? "nobody"} has it";
                if (!ByTheHand(moment, entry.Actor, Act.ClosesAsServed, Act.ClosesAsUnreachable)) yield return "ended by nobody's hand";
                (HasEnded, holder) = (true, null);
                break;
            case HandoffMove.Withdraw:
                if (entry.Actor != "citizen" || Wish(moment, d => d.Step.Act == Act.CitizenWithdraws) is null) yield return "withdrawn by nobody's hand";
                (HasEnded, holder, offer, dueAt) = (true, null, null, null);
                break;
            default:
                yield return $"{entry.Move} is no move of the Guarantee";
                break;
        }
    }

    /// <summary>The first thing of a kind that was done about this citizen, in this round or, where it is heard of late, in an earlier one.</summary>
    private Done? Wish(Moment moment, Func<Done, bool> isOne) =>
        moment.Heard.Where(d => d.Step.Citizen == citizen && isOne(d)).MinBy(d => d.Round);

    /// <summary>A person, and now: also who wanted to be called at a moment that passed on the way.</summary>
    private static bool WishesAPerson(Done done, Moment moment) => done.Step switch
    {
        { Act: Act.CitizenWrites or Act.CitizenAsks or Act.ReceivesAtTheCounter } => true,
        { Act: Act.CitizenAsksToBeCalledBack, IsIn: var far } => far is null || done.Since + far <= moment.Now,
        _ => false,
    };

    private static bool ByTheHand(Moment moment, string actor, params Act[] acts) =>
        moment.Acts.Any(a => acts.Contains(a.Act) && actor == $"counsellor:{a.CounsellorId}");
}
