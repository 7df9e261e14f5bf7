namespace ServiceRouter.Steering;

/// <summary>
/// A manager's figures of one period: what became of the handoffs asked in it. Never of one counsellor: the finest grain is a territory.
/// </summary>
/// <param name="Period">Code of the period.</param>
/// <param name="From">Beginning (UTC).</param>
/// <param name="AsOf">When it was counted (UTC).</param>
/// <param name="Conversations">Conversations begun in the period, or in the end of it for which those without a request are kept, when that is shorter (<c>Jobs:ConversationsKept</c>).</param>
/// <param name="ConversationsThatAsked">Of these, how many asked for a human.</param>
/// <param name="Asked">Askings in the event log, of the handoffs that were asked in the period.</param>
/// <param name="Account">The rows by state.</param>
/// <param name="Gap">Asked less rows: 0, or an incident.</param>
/// <param name="FirstHuman">Of all handoffs asked in the period that were answered.</param>
/// <param name="Bars">Askings over time, oldest first.</param>
public sealed record SteeringFigures(
    string Period, DateTimeOffset From, DateTimeOffset AsOf, long Conversations, long ConversationsThatAsked, long Asked, LedgerAccount Account, long Gap,
    WaitSeconds FirstHuman, OfferFigures Offers, RatingFigures Ratings,
    IReadOnlyList<FigureShare> ByTerritory, IReadOnlyList<FigureShare> ByChannel, IReadOnlyList<FigureShare> ByLanguage, IReadOnlyList<AskedBar> Bars)
{
    /// <summary>Share of conversations that asked for a human, 0 to 1; null without conversations.</summary>
    public double? AskedShare => Conversations == 0 ? null : (double)ConversationsThatAsked / Conversations;
}

/// <param name="Name">Code of the part; null when the citizen did not say.</param>
public sealed record FigureShare(string? Name, long Asked, LedgerAccount Account, WaitSeconds FirstHuman);

/// <summary>Offers made in the period, and how they ended.</summary>
public sealed record OfferFigures(long Made, long Accepted, long Declined, long Expired);

/// <summary>Ratings given in the period.</summary>
/// <param name="Scores">How many gave 1, 2, 3, 4, 5.</param>
public sealed record RatingFigures(IReadOnlyList<long> Scores, long SolvedYes, long SolvedPartly, long SolvedNo)
{
    public long Count => Scores.Sum();

    /// <summary>1 to 5; null without ratings.</summary>
    public double? Mean => Count == 0 ? null : Scores.Select((n, i) => (double)n * (i + 1)).Sum() / Count;

    /// <summary>Share that says the problem was solved, 0 to 1; null without ratings.</summary>
    public double? SolvedRate => Count == 0 ? null : (double)SolvedYes / Count;
}

/// <summary>Askings in one bar of the chart.</summary>
public sealed record AskedBar(DateTimeOffset From, long Asked);
