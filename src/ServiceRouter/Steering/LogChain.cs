using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;

namespace ServiceRouter.Steering;

/// <summary>The first place where an event log does not hold together.</summary>
/// <param name="HandoffId">Whose log.</param>
/// <param name="Receipt">Without dashes; by its log when the handoff's row is gone, null where it cannot be read there.</param>
/// <param name="Number">Number of the entry.</param>
/// <param name="Difference">What differs, in words for an auditor.</param>
public sealed record LogBreak(Guid HandoffId, string? Receipt, int Number, string Difference);

/// <summary>What the handoff's row says of its log.</summary>
/// <param name="Asked">What the first entry must say.</param>
/// <param name="Version">Number of the newest entry.</param>
/// <param name="LogHash">Its hash.</param>
/// <param name="State">State after it.</param>
/// <param name="Reach">By what the row is found again.</param>
/// <param name="Times">Its dates that no entry holds.</param>
internal sealed record LogRow(AskedFacts Asked, int Version, string LogHash, HandoffState State, RowReach Reach, RowTimes Times);

/// <summary>
/// Checks the log of one handoff, entry after entry. The row holds number, hash and state of the newest entry apart from the log,
/// so that a log cut at its end, or written anew as a whole, is found too; and what stands in the first entry, so that a changed row is.
/// </summary>
internal sealed class LogChain(Guid handoffId, LogRow? row)
{
    private int number;
    private string hash = "";
    private string asker = "";
    private string? given;
    private HandoffState? state;
    private DateTimeOffset? due;
    private DateTimeOffset? told;
    private readonly List<(HandoffMove Move, HandoffState State, DateTimeOffset At)> moves = [];

    public Guid HandoffId => handoffId;

    /// <summary>Null when the entry follows the one before it.</summary>
    public LogBreak? Add(HandoffLogEntry entry)
    {
        var expected = number + 1;
        if (entry.Number > expected) return Break(expected, $"the entry is missing, or in words that are none of ours: {number} is followed by {entry.Number}");
        if (entry.Number < expected) return Break(entry.Number, $"the entry stands where {expected} should be");
        if (entry.PreviousHash != hash)
            return Break(entry.Number, number == 0 ? "the first entry names an entry before it" : $"its previous hash is not the hash of entry {number}");
        if (entry.ComputeHash() != entry.Hash) return Break(entry.Number, "its content does not give its hash: it was altered");
        if (entry.Number > row?.Version) return Break(entry.Number, $"the entry is beyond the row, which is at version {row.Version}");
        if (number == 0) (asker, given) = (entry.Actor, AskedFacts.Read(entry.Facts).ReceiptIfKnown);
        if (LogRules.Fault(state, entry.Move, entry.State, entry.Actor, asker) is { } wrong) return Break(entry.Number, wrong);
        if (number == 0 && row is not null && Changed(AskedFacts.Read(entry.Facts), row.Asked) is { } changed) return Break(entry.Number, changed);
        // The rank of a request only rises: what an offer of it said holds for the row.
        if (entry.Move == HandoffMove.Offer && row is not null && AskedFacts.IsLowered(MoveFacts.Read<OfferFacts>(entry.Facts)?.Rank, row.Asked.Rank)) return Break(entry.Number, "the row is less urgent than it was offered");
        (number, hash, state) = (entry.Number, entry.Hash, entry.State);
        (due, told) = (RowReach.DueBy(entry.Move, entry.Facts), RowReach.ToldBy(entry.Move, entry.Facts));
        moves.Add((entry.Move, entry.State, entry.At));
        return null;
    }

    /// <summary>After the last entry: compares with the row.</summary>
    public LogBreak? Close()
    {
        if (row is null) return Break(number, $"the row of the handoff is gone, or is in words that are none of ours, and its log has {number} entries");
        if (row.Version > number) return Break(number + 1, $"the entry is missing, or in words that are none of ours: the row is at version {row.Version}, the log ends at {number}");
        if (row.LogHash != hash) return Break(number, "the row holds another hash for the end of the log");
        if (row.State != state) return Break(number, $"the row is in state {row.State}, the log ends in {state}");
        return (row.Reach.Fault(row.State, due, told) ?? row.Times.Fault(LoggedTimes.Of(moves))) is { } wrong ? Break(number, wrong) : null;
    }

    private static string? Changed(AskedFacts given, AskedFacts now) =>
        given.Receipt != now.Receipt ? $"the row has another receipt than the one that was given: {ReceiptCode.Print(given.Receipt)}"
        : given.ConversationId is { } conversation && now.ConversationId != conversation ? "the row leads to another conversation than the one in which it was asked"
        : given.Share != now.Share ? "the row has another territory, channel or language than it was asked in"
        : AskedFacts.IsLowered(given.Rank, now.Rank) ? "the row is less urgent than it was asked" : null;

    private LogBreak Break(int at, string difference) => new(handoffId, row?.Asked.Receipt ?? given, at, difference);
}
