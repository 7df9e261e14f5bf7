using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>What counsellors do.</summary>
public static class DeskModule
{
    public static IServiceCollection AddDesk(this IServiceCollection services, Roles roles)
    {
        services.AddOptions<DeskOptions>().BindConfiguration("Desk", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeskOptions>, DeskOptionsValidator>();
        services.AddSingleton<AcceptOffer>().AddSingleton<DeclineOffer>().AddSingleton<TakeAtCounter>().AddSingleton<TakeUpPromise>().AddSingleton<CounsellorSays>().AddSingleton<TransferHandoff>();
        services.AddSingleton<CommitHandoff>().AddSingleton(sp => new RecordAbsence(sp.GetRequiredService<Transactions>(), sp.GetRequiredService<INextAttempt>(), sp.GetRequiredService<IReachCitizens>())).AddSingleton<CloseHandoff>().AddSingleton<AddNote>();
        services.AddSingleton<SetPresence>().AddSingleton<SetPhone>().AddSingleton<KeepLease>().AddSingleton<DeskEvents>().AddSingleton<ReadDesk>().AddSingleton<FindQuietTalks>().AddSingleton<OfferReasons>();
        services.AddSingleton<DueMoves>().AddSingleton<EnsureCounsellor>().AddSingleton<DescribeCounsellor>().AddSingleton<ReadCounsellors>();
        if (roles.HasFlag(Roles.Desk)) services.AddHostedService<LookAtDesks>();
        if (roles.HasFlag(Roles.Router)) services.AddHostedService<DueMovesLoop>();
        return services;
    }
}
