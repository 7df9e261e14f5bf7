using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter;

/// <summary>The counters of the service that docs/operations.md has an alarm for.</summary>
internal static class AlarmCounters
{
    public static void AddAlarmCounters(this IServiceCollection services) => services
        .AddSingleton(new AlarmCounter(Measures.AskingsRefused))
        .AddSingleton(new AlarmCounter(Measures.AskingsAccepted, "door", [.. Enum.GetValues<Door>().Select(door => door.InWord())]))
        .AddSingleton(new AlarmCounter(Measures.Moves, "move", Enum.GetNames<HandoffMove>()))
        .AddSingleton(new AlarmCounter(Measures.MessagesSent))
        .AddSingleton(new AlarmCounter(Measures.MessagesFailed));
}
