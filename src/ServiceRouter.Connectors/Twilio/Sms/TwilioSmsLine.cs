using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Connectors.Twilio.Rest;

namespace ServiceRouter.Connectors.Twilio.Sms;

/// <summary>Sends SMS through the REST API, from the service's own number.</summary>
internal sealed class TwilioSmsLine(IServiceScopeFactory scopes, IOptions<TwilioOptions> options, ILogger<TwilioSmsLine> log) : ISmsLine
{
    private const int TooMany = 429;

    public bool Exists => options.Value.SmsNumber.Length > 0;

    public async Task<SmsFate> SendAsync(string number, string text, CancellationToken ct)
    {
        if (!Exists) return SmsFate.NotSent;
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<TwilioApi>().SendAsync(options.Value.SmsNumber, number, text, ct);
            return SmsFate.Sent;
        }
        catch (Exception e) when (e is TwilioApiException or HttpRequestException or Polly.ExecutionRejectedException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            log.LogWarning("An SMS was not sent ({Failure}, code {Code})", e.GetType().Name, (e as TwilioApiException)?.Code);
            return FateOf(e);
        }
    }

    /// <summary>A refusal is about the number; too many at once, or no connection, is not. After anything else it may have left.</summary>
    internal static SmsFate FateOf(Exception failure) => failure switch
    {
        TwilioApiException { Status: TooMany } => SmsFate.NotSent,
        TwilioApiException { Status: >= 400 and < 500 } => SmsFate.NotWanted,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => SmsFate.NotSent,
        _ => SmsFate.Unknown,
    };
}
