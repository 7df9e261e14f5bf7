using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;

namespace ServiceRouter.Steering;

/// <summary>What the first entry of a log says of its handoff for ever, so that it is known when the row is gone, and when somebody changed the row.</summary>
/// <param name="Receipt">Without dashes.</param>
/// <param name="Share">Where the handoff counts.</param>
/// <param name="ConversationId">Whose words it is about; null where the log of that age does not say.</param>
/// <param name="Rank">Its rank; null where it cannot be read.</param>
internal sealed record AskedFacts(string Receipt, LedgerShare Share, Guid? ConversationId = null, HandoffRank? Rank = null)
{
    /// <summary>A receipt that nobody can tell.</summary>
    internal const string Unknown = "?";

    /// <summary>That was given; null where it cannot be read.</summary>
    public string? ReceiptIfKnown => Receipt == Unknown ? null : Receipt;

    /// <summary>The rank of a request only rises: words of danger that come later make it more urgent, and nothing makes it less.</summary>
    public static bool IsLowered(HandoffRank? asked, HandoffRank? now) => now > asked;

    /// <param name="facts">Facts of the entry; what cannot be read there is told as "?", which nothing else equals.</param>
    public static AskedFacts Read(string facts)
    {
        // None where somebody wrote into the log: verify-log names the entry.
        var asked = MoveFacts.Read<AskFacts>(facts);
        return new AskedFacts(asked?.Receipt ?? Unknown, new LedgerShare(asked?.Territory, asked?.Channel ?? Unknown, asked?.Language ?? Unknown), asked?.ConversationId,
            // One that is not written there would be read as the most urgent.
            asked?.Receipt is null ? null : asked.Rank);
    }
}
