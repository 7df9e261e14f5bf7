using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk.Api;

/// <summary>Writes one counsellor's events to one response, and keeps the lease while somebody listens.</summary>
internal sealed class EventStream(string counsellorId, DeskEvents events, KeepLease lease, TimeProvider clock)
{
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
            await WriteAsync(response, Comment, ct);
            foreach (var offer in offers) await WriteAsync(response, Lines(offer), ct);
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
        var tick = Task.Delay(lease.Interval, clock, end.Token);
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
                    await KeepLeaseAsync(ct);
                    await WriteAsync(response, Comment, ct);
                    tick = Task.Delay(lease.Interval, clock, end.Token);
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

    // While the database is away nobody can take the lease either.
    private async Task KeepLeaseAsync(CancellationToken ct)
    {
        try
        {
            await lease.RunAsync(counsellorId, ct);
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            // The next tick tries again.
        }
    }

    private static byte[] Lines(LiveItem item) => Encoding.UTF8.GetBytes($"event: {item.Kind}\nid: {item.Number}\ndata: {item.Json}\n\n");

    private static async Task WriteAsync(HttpResponse response, byte[] bytes, CancellationToken ct)
    {
        await response.Body.WriteAsync(bytes, ct);
        await response.Body.FlushAsync(ct);
    }
}
