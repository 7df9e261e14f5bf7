using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>One desk's event stream over all its connections: resumed by Last-Event-ID at the next node, numbers checked for gaps and repeats.</summary>
/// <param name="user">Whose.</param>
/// <param name="number">Of the node to begin with.</param>
/// <param name="heard">Number of the last event of earlier days.</param>
/// <param name="fronts">The nodes.</param>
/// <param name="witness">Sees what it shows.</param>
internal sealed class DeskStream(string user, int number, long heard, Fronts fronts, Witness witness)
{
    private long last = heard;
    private int connections;
    private int moves;
    private CancellationTokenSource? connection;
    private long lastLineAt = Stopwatch.GetTimestamp();
    private string lastFailure = "none";

    /// <summary>How long it may be silent before it is resumed at the next node: a living stream says something each third of a lease, a frozen node says nothing and closes nothing.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>For the judge, when a desk is behind: which node it hears, since when nothing came, why the connection before ended.</summary>
    public string Facts => $"connection {connections}, last line {Stopwatch.GetElapsedTime(Volatile.Read(ref lastLineAt)).TotalSeconds:0} s ago, last failure {lastFailure}";

    /// <summary>Number of the newest event heard; they come without gaps.</summary>
    public long Last => Volatile.Read(ref last);

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

    /// <summary>Follows until the connection ends.</summary>
    /// <param name="token">Bearer token.</param>
    /// <param name="onOffer">Returns at once.</param>
    /// <param name="ct">Ends the following.</param>
    public async Task FollowAsync(string token, Action<SeenOffer> onOffer, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/desk/events");
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.TryAddWithoutValidation("Last-Event-ID", last.ToString(CultureInfo.InvariantCulture));
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            connection = limit;
            limit.CancelAfter(Silence);
            connections++;
            using var response = await fronts.Node(number + moves).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            response.EnsureSuccessStatusCode();
            witness.StreamOpened(user);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
            var (name, id, data) = ("", 0L, "");
            while (await reader.ReadLineAsync(limit.Token) is { } line)
            {
                limit.CancelAfter(Silence);
                Volatile.Write(ref lastLineAt, Stopwatch.GetTimestamp());
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
                else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = long.Parse(line[4..], CultureInfo.InvariantCulture);
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
                // An event counts from its blank line on: one that was cut in the middle comes again.
                else if (line.Length == 0 && data.Length > 0)
                {
                    Take(name, id, data, onOffer);
                    data = "";
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The node is gone, or does not answer: the next one. A stream that has come to its own end is opened again where it was.
            moves++;
            lastFailure = e.Message;
        }
    }

    private void Take(string name, long id, string data, Action<SeenOffer> onOffer)
    {
        if (id <= last) witness.StreamRepeated(user, id);
        if (id > last + 1) witness.StreamSkipped(user, id - last - 1);
        Volatile.Write(ref last, Math.Max(last, id));
        if (name != "offer") return;
        using var json = JsonDocument.Parse(data);
        var receipt = json.RootElement.GetProperty("receipt").GetString()!;
        witness.Displayed(receipt, Stopwatch.GetTimestamp());
        onOffer(new SeenOffer(json.RootElement.GetProperty("id").GetGuid(), receipt, json.RootElement.GetProperty("expiresAt").GetDateTimeOffset()));
    }
}

/// <summary>An offer as a desk shows it.</summary>
/// <param name="Id">The offer's id.</param>
/// <param name="Receipt">Printed.</param>
/// <param name="ExpiresAt">By the service's clock.</param>
internal sealed record SeenOffer(Guid Id, string Receipt, DateTimeOffset ExpiresAt);
