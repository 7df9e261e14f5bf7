using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.Channels;

/// <summary>What citizens do, on whatever channel.</summary>
public static class ChannelsModule
{
    public static IServiceCollection AddChannels(this IServiceCollection services, Roles roles)
    {
        services.AddReceipts();
        services.AddDoors();
        services.AddPhone(roles).AddSms(roles);
        services.AddSingleton<StartConversation>().AddSingleton<OpenConversation>().AddSingleton<GivePostcode>().AddSingleton<TellNeed>();
        services.AddSingleton(sp => new AskHuman(sp.GetRequiredService<ThreeDoors>()));
        services.AddSingleton<NearMoment>();
        services.AddSingleton(sp => new AskCallBack(sp.GetRequiredService<Transactions>(), sp.GetRequiredService<ThreeDoors>(), sp.GetRequiredService<ReceiptSeal>(), sp.GetRequiredService<NearMoment>()));
        services.AddSingleton(sp => new ReceiveActivity(
            sp.GetRequiredService<Transactions>(), sp.GetRequiredService<Turn>(), sp.GetRequiredService<HearWish>(), sp.GetRequiredService<SayStand>(), sp.GetRequiredService<ReceiptSeal>(), sp.GetRequiredService<InTime>(),
            sp.GetRequiredService<ILogger<ReceiveActivity>>()));
        services.AddSingleton<SayStand>().AddSingleton<IReachCitizens, ReachCitizens>();
        services.AddSingleton(sp => new HearWish(sp.GetRequiredService<ISense>()));
        services.AddSingleton<ReadTranscript>().AddSingleton<FollowHandoff>().AddSingleton<WithdrawHandoff>().AddSingleton<GiveRating>();
        return services;
    }

    public static void AddChannels(this IBusRegistrationConfigurator bus, Roles roles)
    {
        if (roles.HasFlag(Roles.Router)) bus.AddConsumer<HandoffAskedConsumer, HandoffAskedDefinition>();
    }

    private static void AddReceipts(this IServiceCollection services)
    {
        services.AddOptions<ReceiptsOptions>().BindConfiguration(ReceiptsOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReceiptsOptions>, ReceiptsOptionsValidator>();
        services.AddSingleton<ReceiptSeal>().AddSingleton<IPartLook, ReceiptLook>();
    }

    private static void AddDoors(this IServiceCollection services)
    {
        services.AddOptions<DoorsOptions>().BindConfiguration("Doors", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DoorsOptions>, DoorsOptionsValidator>();
        services.AddSingleton<NumberSeal>().AddSingleton<TakeAsked>().AddSingleton<OneWhileAway>().AddSingleton<BrokerDoor>().AddSingleton(sp => new UnderWay(sp.GetRequiredService<DoorRest>())).AddSingleton<DoorStates>().AddSingleton<DoorRest>().AddSingleton<ThreeDoors>();
        services.TryAddSingleton<TakingTime>();
        services.TryAddSingleton<AskJournal>();
        services.AddSingleton<IPartLook, JournalLook>();
        services.AddSingleton<SuspectRecords>().AddSingleton<ReplayJournal>();
        services.AddHostedService(sp => sp.GetRequiredService<ReplayJournal>());
        services.AddHostedService<RehearseAsking>();
        services.AddSingleton(sp => new KeptAskings(sp.GetRequiredService<AskJournal>())).AddHostedService<DoorGauges>();
    }
}
