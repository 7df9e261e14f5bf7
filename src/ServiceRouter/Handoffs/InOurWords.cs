namespace ServiceRouter.Handoffs;

/// <summary>
/// Rows and entries whose words are written exactly as we write them. Read one by one, another spelling is taken for the word: a request that somebody made "waiting" is none that waits for whoever asks the
/// database, and was one for whoever counts it; a word of nobody ends all that reads it (docs/adr/0128). Asked of the database, such a row is not there, and the other source of the account names it.
/// </summary>
internal static class InOurWords
{
    private static readonly HandoffState[] States = Enum.GetValues<HandoffState>();
    private static readonly HandoffRank[] Ranks = Enum.GetValues<HandoffRank>();
    private static readonly HandoffMove[] Moves = Enum.GetValues<HandoffMove>();

    public static IQueryable<Handoff> Readable(this IQueryable<Handoff> handoffs) => handoffs.Where(h => States.Contains(h.State) && Ranks.Contains(h.Rank));

    public static IQueryable<HandoffLogEntry> Readable(this IQueryable<HandoffLogEntry> log) => log.Where(e => States.Contains(e.State) && Moves.Contains(e.Move));
}
