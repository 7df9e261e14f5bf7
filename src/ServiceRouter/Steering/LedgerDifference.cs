using ServiceRouter.Handoffs;

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
    /// <summary>The row has another receipt than the one that was given: the citizen cannot find the request any more.</summary>
    ReceiptDiffers,
}

/// <summary>What an account is split by.</summary>
/// <param name="Territory">Département code when it was asked; null when the citizen did not say.</param>
/// <param name="Channel">Channel of the asking.</param>
/// <param name="Language">Two-letter code.</param>
public sealed record LedgerShare(string? Territory, string Channel, string Language);

/// <summary>A handoff as one of the two sources knows it.</summary>
/// <param name="State">By the row, or by the newest entry of the log; null when the log cannot tell.</param>
internal sealed record LedgerLine(Guid HandoffId, string Receipt, LedgerShare Share, HandoffState? State);

/// <summary>The two accounts do not agree on this handoff.</summary>
internal sealed record LedgerDifference(Guid HandoffId, string Receipt, LedgerCause Cause);
