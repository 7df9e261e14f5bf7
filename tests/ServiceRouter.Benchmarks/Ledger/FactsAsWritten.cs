using Npgsql;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;

namespace ServiceRouter.Benchmarks.Ledger;

/// <summary>Holds facts that were written by statements against the program's own: read and written again by it, they are the same text.</summary>
internal static class FactsAsWritten
{
    private const int MostOfEach = 1_000;

    private static readonly Dictionary<HandoffMove, Func<string, string?>> Again = new()
    {
        [HandoffMove.Ask] = Write<AskFacts>,
        [HandoffMove.Offer] = Write<OfferFacts>,
        [HandoffMove.Accept] = Write<AnswerFacts>,
        [HandoffMove.Decline] = Write<AnswerFacts>,
        [HandoffMove.ExpireOffer] = Write<ExpiryFacts>,
        [HandoffMove.Commit] = Write<CommitFacts>,
        [HandoffMove.FallDue] = Write<DueFacts>,
        [HandoffMove.Serve] = Write<ClosingFacts>,
        [HandoffMove.Withdraw] = _ => "{}",
    };

    /// <exception cref="InvalidOperationException">Some are others: what is measured would not be what the program reads.</exception>
    public static async Task CheckAsync(NpgsqlDataSource database)
    {
        foreach (var (move, again) in Again)
        {
            await using var command = database.CreateCommand($"SELECT facts FROM handoff_log WHERE move = '{move}' LIMIT {MostOfEach}");
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                var facts = rows.GetString(0);
                if (again(facts) is var own && own != facts) throw new InvalidOperationException($"{move} was written with the facts {facts}, and the program writes {own}");
            }
        }
    }

    private static string? Write<TFacts>(string facts)
        where TFacts : MoveFacts => MoveFacts.Read<TFacts>(facts)?.ToJson();
}
