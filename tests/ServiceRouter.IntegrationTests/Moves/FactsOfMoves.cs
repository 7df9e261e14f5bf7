using System.Text.Json;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>What the entry of each move tells besides, by the names that programs of other people read, in their order.</summary>
internal static class FactsOfMoves
{
    private static readonly Dictionary<HandoffMove, string[]> Members = new()
    {
        [HandoffMove.Ask] = ["receipt channel language territory skill reason rank conversationId"],
        [HandoffMove.Offer] = ["offerId counsellorId rung", "offerId counsellorId rung rank", "offerId counsellorId rung atHead", "offerId counsellorId rung rank atHead"],
        [HandoffMove.Accept] = ["offerId"],
        [HandoffMove.Decline] = ["offerId"],
        [HandoffMove.ExpireOffer] = ["offerId counsellorId"],
        [HandoffMove.LoseCounsellor] = ["counsellorId wasTalking", "counsellorId ending"],
        [HandoffMove.Transfer] = ["pool colleagueId"],
        [HandoffMove.Commit] = ["kind dueAt", "kind dueAt wishedAt", "kind dueAt dateIsNear", "kind dueAt wishedAt dateIsNear", "kind dueAt workFrom"],
        [HandoffMove.RecordAbsence] = ["attempts dueAt"],
        [HandoffMove.FallDue] = ["commitment"],
        [HandoffMove.CitizenReturns] = ["", "wishedAt", "place"],
        [HandoffMove.Serve] = ["code"],
        [HandoffMove.RecordUnreachable] = ["code"],
        [HandoffMove.Withdraw] = [""],
    };

    public static void AreThoseOf(HandoffLogEntry entry)
    {
        using var facts = JsonDocument.Parse(entry.Facts);
        Members[entry.Move].Should().Contain(string.Join(' ', facts.RootElement.EnumerateObject().Select(m => m.Name)), $"{entry.Move} records this");
    }
}
