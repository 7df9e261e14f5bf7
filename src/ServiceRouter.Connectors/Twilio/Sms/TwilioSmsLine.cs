using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Connectors.Twilio.Rest;

namespace ServiceRouter.Connectors.Twilio.Sms;

/// <summary>Sends SMS through the REST API, from the service's own number.</summary>
internal sealed class TwilioSmsLine(IServiceScopeFactory scopes, IOptions<TwilioOptions> options, ILogger<TwilioSmsLine> log) : ISmsLine
{
    public bool Exists => options.Value.SmsNumber.Length > 0;

    public async Task<bool> SendAsync(string number, string text, CancellationToken ct)
    {
        if (!Exists) return false;
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<TwilioApi>().SendAsync(options.Value.SmsNumber, number, text, ct);
            return true;
        }
        catch (Exception e) when (e is TwilioApiException or HttpRequestException or Polly.ExecutionRejectedException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            log.LogWarning("An SMS was not sent ({Failure}, code {Code})", e.GetType().Name, (e as TwilioApiException)?.Code);
            return false;
        }
    }
}
