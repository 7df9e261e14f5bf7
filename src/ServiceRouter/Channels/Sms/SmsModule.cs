using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels.Sms;

/// <summary>What text messages mean for the service, whoever carries them.</summary>
internal static class SmsModule
{
    public static IServiceCollection AddSms(this IServiceCollection services, Roles roles)
    {
        services.AddOptions<SmsOptions>().BindConfiguration("Sms", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmsOptions>, SmsOptionsValidator>();
        services.TryAddSingleton<ISmsLine, NoSmsLine>();
        services.AddSingleton<SmsLineRest>().AddSingleton<IPartLook, SmsLook>();
        services.AddSingleton<SmsWaits>().AddSingleton<SendSms>().AddSingleton<TextAfterAttempt>().AddSingleton(sp => new TextNotDelivered(sp.GetRequiredService<Transactions>()));
        services.AddSingleton(sp => new TalkBySms(
            sp.GetRequiredService<Transactions>(), sp.GetRequiredService<ReceiveActivity>(), sp.GetRequiredService<ReadTranscript>(), sp.GetRequiredService<HearWish>(), sp.GetRequiredService<AskCallBack>(),
            new WithdrawBySms(sp.GetRequiredService<Transactions>(), sp.GetRequiredService<WithdrawHandoff>()), sp.GetRequiredService<FollowHandoff>(), sp.GetRequiredService<FindQueuePlace>(), sp.GetRequiredService<ServiceHours>(), sp.GetRequiredService<SmsWaits>(), sp.GetRequiredService<IOptions<SmsOptions>>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<TalkBySms>>()));
        if (roles.HasFlag(Roles.Front) || roles.HasFlag(Roles.Router)) services.AddHostedService<SendSmsLoop>();
        return services;
    }
}
