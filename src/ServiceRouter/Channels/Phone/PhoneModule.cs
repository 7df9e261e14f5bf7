using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels.Phone;

/// <summary>What calls mean for the service, whoever carries them.</summary>
internal static class PhoneModule
{
    public static IServiceCollection AddPhone(this IServiceCollection services, Roles roles)
    {
        services.AddOptions<PhoneOptions>().BindConfiguration("Phone", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PhoneOptions>, PhoneOptionsValidator>();
        services.TryAddSingleton<ICallLine, NoCallLine>();
        services.AddSingleton<ProcedureList>().AddSingleton<NearestAloud>().AddSingleton<ComeBackOnPhone>().AddSingleton<ReceiptBySms>().AddSingleton<FindWaiting>().AddSingleton<NobodyAnswers>().AddSingleton<CallBackInstead>().AddSingleton<AskOnPhone>().AddSingleton<AnswerCaller>();
        services.AddSingleton(sp => new TalkOnPhone(
            sp.GetRequiredService<Transactions>(), sp.GetRequiredService<AnswerCaller>(), sp.GetRequiredService<AskOnPhone>(), sp.GetRequiredService<HearWish>(), sp.GetRequiredService<LineChanged>(),
            sp.GetRequiredService<IOptions<PhoneOptions>>(), sp.GetRequiredService<ILogger<TalkOnPhone>>()));
        services.AddSingleton(sp => new WaitOnPhone(
            sp.GetRequiredService<Transactions>(), sp.GetRequiredService<FindWaiting>(), sp.GetRequiredService<FindQueuePlace>(), sp.GetRequiredService<CallBackInstead>(), sp.GetRequiredService<GivePostcode>(),
            sp.GetRequiredService<NearestAloud>(), sp.GetRequiredService<ReceiptBySms>(), sp.GetRequiredService<HearWish>(), sp.GetRequiredService<ReceiveActivity>(), sp.GetRequiredService<AskOnPhone>(),
            sp.GetRequiredService<NobodyAnswers>(), sp.GetRequiredService<ServiceHours>(), sp.GetRequiredService<IOptions<PhoneOptions>>(), sp.GetRequiredService<TimeProvider>()));
        services.AddLines(roles);
        return services;
    }

    private static void AddLines(this IServiceCollection services, Roles roles)
    {
        services.AddSingleton<LineChanged>().AddSingleton<TriesOfStep>().AddSingleton<BringCitizen>().AddSingleton<KeepLines>().AddSingleton<KeepSeconds>();
        services.AddSingleton(sp => new TalkAfterLine(sp.GetRequiredService<Transactions>(), sp.GetRequiredService<ComeBackOnPhone>(), sp.GetRequiredService<LineChanged>()));
        services.AddSingleton(sp => new TalkOnLine(sp.GetRequiredService<Transactions>(), sp.GetRequiredService<FlowShelf>(), sp.GetRequiredService<TalkAfterLine>(), sp.GetRequiredService<LineChanged>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new LineAtDesk(sp.GetRequiredService<Transactions>(), sp.GetRequiredService<ICallLine>(), sp.GetRequiredService<LineChanged>()));
        services.AddSingleton(sp => new SecondAtDesk(
            sp.GetRequiredService<Transactions>(), sp.GetRequiredService<IDepartments>(), sp.GetRequiredService<FlowShelf>(), sp.GetRequiredService<LineChanged>()));
        services.AddSingleton(sp => new HandOverCall(sp.GetRequiredService<Transactions>(), sp.GetRequiredService<LineChanged>(), sp.GetRequiredService<IOptions<DeskOptions>>()));
        services.AddSingleton(sp => new TalkOnSecond(sp.GetRequiredService<Transactions>(), sp.GetRequiredService<FlowShelf>(), sp.GetRequiredService<LineChanged>(), sp.GetRequiredService<TalkOnLine>()));
        // Where the webhooks come, and where offers are made: a press of a key is then followed at once.
        if (roles.HasFlag(Roles.Front) || roles.HasFlag(Roles.Router)) services.AddHostedService<KeepLinesLoop>().AddHostedService<AskAfterCalls>();
    }
}
