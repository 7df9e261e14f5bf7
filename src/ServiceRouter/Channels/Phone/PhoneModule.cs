using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels.Phone;

/// <summary>What calls mean for the service, whoever carries them.</summary>
internal static class PhoneModule
{
    public static IServiceCollection AddPhone(this IServiceCollection services)
    {
        services.AddOptions<PhoneOptions>().BindConfiguration("Phone", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PhoneOptions>, PhoneOptionsValidator>();
        services.TryAddSingleton<ISmsLine, NoSmsLine>();
        services.AddSingleton<ProcedureList>().AddSingleton<NearestAloud>().AddSingleton<ComeBackOnPhone>().AddSingleton<AskOnPhone>().AddSingleton<AnswerCaller>();
        services.AddSingleton(sp => new TalkOnPhone(
            sp.GetRequiredService<Transactions>(), sp.GetRequiredService<AnswerCaller>(), sp.GetRequiredService<AskOnPhone>(), sp.GetRequiredService<HearWish>(),
            sp.GetRequiredService<IOptions<PhoneOptions>>(), sp.GetRequiredService<ILogger<TalkOnPhone>>()));
        services.AddSingleton(sp => new WaitOnPhone(
            sp.GetRequiredService<Transactions>(), sp.GetRequiredService<FindQueuePlace>(), sp.GetRequiredService<AskCallBack>(), sp.GetRequiredService<GivePostcode>(),
            sp.GetRequiredService<NearestAloud>(), sp.GetRequiredService<ISmsLine>(), sp.GetRequiredService<ServiceHours>(), sp.GetRequiredService<TimeProvider>()));
        return services;
    }
}
