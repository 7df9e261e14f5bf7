using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Platform;

namespace ServiceRouter.Routing;

/// <summary>From the queue to an offer.</summary>
public static class RoutingModule
{
    public static IServiceCollection AddRouting(this IServiceCollection services, Roles roles)
    {
        services.AddOptions<RoutingOptions>().BindConfiguration("Routing", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingOptionsValidator>();
        services.AddOptions<ServiceHoursOptions>().BindConfiguration(ServiceHoursOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServiceHoursOptions>, ServiceHoursOptionsValidator>();
        services.AddSingleton<FindQueuePlace>().AddSingleton<ServiceHours>().AddSingleton<IServiceHours>(sp => sp.GetRequiredService<ServiceHours>()).AddSingleton<INextAttempt, NextHalfDay>().AddSingleton<IDepartments, KnownDepartments>();
        // Whoever takes a request, or has counsellors, matches: nobody waits for a process of another role that is away (docs/adr/0055).
        if ((roles & (Roles.Front | Roles.Desk | Roles.Router)) == Roles.None) return services;
        services.AddSingleton<MatchWaiting>();
        services.AddSingleton<MatchingLoop>();
        services.AddHostedService(sp => sp.GetRequiredService<MatchingLoop>());
        services.AddHostedService<MatchAtOnce>();
        return services;
    }

    public static void AddRouting(this IBusRegistrationConfigurator bus, Roles roles)
    {
        if (!roles.HasFlag(Roles.Router)) return;
        bus.AddConsumer<HandoffWaitingConsumer, HandoffWaitingDefinition>();
        bus.AddConsumer<CounsellorAvailableConsumer, CounsellorAvailableDefinition>();
    }
}
