using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace ServiceRouter.Connectors.Twilio.Rest;

/// <summary>How the REST API is asked: a limit on each try, and other tries where a repetition does no harm.</summary>
internal static class ApiResilience
{
    private const int Tries = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    // Of the limit of a whole request, and never longer: a packet that is dropped is no answer that is slow.
    private static readonly TimeSpan LongestToConnect = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A connection that does not come about (a name that is not found, a packet that is dropped, a handshake that is not answered) has a shorter limit of its own: what was to go over it certainly did
    /// not leave, and may be sent again (docs/adr/0117).
    /// </summary>
    public static IHttpClientBuilder AddTwilioConnections(this IHttpClientBuilder client) => client.UseSocketsHttpHandler((handler, services) =>
    {
        var limit = services.GetRequiredService<IOptions<TwilioOptions>>().Value.ApiTimeout / 2;
        handler.ConnectTimeout = limit < LongestToConnect ? limit : LongestToConnect;
    });

    public static void AddTwilioResilience(this IHttpClientBuilder client) =>
        client.AddResilienceHandler("twilio", (pipeline, context) =>
        {
            var limit = context.ServiceProvider.GetRequiredService<IOptions<TwilioOptions>>().Value.ApiTimeout;
            // A socket knows one clock, the machine's: a limit on another one says nothing about it.
            pipeline.TimeProvider = TimeProvider.System;
            pipeline
                .AddRetry(new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = Tries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(100),
                    MaxDelay = LongestPause,
                    ShouldHandle = attempt => ValueTask.FromResult(MayRepeat(attempt.Outcome)),
                })
                .AddTimeout(limit);
        });

    /// <summary>
    /// 429 was not done, whatever was asked. After a 5xx, a lost line or a time limit nobody knows: a creation may have been done and is not
    /// repeated; a change of something that exists comes out the same. Who says how long we are to wait is asked again then, and not before; but MaxDelay does not
    /// bind that, and the lines are stepped one after the other: for longer than it nobody waits here, and whoever asked tries again later, with pauses of their own.
    /// </summary>
    internal static bool MayRepeat(Outcome<HttpResponseMessage> outcome) => outcome.Result switch
    {
        { } answer when WantsPause(answer) > LongestPause => false,
        { StatusCode: HttpStatusCode.TooManyRequests } => true,
        { StatusCode: >= HttpStatusCode.InternalServerError } answer => !Creates(answer.RequestMessage),
        _ => false,
    };

    private static TimeSpan WantsPause(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } until } => until - TimeProvider.System.GetUtcNow(),
        _ => TimeSpan.Zero,
    };

    private static bool Creates(HttpRequestMessage? request) =>
        request?.RequestUri?.AbsolutePath is { } path && (path.EndsWith("/Calls.json", StringComparison.Ordinal) || path.EndsWith("/Messages.json", StringComparison.Ordinal));
}
