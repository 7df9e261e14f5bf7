using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ServiceRouter.Platform.Live;

namespace ServiceRouter.Desk.Api;

/// <summary>
/// Writes one counsellor's events to one response, and keeps the lease while somebody listens. Of a machine that lost its power nobody tells: what is written to it
/// waits in buffers here and in proxies, for a quarter of an hour. So each stream ends after two leases, and the client's return is the sign of life (docs/adr/0053).
/// </summary>
internal sealed class EventStream(string counsellorId, DeskEvents events, KeepLease lease, TimeProvider clock)
{
    /// <summary>How many renewals a stream lives for: two leases.</summary>
    private const int Renewals = 6;
    // A client comes back at once, long before the lease is over.
    private static readonly byte[] Opening = "retry: 500\n\n"u8.ToArray();
    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    public async Task WriteAsync(HttpResponse response, long? after, CancellationToken ct)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // A proxy that gathers the stream would hold offers back until they are over.
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            // Read before the first byte: a database that is away is then an answer, not a stream that breaks.
            var (offers, from) = after is { } number ? (Array.Empty<LiveItem>(), number) : await events.StartAsync(counsellorId, ct);
            await WriteAsync(response, Opening, ct);
            foreach (var offer in offers) await WriteAsync(response, Lines(offer), ct);
            // Without data this is no event. Who has heard none yet comes back with it all the same, and misses nothing in between.
            await WriteAsync(response, Encoding.UTF8.GetBytes($"id: {from}\n\n"), ct);
            await FollowAsync(response, from, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The listener left, or the service stops: the client resumes elsewhere.
        }
    }

    private async Task FollowAsync(HttpResponse response, long after, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var items = events.FollowAsync(counsellorId, after, end.Token).GetAsyncEnumerator(end.Token);
        var next = items.MoveNextAsync().AsTask();
        // One wait at a time, no periodic timer: a clock that a test turns by a month would tick through every lease of it.
        var (renewals, tick) = (0, Task.Delay(lease.Interval, clock, end.Token));
        try
        {
            while (true)
            {
                if (await Task.WhenAny(next, tick) == next)
                {
                    if (!await next) return;
                    if (items.Current.Number > 0) await WriteAsync(response, Lines(items.Current), ct);
                    next = items.MoveNextAsync().AsTask();
                }
                else
                {
                    await tick;
                    var renewed = await lease.TryAsync(counsellorId, ct);
                    // While the database is away the stream stays: whoever came back then would be refused.
                    if (renewed && ++renewals == Renewals) return;
                    await WriteAsync(response, Comment, ct);
                    tick = Task.Delay(renewed ? lease.Interval : lease.TryAgainInterval, clock, end.Token);
                }
            }
        }
        finally
        {
            // An enumerator may not be disposed while it moves.
            await end.CancelAsync();
            await Task.WhenAny(next);
            await Task.WhenAny(tick);
            _ = next.Exception;
            await items.DisposeAsync();
        }
    }

    private static byte[] Lines(LiveItem item) => Encoding.UTF8.GetBytes($"event: {item.Kind}\nid: {item.Number}\ndata: {item.Json}\n\n");

    private static async Task WriteAsync(HttpResponse response, byte[] bytes, CancellationToken ct)
    {
        await response.Body.WriteAsync(bytes, ct);
        await response.Body.FlushAsync(ct);
    }
}
