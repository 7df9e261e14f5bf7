using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Platform.Bus;

/// <summary>Chooses the transport by configuration and holds the conventions of every queue.</summary>
public static class BusModule
{
    /// <summary>Prefix of every queue of the service; the broker's policies match it (infra/rabbitmq).</summary>
    public const string QueuePrefix = "sr";

    private const string HintsQueue = QueuePrefix + "-stream-hints";

    /// <param name="services">The container.</param>
    /// <param name="configuration">Read for <c>Bus:Transport</c>.</param>
    /// <param name="capabilities">Adds the consumers of the roles that this process has.</param>
    public static IServiceCollection AddBus(this IServiceCollection services, IConfiguration configuration, Action<IBusRegistrationConfigurator> capabilities)
    {
        services.AddOptions<BusOptions>().BindConfiguration("Bus").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<BusOptions>, BusOptionsValidator>();
        services.TryAddSingleton<IOutboxSender, BusSender>();
        services.AddSingleton<IPartLook, BrokerLook>();
        services.AddSingleton<OutboxSweep>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddHostedService(sp => sp.GetRequiredService<OutboxDispatcher>());
        services.AddHostedService<StreamHintsOut>();
        // The web must answer, and doors two and three open, also while the broker is away: the bus connects beside the start.
        services.AddOptions<MassTransitHostOptions>().Configure(host => host.WaitUntilStarted = false);

        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(QueuePrefix, includeNamespace: false));
            bus.AddConfigureEndpointsCallback((_, name, endpoint) =>
            {
                // A quorum queue cannot be temporary: the hints' own queue goes with its node.
                if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit && !name.StartsWith(HintsQueue, StringComparison.Ordinal)) rabbit.SetQuorumQueue();
            });
            bus.AddConsumer<StreamHintsIn>().Endpoint(endpoint =>
            {
                endpoint.Name = $"{HintsQueue}-{NewId.NextGuid():N}";
                endpoint.Temporary = true;
            });
            capabilities(bus);

            if (configuration.GetValue("Bus:Transport", BusTransport.InMemory) == BusTransport.RabbitMq) bus.UsingRabbitMq(ConfigureRabbitMq);
            else bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
        });
        return services;
    }

    private static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit)
    {
        var options = context.GetRequiredService<IOptions<BusOptions>>().Value;
        rabbit.Host(options.Host, (ushort)options.Port, options.VirtualHost, host =>
        {
            host.Username(options.User);
            host.Password(options.Password);
            if (options.NodeList is { Length: > 0 } nodes)
                host.UseCluster(cluster => Array.ForEach(nodes, cluster.Node));
        });
        rabbit.ConfigureEndpoints(context);
    }
}
