using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Platform;

namespace ServiceRouter.Satisfaction;

/// <summary>Invitation after a served handoff, and the rating.</summary>
public static class SatisfactionModule
{
    public static IServiceCollection AddSatisfaction(this IServiceCollection services) => services.AddSingleton<InviteMissed>();

    public static void AddSatisfaction(this IBusRegistrationConfigurator bus, Roles roles)
    {
        if (roles.HasFlag(Roles.Router)) bus.AddConsumer<HandoffEndedConsumer, HandoffEndedDefinition>();
    }
}
