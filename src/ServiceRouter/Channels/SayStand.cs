using ServiceRouter.Channels.Doors;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels;

/// <summary>Says where the request of a receipt stands, to whoever says the receipt, on any channel (G2). Nothing of what was said in it, and no number: those are for the page and for counsellors.</summary>
internal sealed class SayStand(FollowHandoff follow, FindQueuePlace places, ReceiptSeal seal, UnderWay underWay, TimeProvider clock)
{
    // Somebody says one; what else fits are other words, and whoever sends lists of them is not answered.
    private const int MostTried = 4;

    /// <summary>The same turn, with the stand when a receipt of ours was said.</summary>
    public async Task<TurnContext> AddAsync(TurnContext turn, CancellationToken ct)
    {
        if (turn.Choice is not null) return turn;
        foreach (var code in ReceiptInWords.In(turn.Text).Take(MostTried))
            if (await OfAsync(code, turn, ct) is { Count: > 0 } said) return turn with { Stand = string.Join(' ', [.. said, turn.Say("StandNext")]) };
        return turn;
    }

    /// <summary>Nothing for a code that nobody was given: fourteen signs of other words are one now and then.</summary>
    private async Task<IReadOnlyList<string>> OfAsync(string code, TurnContext turn, CancellationToken ct)
    {
        if (await follow.RunAsync(code, ct) is not { } request) return underWay.Find(code) is not null || seal.IsOurs(code) ? [turn.Say("StandUnderWay", ReceiptCode.Print(code))] : [];
        if (request.IsExercise) return [];
        var wait = request.State is HandoffState.Waiting or HandoffState.Offered ? WaitWords.Of(await places.RunAsync(request, clock.GetUtcNow(), ct), turn.Language) : [];
        return [.. StandWords.Of(request, turn.Say, turn.Language), .. wait];
    }
}
