using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.StaticAssets;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Limits;

/// <summary>
/// One request's way through the limits. Two kinds: pages, forms and requests for a human of an address are paced (they wait, and are never refused, so that
/// the exit stays open also to whoever floods and to everybody behind the same address); turns, figures and streams are refused beyond their limit.
/// Besides, a few of each are worked on at once for an address: a rate that suits one machine is all that another can do.
/// </summary>
internal static class RequestLimits
{
    private const int ReadersOfEachPlace = 4;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>How often, in the order in which a request passes them; whoever asks disposes of them.</summary>
    public static PartitionedRateLimiter<HttpContext>[] Pace(LimitsOptions limits) =>
    [
        // Refusals first: what is refused must not take a place in the line of those who wait.
        Limiter(Cost.Turn, context => Bucket("conversation", CitizenCookie.Read(context.Request)?.ConversationId.ToString(), limits.TurnsOfConversationPerSecond, limits.TurnsOfConversationAtOnce)),
        Limiter(Cost.Turn, context => Bucket("turns", Caller.AddressOf(context), limits.TurnsPerSecond, limits.TurnsAtOnce)),
        Limiter(Cost.Figures, context => Bucket("figures", Caller.AddressOf(context), limits.FiguresPerSecond, limits.FiguresAtOnce)),
        Limiter(Cost.Stream, context => Caller.PersonOf(context) is { } person ? Open("person", person, limits.StreamsOfPerson) : Open("streams", Caller.AddressOf(context), limits.Streams)),
        Limiter(Cost.Page, context => Paced("pages", Caller.AddressOf(context), limits.PagesPerSecond, limits.PagesAtOnce)),
        Limiter(Cost.Page, context => Paced("receipt", ReceiptPostedFor(context), limits.TurnsOfConversationPerSecond, limits.TurnsOfConversationAtOnce)),
        Limiter(Cost.Ask, context => Paced("asks", Caller.AddressOf(context), limits.AsksPerSecond, limits.AsksAtOnce)),
    ];

    /// <summary>How many at once, for a request that has been sent whole; whoever asks disposes of them.</summary>
    public static PartitionedRateLimiter<HttpContext>[] Together(LimitsOptions limits) =>
    [
        Limiter(Cost.Page, context => Together(context, limits.PagesTogether)),
        Limiter(Cost.Ask, context => Together(context, limits.AsksTogether)),
        Limiter(Cost.Turn, context => Together(context, limits.TurnsTogether)),
        Limiter(Cost.Figures, context => Together(context, limits.FiguresTogether)),
    ];

    /// <summary>How many drawn pages may be on their way to readers of one address; whoever asks disposes of it.</summary>
    public static PartitionedRateLimiter<HttpContext> Reading(LimitsOptions limits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => Open("reading", Caller.AddressOf(context), ReadersOfEachPlace * limits.PagesTogether));

    /// <summary>
    /// Null for what is not limited: assets, probes, error pages of a request that was counted, people who are signed in, and webhooks, which all callers
    /// share an address for and which only a signature opens.
    /// </summary>
    internal static Cost? CostOf(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || context.Request.Path.StartsWithSegments("/health") || context.Request.Path.StartsWithSegments("/twilio")) return null;
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null) return null;
        if (StaysOpen(endpoint)) return Cost.Stream;
        if (Caller.PersonOf(context) is not null) return null;
        return endpoint?.Metadata.GetMetadata<CostsAttribute>()?.Cost switch
        {
            Cost.Turn when HttpMethods.IsPost(context.Request.Method) => Cost.Turn,
            Cost.Ask when HttpMethods.IsPost(context.Request.Method) => Cost.Ask,
            Cost.Figures => Cost.Figures,
            _ => Cost.Page,
        };
    }

    // Each stream says so in its description.
    private static bool StaysOpen(Endpoint? endpoint) =>
        endpoint?.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Any(r => r.ContentTypes.Contains("text/event-stream")) == true;

    private static PartitionedRateLimiter<HttpContext> Limiter(Cost cost, Func<HttpContext, RateLimitPartition<string>> partition) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => CostOf(context) == cost ? partition(context) : RateLimitPartition.GetNoLimiter(""));

    // However it is written, it is one. What cannot be a receipt finds nothing, and is slowed down for that.
    private static string? ReceiptPostedFor(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<PacedByReceiptAttribute>() is not null ? ReceiptCode.Parse(context.GetRouteValue("receipt") as string) : null;

    private static RateLimitPartition<string> Bucket(string kind, string? key, int perSecond, int atOnce) => key is null
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetTokenBucketLimiter($"{kind} {key}", _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = atOnce, TokensPerPeriod = perSecond, ReplenishmentPeriod = Second, QueueLimit = 0, AutoReplenishment = false,
        });

    private static RateLimitPartition<string> Open(string kind, string key, int atOnce) =>
        RateLimitPartition.GetConcurrencyLimiter($"{kind} {key}", _ => new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = 0 });

    // The lines have no end of their own: each who waits holds a connection, and those are bounded. Who came first goes first.
    private static RateLimitPartition<string> Paced(string kind, string? key, int perSecond, int atOnce) => key is null
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetTokenBucketLimiter($"{kind} {key}", _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = atOnce, TokensPerPeriod = 1, ReplenishmentPeriod = Second / perSecond,
            QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst, AutoReplenishment = false,
        });

    private static RateLimitPartition<string> Together(HttpContext context, int atOnce) =>
        RateLimitPartition.GetConcurrencyLimiter(Caller.AddressOf(context), _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = atOnce, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
}
