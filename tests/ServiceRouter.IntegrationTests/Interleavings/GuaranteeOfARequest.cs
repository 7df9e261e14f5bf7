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
/// <param name="LeaseUntil">Until when each counsellor has said to be there, before this round.</param>
internal sealed record Moment(
    DateTimeOffset Since, DateTimeOffset Now, int Round, IReadOnlyList<Step> Acts, IReadOnlyList<(int Round, Step Step)> Late, IReadOnlyDictionary<string, DateTimeOffset> LeaseUntil);

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
    private string lastHash = "";
    private string asker = "";
    private HandoffState? state;

    public int Entries { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>Who has the conversation; null when nobody.</summary>
    public string? Holder => holder;

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
        state = entry.State;
        if (HasEnded) yield return $"{entry.Move} after the end";
        if (Entries == 1 != (entry.Move == HandoffMove.Ask)) yield return $"{entry.Move} as entry {Entries}";
        IsAtHead = entry.Move switch
        {
            HandoffMove.Transfer => true,
            HandoffMove.LoseCounsellor => IsAtHead || holder is not null,
            HandoffMove.FallDue => IsAtHead || dateGivesHead,
            HandoffMove.Accept => false,
            _ => IsAtHead,
        };
        foreach (var wrong in Judge(entry, moment)) yield return wrong;
    }

    private IEnumerable<string> Judge(HandoffLogEntry entry, Moment moment)
    {
        using var facts = JsonDocument.Parse(entry.Facts);
        switch (entry.Move)
        {
            case HandoffMove.Ask:
                if (!Did(moment, since: 0, Act.CitizenAsks, Act.CitizenWrites, Act.CitizenAsksToBeCalledBack)) yield return "asked by nobody";
                break;
            case HandoffMove.Offer:
                if (holder is not null || offer is not null || dueAt is not null) yield return "offered while it is somebody's";
                var id = facts.RootElement.GetProperty("offerId").GetGuid();
                if (!offers.Add(id)) yield return "an offer's id was used twice";
                if (entry.Actor != "routing" && !ByTheHand(moment, entry.Actor, Act.ReceivesAtTheCounter)) yield return $"{entry.Actor} made an offer";
                offer = (id, facts.RootElement.GetProperty("counsellorId").GetString()!, moment.Since + Moves.MoveStage.OfferTimeout);
                break;
            case HandoffMove.Accept:
                if (offer is not { } open || open.Id != facts.RootElement.GetProperty("offerId").GetGuid()) yield return "an old offer was accepted";
                else if (entry.Actor != $"counsellor:{open.Asked}") yield return $"{entry.Actor} took what {open.Asked} was asked";
                if (!ByTheHand(moment, entry.Actor, Act.AcceptsTheNewestOffer, Act.AcceptsTheOldestOffer, Act.ReceivesAtTheCounter)) yield return $"nobody accepted as {entry.Actor}";
                (holder, offer) = (entry.Actor["counsellor:".Length..], null);
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
                if (lost is null || moment.LeaseUntil.GetValueOrDefault(lost) > moment.Now) yield return $"{lost ?? "nobody"} was taken for lost within the lease";
                (holder, offer) = (null, null);
                break;
            case HandoffMove.Commit when entry.Actor == "citizen":
                if (holder is not null) yield return $"the citizen chose a call-back over the head of {holder}";
                if (!Did(moment, moment.Round, Act.CitizenAsksToBeCalledBack)) yield return "a call-back that nobody asked for";
                offer = null;
                var chosen = facts.RootElement.GetProperty("dueAt").GetDateTimeOffset();
                // Who chooses a moment that is near goes before nobody; who puts off one that was promised keeps what that was worth.
                dateGivesHead = chosen - entry.At >= StoodBack || (dueAt is { } before && dateGivesHead && chosen >= before);
                if (facts.RootElement.TryGetProperty("dateIsNear", out _) == dateGivesHead) yield return dateGivesHead ? "a far date gives no place" : "a near date gives the head";
                (dueAt, promisedIn) = (facts.RootElement.GetProperty("dueAt").GetDateTimeOffset(), moment.Round);
                break;
            case HandoffMove.Transfer or HandoffMove.Commit or HandoffMove.RecordAbsence:
                if (entry.Actor != $"counsellor:{holder}") yield return $"{entry.Move} by {entry.Actor}, and {holder ?? "nobody"} has it";
                holder = null;
                if (entry.Move != HandoffMove.Transfer) (dueAt, dateGivesHead, promisedIn) = (facts.RootElement.GetProperty("dueAt").GetDateTimeOffset(), true, moment.Round);
                break;
            case HandoffMove.FallDue:
                if (dueAt is null || dueAt > moment.Now) yield return "due before its date";
                dueAt = null;
                break;
            case HandoffMove.CitizenReturns:
                // Whoever asked before the promise has not come back since.
                if (dueAt is null || !Did(moment, promisedIn, Act.CitizenWrites, Act.CitizenAsks, Act.ReceivesAtTheCounter)) yield return "nobody came back";
                dueAt = null;
                break;
            case HandoffMove.Serve or HandoffMove.RecordUnreachable:
                if (entry.Actor != $"counsellor:{holder}") yield return $"ended by {entry.Actor}, and {holder ?? "nobody"} has it";
                if (!ByTheHand(moment, entry.Actor, Act.ClosesAsServed, Act.ClosesAsUnreachable)) yield return "ended by nobody's hand";
                (HasEnded, holder) = (true, null);
                break;
            case HandoffMove.Withdraw:
                if (entry.Actor != "citizen" || !Did(moment, moment.Round, Act.CitizenWithdraws)) yield return "withdrawn by nobody's hand";
                (HasEnded, holder, offer, dueAt) = (true, null, null, null);
                break;
            default:
                yield return $"{entry.Move} is no move of the Guarantee";
                break;
        }
    }

    /// <summary>Something was done about this citizen, in this round or, where it is heard of late, in an earlier one.</summary>
    /// <param name="moment">This round.</param>
    /// <param name="since">The earliest round in which it may have been done.</param>
    /// <param name="acts">What.</param>
    private bool Did(Moment moment, int since, params Act[] acts) =>
        moment.Acts.Concat(moment.Late.Where(l => l.Round >= since).Select(l => l.Step)).Any(a => a.Citizen == citizen && acts.Contains(a.Act));

    private static bool ByTheHand(Moment moment, string actor, params Act[] acts) =>
        moment.Acts.Any(a => acts.Contains(a.Act) && actor == $"counsellor:{a.CounsellorId}");
}
