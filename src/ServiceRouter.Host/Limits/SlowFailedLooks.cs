using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Limits;

/// <summary>
/// Makes guessing receipts slow: after its first failures, each further answer "there is no such receipt" to an address takes its time. Only the
/// failures do: whether a receipt is right is looked up first, so that its owner never waits for what a neighbour behind the same address does.
/// </summary>
internal sealed class SlowFailedLooks : IMiddleware, IDisposable
{
    private static readonly Meter Meter = new(Measures.MeterName);
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>("sr.limits.failed_looks", description: "Look-ups of receipts that do not exist");
    private readonly TimeProvider clock;
    private readonly TimeSpan wait;
    private readonly PartitionedRateLimiter<HttpContext> free;

    public SlowFailedLooks(IOptions<LimitsOptions> limits, TimeProvider clock)
    {
        (this.clock, wait) = (clock, limits.Value.FailedLookWait);
        free = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(Caller.AddressOf(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.Value.FailedLooksAtOnce, TokensPerPeriod = 1, ReplenishmentPeriod = wait, QueueLimit = 0, AutoReplenishment = false,
        }));
    }

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // Before the headers leave: only then is the outcome known, whatever page tells it.
        context.Response.OnStarting(async () =>
        {
            if (!HasFailed(context.Response.StatusCode)) return;
            Failed.Add(1);
            using var lease = free.AttemptAcquire(context);
            if (lease.IsAcquired) return;
            context.Features.Get<PlaceAtWork>()?.Leave();
            await Task.Delay(wait, clock, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        return next(context);
    }

    /// <summary>404, or the 204 of a live stream: see <see cref="Pages.Citizens.LiveConversation"/>.</summary>
    private static bool HasFailed(int status) => status is StatusCodes.Status404NotFound or StatusCodes.Status204NoContent;

    public void Dispose() => free.Dispose();
}
