using ServiceRouter.Benchmarks.Measuring;

namespace ServiceRouter.Benchmarks.Service;

/// <summary>One server-sent event, with the stamp of its arrival.</summary>
internal sealed record StreamEvent(string Name, string Id, string Data, long At);

/// <summary>Reads an event stream as a browser does, for as long as the caller listens.</summary>
internal static class EventStream
{
    /// <param name="http">With its headers.</param>
    /// <param name="path">Where the stream is.</param>
    /// <param name="token">Bearer token, or null.</param>
    /// <param name="onOpen">Called each time the server has answered.</param>
    /// <param name="onEvent">Called in the order of arrival, on the reading thread: keep it short.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task FollowAsync(HttpClient http, string path, string? token, Action onOpen, Action<StreamEvent> onEvent, CancellationToken ct)
    {
        var last = "";
        // A stream comes to its end by itself, and is gone on with from its last id.
        while (true) last = await ReadAsync(http, path, token, last, onOpen, onEvent, ct);
    }

    private static async Task<string> ReadAsync(HttpClient http, string path, string? token, string last, Action onOpen, Action<StreamEvent> onEvent, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (last.Length > 0) request.Headers.Add("Last-Event-ID", last);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        onOpen();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        var (name, id) = ("message", last);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("event:", StringComparison.Ordinal)) name = line[6..].Trim();
            else if (line.StartsWith("id:", StringComparison.Ordinal)) id = line[3..].Trim();
            else if (line.StartsWith("data:", StringComparison.Ordinal)) onEvent(new StreamEvent(name, id, line[5..].Trim(), Ticks.Now));
            else if (line.Length == 0) name = "message";
        }
        return id;
    }
}
