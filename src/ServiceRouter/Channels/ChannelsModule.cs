using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.Channels;

/// <summary>What citizens do, on whatever channel.</summary>
public static class ChannelsModule
{
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<StartConversation>().AddSingleton<OpenConversation>().AddSingleton<AskHuman>().AddSingleton<GivePostcode>().AddSingleton<AskCallBack>();
        services.AddSingleton(sp => new ReceiveActivity(sp.GetRequiredService<Transactions>(), sp.GetRequiredService<Turn>()));
        services.AddSingleton<ReadTranscript>().AddSingleton<FollowHandoff>().AddSingleton<WithdrawHandoff>().AddSingleton<GiveRating>();
        return services;
    }
}
