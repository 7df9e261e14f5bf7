using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Bus.Suspects;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;
using ServiceRouter.Routing.Spaces;
using ServiceRouter.Satisfaction;
using ServiceRouter.Steering;

namespace ServiceRouter;

/// <summary>The whole service, in the order of the data's way.</summary>
public static class ServiceRouterModule
{
    /// <summary>Adds, on the clock of <see cref="Platform.Time.TimeModule"/>, storage, bus, live screens and the capabilities of the roles that this process has.</summary>
    public static IServiceCollection AddServiceRouter(this IServiceCollection services, IConfiguration configuration)
    {
        var roles = RolesSetting.Read(configuration);
        services.AddSingleton(NodeName.New());
        services.AddSingleton<LiveStreams>().AddSingleton<LiveReads>();
        services.AddStorage(configuration);
        services.AddSuspects();
        services.AddChannels(roles).AddDialogue().AddSpaces().AddRouting(roles).AddDesk(roles).AddDeadLetters().AddSatisfaction().AddSteering();
        services.AddJobs(configuration, roles);
        services.AddBus(configuration, bus =>
        {
            bus.AddChannels(roles);
            bus.AddRouting(roles);
            bus.AddSatisfaction(roles);
        });
        services.AddParts();
        services.AddAlarmCounters();
        return services;
    }
}
