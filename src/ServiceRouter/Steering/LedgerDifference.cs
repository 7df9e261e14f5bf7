using System.Globalization;
using ServiceRouter.Handoffs;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Steering;

/// <summary>How the two accounts can differ on one handoff. Stored by name.</summary>
public enum LedgerCause
{
    /// <summary>It was asked, by the event log, and no row accounts for it: somebody may be lost.</summary>
    RowMissing,
    /// <summary>A row stands for something that nobody asked, by the event log.</summary>
    AskingMissing,
    /// <summary>The row is in another state than the newest entry of its log.</summary>
    StateDiffers,
    /// <summary>The row counts for another territory, channel or language than it was asked in.</summary>
    ShareDiffers,
    /// <summary>The row has another receipt than the one that was given, or a second one that was given leads to it no more: the citizen cannot find the request any more.</summary>
    ReceiptDiffers,
    /// <summary>The row lacks what it is found again by, or has another date than was given: it is open, and nobody comes to it (<see cref="RowReach"/>).</summary>
    OutOfReach,
    /// <summary>The row leads to another conversation than the one in which it was asked: its receipt opens the words of somebody else.</summary>
    ConversationDiffers,
    /// <summary>The row has dates that cannot be true beside its log: its wait, or its month, is another than it was (<see cref="RowTimes"/>).</summary>
    TimesDiffer,
    /// <summary>It stands among the exercises, and none played it: somebody who asked is counted nowhere, and no counsellor is asked for them.</summary>
    NeverPlayed,
    /// <summary>The row is less urgent than its asking or an offer of it: somebody in danger waits among all others.</summary>
    RankDiffers,
    /// <summary>
    /// Its log is not the one that was written: an entry that a day's anchor holds is gone, or what the entries say does not give their hashes (<see cref="WalkLogs"/>). Row and log may be gone together. Also of a
    /// day whose leaves are not those that were anchored (<see cref="AnchoredDays"/>).
    /// </summary>
    AnchorDiffers,
}

/// <summary>What an account is split by.</summary>
/// <param name="Territory">Département code when it was asked; null when the citizen did not say.</param>
/// <param name="Channel">Channel of the asking.</param>
/// <param name="Language">Two-letter code.</param>
public sealed record LedgerShare(string? Territory, string Channel, string Language);

/// <summary>A handoff as one of the two sources knows it.</summary>
/// <param name="State">By the row, or by the newest entry of the log; null when the log cannot tell.</param>
/// <param name="ConversationId">Null when the log does not say.</param>
/// <param name="Reach">Of the row; null in the account of the log.</param>
/// <param name="DueAt">By the newest entry of the log, where it was asked for; null in the account of the rows, which have it in their reach.</param>
/// <param name="ToldFor">The same of the date that was promised, which of a letter is later.</param>
/// <param name="Rank">By the row, or the most urgent of the asking and the offers; null where the log cannot tell.</param>
/// <param name="Times">Of the row; null in the account of the log.</param>
/// <param name="Logged">By the log, where it can tell; null in the account of the rows.</param>
/// <param name="IsPlayed">False for a row among the exercises that none of them played; true in the account of the log.</param>
internal sealed record LedgerLine(
    Guid HandoffId, string Receipt, LedgerShare Share, HandoffState? State, Guid? ConversationId = null, RowReach? Reach = null, DateTimeOffset? DueAt = null, RowTimes? Times = null, LoggedTimes? Logged = null, bool IsPlayed = true,
    DateTimeOffset? ToldFor = null, HandoffRank? Rank = null);

/// <summary>The two accounts do not agree on this handoff.</summary>
internal sealed record LedgerDifference(Guid HandoffId, string Receipt, LedgerCause Cause)
{
    /// <summary>A day's leaves are not those that were anchored: whoever was taken out of it, nothing names them.</summary>
    public static LedgerDifference OfDay(DateOnly day) => new(AnchoredDays.IdOf(day), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), LedgerCause.AnchorDiffers);
}
