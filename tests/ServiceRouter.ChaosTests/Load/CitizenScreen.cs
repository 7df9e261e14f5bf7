using System.Globalization;
using System.Text.Json;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>One citizen's page: follows the live stream of the request, resumed at the next node with Last-Event-ID when it is cut.</summary>
internal sealed class CitizenScreen(int citizen, string receipt, Fronts fronts)
{
    // A living stream says something each five seconds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenStreams = TimeSpan.FromMilliseconds(200);
    private readonly List<(int Number, string Kind, string Text)> shown = [];
    private CancellationTokenSource? connection;

    public string Receipt => receipt;

    /// <summary>How often it has connected.</summary>
    public int Connections { get; private set; }

    /// <summary>Everything that came, in its order: number, who spoke, words.</summary>
    public IReadOnlyList<(int Number, string Kind, string Text)> Shown
    {
        get
        {
            lock (shown) return [.. shown];
        }
    }

    /// <summary>The network drops the present connection.</summary>
    public void Cut()
    {
        try
        {
            connection?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    public async Task FollowAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await FollowOnceAsync(end);
            await Task.Delay(BetweenStreams, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowOnceAsync(CancellationToken end)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/demande/{receipt}/direct").From(citizen);
        request.Headers.TryAddWithoutValidation("Last-Event-ID", (Shown is [.., var last] ? last.Number : 0).ToString(CultureInfo.InvariantCulture));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(end);
        connection = limit;
        limit.CancelAfter(Silence);
        try
        {
            using var response = await fronts.Node(citizen + Connections++).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            response.EnsureSuccessStatusCode();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
            var (name, data) = ("", "");
            while (await reader.ReadLineAsync(limit.Token) is { } line)
            {
                limit.CancelAfter(Silence);
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
                else if (line.Length == 0 && data.Length > 0)
                {
                    if (name == "activity") Take(data);
                    data = "";
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Cut, or the node is gone: the next one.
        }
    }

    private void Take(string data)
    {
        using var json = JsonDocument.Parse(data);
        var activity = json.RootElement;
        lock (shown) shown.Add((activity.GetProperty("number").GetInt32(), activity.GetProperty("kind").GetString()!, activity.GetProperty("text").GetString()!));
    }
}
