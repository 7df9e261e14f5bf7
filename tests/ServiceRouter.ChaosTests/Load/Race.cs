using System.Collections.Concurrent;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// Everybody at once for each offer. An offer is made to one counsellor, so the race is this: eight programs of the counsellor who was asked
/// (two windows, a phone, a click that was repeated), seven colleagues who send the same offer's id, at both nodes; for one in three offers the
/// citizen withdraws at the same moment, and for one in three the moment is that at which the offer's time is over.
/// </summary>
internal sealed class Race(Town town)
{
    private const int Programs = 8;
    private const int Colleagues = 7;
    private static readonly TimeSpan Around = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Random chance = new(1007);

    /// <summary>What everybody was answered.</summary>
    /// <param name="Offer">For what.</param>
    /// <param name="Holder">Who was asked.</param>
    /// <param name="Answers">HTTP status, by account; null: no answer.</param>
    public sealed record Result(SeenOffer Offer, string Holder, IReadOnlyList<(string User, int? Status)> Answers);

    public ConcurrentBag<Result> Results { get; } = [];

    /// <summary>Lets every desk race for its offers.</summary>
    public void Begin()
    {
        foreach (var (desk, place) in town.Desks.Select((desk, place) => (desk, place)))
            desk.Race = (offer, ct) => RunAsync(desk, [.. Enumerable.Range(1, Colleagues).Select(step => town.Desks[(place + step) % town.Desks.Count])], offer, ct);
    }

    private async Task<bool> RunAsync(Desk holder, IReadOnlyList<Desk> colleagues, SeenOffer offer, CancellationToken ct)
    {
        int kind;
        double shift;
        lock (chance) (kind, shift) = (chance.Next(3), (2 * chance.NextDouble()) - 1);
        if (kind == 1)
        {
            var wait = offer.ExpiresAt + (shift * Around) - TimeProvider.System.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, ct);
        }
        var withdrawing = kind == 2 ? WithdrawAsync(offer.Receipt, ct) : Task.CompletedTask;
        // Nothing is broken here: who is told that the service has failed is not told.
        var contenders = Enumerable.Repeat(holder, Programs).Concat(colleagues).Select((desk, place) => (desk.User, Answer: desk.TryToTakeAsync(offer, place, takes: _ => true, ct))).ToList();
        await Task.WhenAll([withdrawing, .. contenders.Select(c => c.Answer)]);
        Results.Add(new Result(offer, holder.User, [.. contenders.Select(c => (c.User, c.Answer.Result))]));
        return contenders.Any(c => c.User == holder.User && c.Answer.Result == 204);
    }

    private async Task WithdrawAsync(string receipt, CancellationToken ct)
    {
        var answer = await town.Fronts.SendAsync(receipt.Length, () =>
        {
            var form = new HttpRequestMessage(HttpMethod.Post, $"/demande/{receipt}/retirer") { Content = new FormUrlEncodedContent([]) };
            form.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            return form;
        }, Patience, ct);
        if (answer is { Status: 302 }) town.Witness.Withdrawn[receipt] = true;
    }
}
