using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Connectors.Twilio.Rest;
using ServiceRouter.Connectors.Twilio.TwiML;

namespace ServiceRouter.Connectors.Twilio.Sms;

/// <summary>Sends SMS through the REST API, from the service's own number.</summary>
internal sealed class TwilioSmsLine(IServiceScopeFactory scopes, IOptions<TwilioOptions> options, ILogger<TwilioSmsLine> log) : ISmsLine
{
    public bool Exists => options.Value.SmsNumber.Length > 0;

    public TimeSpan LongestAnswer => options.Value.ApiTimeout;

    private string StatusAddress => AskedAgain.At(options.Value.PublicUrl!.OriginalString.TrimEnd('/') + SmsEndpoints.Status);

    public async Task<SmsFate> SendAsync(string number, string text, CancellationToken ct)
    {
        if (!Exists) return SmsFate.NotTaken;
        await using var scope = scopes.CreateAsyncScope();
        var api = scope.ServiceProvider.GetRequiredService<TwilioApi>();
        try
        {
            await api.SendAsync(options.Value.SmsNumber, number, text, StatusAddress, ct);
            return SmsFate.Sent;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            var (fate, refusal) = (SmsRefusal.FateOf(e), e as TwilioApiException);
            // Somebody has to act: the account, its token, its number or its countries.
            var level = fate is (SmsFate.NotSent or SmsFate.NotTaken) && refusal is { Status: not SmsRefusal.TooMany } ? LogLevel.Error : LogLevel.Warning;
            log.Log(level, "An SMS was not sent ({Failure}, status {Status}, code {Code}): {Fate}", e.GetType().Name, refusal?.Status, refusal?.Code, fate);
            return fate;
        }
    }
}
