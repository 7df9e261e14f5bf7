using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.Rest;
using ServiceRouter.Connectors.Twilio.Sms;
using ServiceRouter.Connectors.Twilio.Voice;
using ServiceRouter.Platform;

namespace ServiceRouter.Connectors.Twilio;

/// <summary>Phone and SMS through Twilio's protocol.</summary>
public static class TwilioModule
{
    public static IServiceCollection AddTwilio(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TwilioOptions>().BindConfiguration(TwilioOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TwilioOptions>, TwilioOptionsValidator>();
        if (!IsConfigured(configuration)) return services;
        services.AddSingleton<UnsignedRequests>().AddSingleton(new AlarmCounter(UnsignedRequests.Refused));
        // The client's own lines tell each address, and in it the provider's id of a call or a message.
        services.AddHttpClient<TwilioApi>().RemoveAllLoggers().AddTwilioConnections().AddTwilioResilience();
        services.Replace(ServiceDescriptor.Singleton<ISmsLine, TwilioSmsLine>());
        services.Replace(ServiceDescriptor.Singleton<ICallLine, TwilioCallLine>());
        return services;
    }

    /// <summary>Without an account there are no webhooks either.</summary>
    public static void MapTwilio(this IEndpointRouteBuilder routes, IConfiguration configuration)
    {
        if (!IsConfigured(configuration)) return;
        routes.MapVoice();
        routes.MapSms();
    }

    private static bool IsConfigured(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[$"{TwilioOptions.Section}:{nameof(TwilioOptions.AccountSid)}"]);
}
