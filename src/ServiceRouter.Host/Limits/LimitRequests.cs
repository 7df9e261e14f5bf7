using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Limits;

/// <summary>
/// Takes each request through <see cref="RequestLimits"/>, or answers that it is too much for now. A form is read before it takes one of the few places
/// at work of its address: two bodies that come a byte at a time would else shut the button for everybody behind that address. The framework's own middleware does nearly the same and
/// makes a limiter more, which nobody can dispose of: its timer, ten times a second, would keep this node in memory for ever.
/// </summary>
internal sealed class LimitRequests : IMiddleware, IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext>[] each;
    private readonly PartitionedRateLimiter<HttpContext> pace;
    private readonly PartitionedRateLimiter<HttpContext> together;
    private readonly PartitionedRateLimiter<HttpContext> reading;

    public LimitRequests(IOptions<LimitsOptions> limits)
    {
        var (first, then) = (RequestLimits.Pace(limits.Value), RequestLimits.Together(limits.Value));
        each = [.. first, .. then];
        (pace, together, reading) = (PartitionedRateLimiter.CreateChained(first), PartitionedRateLimiter.CreateChained(then), RequestLimits.Reading(limits.Value));
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // An answer of the provider that nobody took up comes by twice, and must not wait for its own place.
        if (context.Features.Get<PlaceAtWork>() is not null)
        {
            await next(context);
            return;
        }
        using var paced = await PassAsync(pace, context);
        if (paced is null) return;
        if (!paced.IsAcquired)
        {
            await RefusedForNow.WriteAsync(context, paced, context.RequestAborted);
            return;
        }
        if (!await ReadFormAsync(context)) return;
        using var place = await PassAsync(together, context);
        if (place is null) return;
        context.Features.Set(new PlaceAtWork(paced, place));
        using var reader = new ReadsPage(reading, place);
        if (RequestLimits.CostOf(context) == Cost.Page) context.Response.OnStarting(reader.BeginAsync, context);
        await next(context);
    }

    // The chain does not dispose of its parts.
    public void Dispose()
    {
        pace.Dispose();
        together.Dispose();
        reading.Dispose();
        foreach (var limiter in each) limiter.Dispose();
    }

    /// <summary>Null when the caller went away while waiting.</summary>
    private static async ValueTask<RateLimitLease?> PassAsync(PartitionedRateLimiter<HttpContext> limiter, HttpContext context)
    {
        try
        {
            return await limiter.AcquireAsync(context, permitCount: 1, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Bounded by what a connection may cost (<see cref="ConnectionLimits"/>). Whoever reads the form later gets this one, or the same failure, and tells it.</summary>
    /// <returns>False when the caller went away while sending.</returns>
    private static async ValueTask<bool> ReadFormAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || RequestLimits.CostOf(context) is null) return true;
        try
        {
            await request.ReadFormAsync(context.RequestAborted);
            return true;
        }
        catch (Exception e) when (UnreadableForm.StatusOfReading(e) is not null)
        {
            return true;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }
}

/// <summary>
/// A page that is drawn costs no work any more, however slowly it is read: a few slow readers would else shut all pages for everybody behind their address. It still
/// costs memory, so that those are counted too: who is one too many keeps the place.
/// </summary>
internal sealed class ReadsPage(PartitionedRateLimiter<HttpContext> reading, RateLimitLease place) : IDisposable
{
    private RateLimitLease? lease;

    public Task BeginAsync(object state)
    {
        var context = (HttpContext)state;
        // What is read from the database while it is sent (copie.txt) is work to its end.
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) != true) return Task.CompletedTask;
        lease = reading.AttemptAcquire(context);
        if (lease.IsAcquired) place.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => lease?.Dispose();
}

/// <summary>The place of a request among those of its address that are worked on at once.</summary>
internal sealed class PlaceAtWork(params RateLimitLease[] leases)
{
    /// <summary>The work is done, and what is still to come is waiting: the next one may begin.</summary>
    public void Leave()
    {
        foreach (var lease in leases) lease.Dispose();
    }
}
