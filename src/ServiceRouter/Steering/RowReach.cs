using System.Globalization;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;

namespace ServiceRouter.Steering;

/// <summary>
/// By what of its row an open request is found again: by the clock, by a desk, by all that looks for open ones. Without it the request is there, counted as open, and nobody ever comes to it.
/// </summary>
/// <param name="EndedAt">Null while it is open.</param>
/// <param name="DueAt">When the clock comes to a promise or to the next attempt.</param>
/// <param name="OfferExpiresAt">When the clock comes to an offer.</param>
/// <param name="HasCounsellor">False when it is with, or offered to, somebody who has no row.</param>
/// <param name="PromisedFor">What was promised, where the clock comes to it before: a letter.</param>
internal sealed record RowReach(DateTimeOffset? EndedAt, DateTimeOffset? DueAt, DateTimeOffset? OfferExpiresAt, bool HasCounsellor, DateTimeOffset? PromisedFor = null)
{
    // Rows hold microseconds, facts what the clock gave.
    private static readonly TimeSpan Equal = TimeSpan.FromMilliseconds(1);

    /// <param name="state">Of the row.</param>
    /// <param name="said">When the clock comes to it by the newest entry of the log; null where there is none, or it cannot be read.</param>
    /// <param name="told">The date that was promised, by the same entry.</param>
    /// <returns>In words for an auditor; null when it is found again.</returns>
    public string? Fault(HandoffState state, DateTimeOffset? said, DateTimeOffset? told) => state switch
    {
        _ when HandoffTransitions.HasEnded(state) => EndedAt is null ? $"the row has no end, and is in state {state}" : null,
        _ when EndedAt is not null => $"the row has an end, and is in state {state}: nothing finds it that looks for open requests",
        HandoffState.Promised or HandoffState.Absent when DueAt is null => "the row has no date, and nothing comes back to it",
        HandoffState.Promised or HandoffState.Absent when said is { } date && IsAnother(date, DueAt.Value) =>
            string.Create(CultureInfo.InvariantCulture, $"the row has the date {DueAt.Value.UtcDateTime:O}, and {date.UtcDateTime:O} was given"),
        HandoffState.Promised or HandoffState.Absent when told is { } promised && IsAnother(promised, PromisedFor ?? DueAt.Value) =>
            string.Create(CultureInfo.InvariantCulture, $"the row tells the date {(PromisedFor ?? DueAt.Value).UtcDateTime:O}, and {promised.UtcDateTime:O} was promised"),
        HandoffState.Offered when OfferExpiresAt is null => "the row is offered without an end of the offer",
        HandoffState.Offered or HandoffState.WithCounsellor when !HasCounsellor => "the row is with a counsellor whose own row is gone",
        _ => null,
    };

    public static bool IsAnother(DateTimeOffset said, DateTimeOffset due) => (said - due).Duration() > Equal;

    /// <summary>When the clock comes to it by an entry; null where it gave no date, or somebody wrote into the log, which verify-log tells.</summary>
    public static DateTimeOffset? DueBy(HandoffMove move, string facts) => move switch
    {
        HandoffMove.Commit => MoveFacts.Read<CommitFacts>(facts) is { } given ? given.WorkFrom ?? given.DueAt : null,
        HandoffMove.RecordAbsence => MoveFacts.Read<AbsenceFacts>(facts)?.DueAt,
        _ => null,
    };

    /// <summary>The date that an entry promised, which of a letter is later; null as above.</summary>
    public static DateTimeOffset? ToldBy(HandoffMove move, string facts) => move == HandoffMove.Commit ? MoveFacts.Read<CommitFacts>(facts)?.DueAt : DueBy(move, facts);
}
