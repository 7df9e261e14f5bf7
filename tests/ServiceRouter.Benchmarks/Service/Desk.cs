using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;

namespace ServiceRouter.Benchmarks.Service;

/// <summary>An offer as it reached a desk.</summary>
internal sealed record SeenOffer(Desk Desk, Guid Id, string Receipt, long At);

/// <summary>A counsellor's desk, as a program: signed in, on line, its event stream open.</summary>
internal sealed class Desk(HttpClient http, string token, OfferBoard board)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> heard = new();

    /// <summary>Signs in, opens the stream and says "available"; ends when offers can come.</summary>
    /// <param name="http">Shared by all desks.</param>
    /// <param name="user">conseiller1 …</param>
    /// <param name="capacity">Conversations at once, 1 to 10.</param>
    /// <param name="board">Where offers are noted.</param>
    /// <param name="ct">Closes the stream.</param>
    public static async Task<Desk> OpenAsync(HttpClient http, string user, int capacity, OfferBoard board, CancellationToken ct)
    {
        using var given = await http.PostAsJsonAsync("/demo/token", new { user }, ct);
        given.EnsureSuccessStatusCode();
        var token = (await given.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("token").GetString()!;
        var desk = new Desk(http, token, board);
        await desk.ComeAsync(capacity);
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = EventStream.FollowAsync(http, "/api/desk/events", token, () => open.TrySetResult(), desk.Hear, ct);
        await await Task.WhenAny(open.Task, reading);
        return desk;
    }

    /// <summary>Takes that many conversations at once from now on.</summary>
    public Task ComeAsync(int capacity) => SendAsync(HttpMethod.Put, "/api/desk/presence", new { status = "available", capacity });

    /// <summary>Where this counsellor takes calls.</summary>
    public Task SetPhoneAsync(string number) => SendAsync(HttpMethod.Put, "/api/desk/phone", new { number });

    public Task AcceptAsync(SeenOffer offer) => SendAsync(HttpMethod.Post, $"/api/desk/offers/{offer.Id}/accept", new { });

    public Task SayAsync(string receipt, string text, string draftId) => SendAsync(HttpMethod.Post, $"/api/desk/handoffs/{receipt}/messages", new { text, draftId });

    public Task CloseAsync(string receipt)
    {
        heard.TryRemove(receipt, out _);
        return SendAsync(HttpMethod.Post, $"/api/desk/handoffs/{receipt}/close", new { outcome = "served", code = "information" });
    }

    /// <summary>Ends when the stream has told one more message of the citizen.</summary>
    public async Task HearAsync(string receipt)
    {
        if (!await Ear(receipt).WaitAsync(TimeSpan.FromSeconds(30))) throw new TimeoutException("The desk heard no message within 30 s");
    }

    private void Hear(StreamEvent one)
    {
        if (one.Name is not ("offer" or "activity")) return;
        using var json = JsonDocument.Parse(one.Data);
        var receipt = json.RootElement.GetProperty("receipt").GetString()!;
        if (one.Name == "offer") board.Note(new SeenOffer(this, json.RootElement.GetProperty("id").GetGuid(), receipt, one.At));
        else if (json.RootElement.TryGetProperty("author", out var author) && author.GetString() == "citizen") Ear(receipt).Release();
    }

    private SemaphoreSlim Ear(string receipt) => heard.GetOrAdd(receipt, _ => new SemaphoreSlim(0));

    private async Task SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{method} {path.Split('/')[^1]} was answered {(int)answer.StatusCode}");
    }
}

/// <summary>Brings a citizen's request together with its offer, whichever is known first.</summary>
internal sealed class OfferBoard
{
    /// <summary>How long an offer is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<SeenOffer>> offers = new();

    private readonly Channel<SeenOffer> all = Channel.CreateUnbounded<SeenOffer>();

    /// <summary>The offer that came last; null before the first.</summary>
    public SeenOffer? Newest { get; private set; }

    public void Note(SeenOffer offer)
    {
        Newest = offer;
        Place(offer.Receipt).TrySetResult(offer);
        all.Writer.TryWrite(offer);
    }

    /// <summary>Every offer, as it comes; for one reader, on a board of one desk.</summary>
    public IAsyncEnumerable<SeenOffer> AllAsync(CancellationToken ct) => all.Reader.ReadAllAsync(ct);

    /// <summary>The first offer of the request.</summary>
    public async Task<SeenOffer> OfAsync(string receipt)
    {
        var offer = await Place(receipt).Task.WaitAsync(Patience);
        offers.TryRemove(receipt, out _);
        return offer;
    }

    private TaskCompletionSource<SeenOffer> Place(string receipt) => offers.GetOrAdd(receipt, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
