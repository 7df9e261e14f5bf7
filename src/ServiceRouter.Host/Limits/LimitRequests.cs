using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Host.Limits;

/// <summary>
/// Takes each request through <see cref="RequestLimits"/>, or answers that it is too much for now. The framework's own middleware does the same and
/// makes a limiter more, which nobody can dispose of: its timer, ten times a second, would keep this node in memory for ever.
/// </summary>
internal sealed class LimitRequests : IMiddleware, IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext>[] each;
    private readonly PartitionedRateLimiter<HttpContext> all;

    public LimitRequests(IOptions<LimitsOptions> limits)
    {
        each = RequestLimits.Of(limits.Value);
        all = PartitionedRateLimiter.CreateChained(each);
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var lease = await PassAsync(context);
        if (lease is null) return;
        context.Features.Set(new PlaceAtWork(lease));
        if (lease.IsAcquired) await next(context);
        else await RefusedForNow.WriteAsync(context, lease, context.RequestAborted);
    }

    // The chain does not dispose of its parts.
    public void Dispose()
    {
        all.Dispose();
        foreach (var limiter in each) limiter.Dispose();
    }

    /// <summary>Null when the caller went away while waiting.</summary>
    private async ValueTask<RateLimitLease?> PassAsync(HttpContext context)
    {
        try
        {
            return await all.AcquireAsync(context, permitCount: 1, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>The place of a request among those of its address that are worked on at once.</summary>
internal sealed class PlaceAtWork(RateLimitLease lease)
{
    /// <summary>The work is done, and what is still to come is waiting: the next one may begin.</summary>
    public void Leave() => lease.Dispose();
}
