using Microsoft.Extensions.Options;

namespace ServiceRouter.Host.Publisher;

/// <summary>Who answers for the service, as its pages name it.</summary>
internal static class PublisherModule
{
    public static void AddPublisher(this IServiceCollection services)
    {
        services.AddOptions<PublisherOptions>().BindConfiguration(PublisherOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PublisherOptions>, PublisherRules>();
        services.AddHostedService<TellWhatIsMissing>();
    }
}
