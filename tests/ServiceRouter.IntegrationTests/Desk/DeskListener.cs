using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>One open event stream, read by the runtime's own parser.</summary>
internal sealed class DeskListener : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly CancellationTokenSource patience = Patience.New();
    private readonly IAsyncEnumerator<SseItem<string>> items;

    private DeskListener(HttpResponseMessage response, Stream stream)
    {
        this.response = response;
        items = SseParser.Create(stream).EnumerateAsync(patience.Token).GetAsyncEnumerator(patience.Token);
    }

    public static async Task<DeskListener> OpenAsync(HttpResponseMessage response, CancellationToken ct) => new(response, await response.Content.ReadAsStreamAsync(ct));

    /// <summary>The next event, of whatever kind.</summary>
    public async Task<HeardEvent> HearsAsync()
    {
        (await items.MoveNextAsync()).Should().BeTrue("the stream stays open");
        var item = items.Current;
        return new HeardEvent(item.EventType, long.Parse(item.EventId!, CultureInfo.InvariantCulture), JsonSerializer.Deserialize<JsonElement>(item.Data));
    }

    /// <summary>The next event of this kind; those before it are passed over.</summary>
    public async Task<HeardEvent> HearsAsync(string kind)
    {
        while (true)
            if (await HearsAsync() is var heard && heard.Kind == kind)
                return heard;
    }

    public async ValueTask DisposeAsync()
    {
        response.Dispose();
        patience.Dispose();
        await items.DisposeAsync();
    }
}

/// <summary>One event as it came over the wire.</summary>
internal sealed record HeardEvent(string Kind, long Number, JsonElement Json)
{
    public string Text(string name) => Json.GetProperty(name).GetString()!;
}
