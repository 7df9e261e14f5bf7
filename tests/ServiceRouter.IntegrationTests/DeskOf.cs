using System.Text.Json;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;

namespace ServiceRouter.IntegrationTests;

/// <summary>What a counsellor sees and does.</summary>
public sealed class DeskOf(RouterApp app, string id, long seen)
{
    private long seen = seen;

    public string Id => id;

    /// <summary>Number of the last event seen: another node's stream resumes from it.</summary>
    public long Seen => seen;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The next event of this kind on the desk's stream; the events before it are passed over.</summary>
    public async Task<JsonElement> SeesAsync(string kind)
    {
        using var patience = Patience.New();
        await foreach (var item in app.Get<DeskEvents>().FollowAsync(id, seen, patience.Token))
        {
            if (item.Number == 0) continue;
            seen.Should().Be(item.Number - 1, "the stream has no gap and repeats nothing");
            seen = item.Number;
            if (item.Kind == kind) return JsonSerializer.Deserialize<JsonElement>(item.Json!);
        }
        throw new InvalidOperationException("The stream ended");
    }

    public async Task<SeenOffer> SeesOfferAsync()
    {
        var data = await SeesAsync("offer");
        return new SeenOffer(data.GetProperty("id").GetGuid(), data.GetProperty("receipt").GetString()!);
    }

    /// <summary>Every offer, until the desk closes.</summary>
    public async IAsyncEnumerable<SeenOffer> OffersAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken closing)
    {
        await using var events = app.Get<DeskEvents>().FollowAsync(id, seen, closing).GetAsyncEnumerator(closing);
        while (await MovesAsync(events))
        {
            if (events.Current.Kind != "offer") continue;
            var data = JsonSerializer.Deserialize<JsonElement>(events.Current.Json!);
            yield return new SeenOffer(data.GetProperty("id").GetGuid(), data.GetProperty("receipt").GetString()!);
        }

        static async Task<bool> MovesAsync(IAsyncEnumerator<LiveItem> events)
        {
            try
            {
                return await events.MoveNextAsync();
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    public Task MovesTimeAsync() => app.TimeMovesAsync();

    /// <summary>Waits for an offer and takes it.</summary>
    /// <returns>The receipt.</returns>
    public async Task<string> TakesNextAsync()
    {
        var offer = await SeesOfferAsync();
        (await AcceptsAsync(offer.Id)).Should().BeNull();
        return offer.Receipt;
    }

    public Task<Refusal?> AcceptsAsync(Guid offerId) => app.Get<AcceptOffer>().RunAsync(id, offerId, Token);

    /// <summary>The citizen of this receipt stands before the counsellor.</summary>
    public Task<Refusal?> ReceivesAsync(string receipt) => app.Get<TakeAtCounter>().RunAsync(id, receipt, Token);

    public Task<Refusal?> DeclinesAsync(Guid offerId) => app.Get<DeclineOffer>().RunAsync(id, offerId, "en pause", Token);

    public Task<Refusal?> SaysAsync(string receipt, string text, string? draftId = null) => app.Get<CounsellorSays>().RunAsync(id, receipt, text, draftId, Token);

    public Task<Refusal?> ClosesAsync(string receipt, HandoffOutcome outcome = HandoffOutcome.Served) =>
        app.Get<CloseHandoff>().RunAsync(id, receipt, outcome, ClosingCodes.All.First(code => code.Outcome == outcome).Id, null, seen: null, Token);

    public Task<Refusal?> RecordsAbsenceAsync(string receipt) => app.Get<RecordAbsence>().RunAsync(id, receipt, seen: null, Token);

    /// <summary>Writes, hears nothing and says so: an attempt that counts.</summary>
    public async Task<Refusal?> WritesInVainAsync(string receipt)
    {
        (await SaysAsync(receipt, "Êtes-vous là ?")).Should().BeNull();
        return await RecordsAbsenceAsync(receipt);
    }

    public Task<Refusal?> CommitsAsync(string receipt, CommitmentKind kind, DateTimeOffset dueAt, string? number = null) =>
        app.Get<CommitHandoff>().RunAsync(id, receipt, kind, dueAt, note: null, number, seen: null, Token);

    /// <summary>Does the letter that they promised, before its date.</summary>
    public Task<Refusal?> TakesUpAsync(string receipt) => app.Get<TakeUpPromise>().RunAsync(id, receipt, Token);

    public Task<Refusal?> TransfersAsync(string receipt, string? pool, string? colleague) =>
        app.Get<TransferHandoff>().RunAsync(id, receipt, pool, colleague, "à suivre", Token);

    public Task StaysAliveAsync() => app.Get<KeepLease>().RunAsync(id, Token);
}

/// <summary>An offer as the desk shows it.</summary>
public sealed record SeenOffer(Guid Id, string Receipt);

/// <summary>Ends a wait that would otherwise hang the run; no assertion depends on its length.</summary>
internal static class Patience
{
    public static CancellationTokenSource New()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        return patience;
    }
}
