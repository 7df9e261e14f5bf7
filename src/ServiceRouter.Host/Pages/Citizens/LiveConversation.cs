using Microsoft.AspNetCore.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>
/// Live messages by server-sent events: <c>activity</c> with an id, so that Last-Event-ID resumes without a gap; without one <c>status</c>, <c>beat</c> every few seconds, <c>away</c> and <c>back</c> of the database, <c>none</c> where there is no conversation, and <c>older</c> where the page has heard more than the database holds. For the browser's own conversation, or by receipt.
/// </summary>
internal static class LiveConversation
{
    private const string Stream = "text/event-stream";
    private const string Beat = "event: beat\ndata: 1\n\n";
    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(5);

    // In milliseconds. When a node ends, all its screens come to the others: not in the same moment.
    private const int SoonestReturn = 1000;
    private const int LatestReturn = 4000;

    public static void MapLiveConversation(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/chat/live", OfBrowserAsync).Produces<string>(StatusCodes.Status200OK, Stream).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/demande/{receipt}/direct", OfReceiptAsync).Produces<string>(StatusCodes.Status200OK, Stream).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task OfBrowserAsync(HttpContext context, OwnConversation own, OpenConversation open, ReadTranscript transcript, FollowRequest follow, LiveReads reads, IHostApplicationLifetime host, TimeProvider clock)
    {
        if (CitizenCookie.Read(context.Request) is not { } key || await FindAsync(context, () => reads.RunAsync(_ => own.FindAsync(context), context.RequestAborted)) is not { } conversation)
        {
            if (context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable) return;
            await TellNoneAsync(context);
            return;
        }
        // The page shows another conversation, which this device has forgotten since: nothing of this one stands under it.
        if (context.Request.Query["de"].ToString() is { Length: > 0 } shown && shown != Board.MarkOf(conversation.Id))
        {
            await TellNoneAsync(context);
            return;
        }
        // A request may be made while the page is open: which receipt is the newest is read each time.
        await StreamAsync(context, conversation, async ct => (await open.ByKeyAsync(key, ct))?.Receipt, transcript, follow, reads, host, clock);
    }

    private static async Task OfReceiptAsync(string receipt, HttpContext context, OpenConversation open, ReadTranscript transcript, FollowRequest follow, InTime inTime, LiveReads reads, IHostApplicationLifetime host, TimeProvider clock)
    {
        if (await FindAsync(context, () => reads.RunAsync(end => inTime.RunAsync(ct => open.ByReceiptAsync(receipt, ct), end), context.RequestAborted)) is not { } conversation)
        {
            if (context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable) return;
            // Counts as a receipt that does not exist (SlowFailedLooks).
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        await StreamAsync(context, conversation, _ => Task.FromResult<string?>(receipt), transcript, follow, reads, host, clock);
    }

    /// <summary>Sets 503 when the database does not answer: the script then tries again by itself, and needs no page.</summary>
    private static async Task<CitizenConversation?> FindAsync(HttpContext context, Func<Task<CitizenConversation?>> find)
    {
        try
        {
            return await find();
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !context.RequestAborted.IsCancellationRequested)
        {
            if (context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return null;
        }
    }

    // An answer without a body (204) ends the stream as well, and the script cannot tell it from an outage after which it should try again.
    private static Task TellNoneAsync(HttpContext context)
    {
        context.Response.ContentType = Stream;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync("event: none\ndata: 1\n\n", context.RequestAborted);
    }

    private static async Task StreamAsync(
        HttpContext context, CitizenConversation conversation, Func<CancellationToken, Task<string?>> receiptAsync, ReadTranscript transcript, FollowRequest follow, LiveReads reads, IHostApplicationLifetime host, TimeProvider clock)
    {
        // A screen that stays open must not hold up the end of the process.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        var response = context.Response;
        response.ContentType = Stream;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var (told, seen) = ("", After(context.Request));
        using var pen = new SemaphoreSlim(1);
        var (beating, standing) = (Task.CompletedTask, Task.CompletedTask);
        // One is enough: what is read for it is newer than what asked for it.
        var stands = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        try
        {
            await WriteAsync($"retry: {RandomNumberGenerator.GetInt32(SoonestReturn, LatestReturn)}\n\n{Beat}");
            // Brought back from a copy of before: the numbers that the page has heard are given anew, and it would drop what comes under them (docs/adr/0125).
            if (seen > conversation.LastActivity) await WriteAsync($"event: older\ndata: {conversation.LastActivity}\n\n");
            beating = BeatAsync();
            stands.Writer.TryWrite(true);
            standing = StandAsync();
            await foreach (var item in transcript.FollowAsync(conversation.Id, Math.Min(seen, conversation.LastActivity), end.Token))
            {
                if (item == LiveItem.DatabaseAway || item == LiveItem.DatabaseBack) await WriteAsync($"event: {item.Kind}\ndata: 1\n\n");
                if (item.Number == 0)
                {
                    if (item != LiveItem.DatabaseAway) stands.Writer.TryWrite(true);
                    continue;
                }
                var activity = JsonSerializer.Deserialize<ActivityView>(item.Json!, WireJson.Options)!;
                await WriteAsync($"id: {item.Number}\nevent: activity\ndata: {JsonSerializer.Serialize(ShownActivity.Of(activity), WireJson.Options)}\n\n");
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed, or this process ends: the browser comes back with the number of its last message.
        }
        finally
        {
            await end.CancelAsync();
            await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await standing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        // A fault of ours, and not the end of the page or of this process.
        if (standing.IsFaulted) await standing;

        // Beside the readings and not behind them: a slow or absent database is no node that hangs. It keeps proxies from closing a silent stream, too.
        async Task BeatAsync()
        {
            while (true)
            {
                await Task.Delay(BetweenBeats, clock, end.Token);
                await WriteAsync(Beat);
            }
        }

        // Beside the words as well: where the request stands costs more to read, and nobody's answer waits for that.
        async Task StandAsync()
        {
            try
            {
                await foreach (var _ in stands.Reader.ReadAllAsync(end.Token)) await StatusAsync();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await end.CancelAsync();
                throw;
            }
        }

        async Task StatusAsync()
        {
            var json = told;
            try
            {
                var status = await reads.StandAsync(async ct => await receiptAsync(ct) is { } receipt ? (await follow.RunAsync(receipt, ct))?.Status : null, end.Token);
                json = status is null ? "" : JsonSerializer.Serialize(status, WireJson.Options);
            }
            catch (Exception e) when (StorageFailure.IsAway(e) && !end.IsCancellationRequested)
            {
                // The stream itself says that the database is away.
            }
            if (json == told) return;
            await WriteAsync($"event: status\ndata: {json}\n\n");
            told = json;
        }

        async Task WriteAsync(string text)
        {
            await pen.WaitAsync(end.Token);
            try
            {
                await response.WriteAsync(text, end.Token);
                await response.Body.FlushAsync(end.Token);
            }
            finally
            {
                pen.Release();
            }
        }
    }

    private static int After(HttpRequest request)
    {
        var last = request.Headers["Last-Event-ID"].ToString();
        return int.TryParse(last.Length > 0 ? last : request.Query["vu"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
