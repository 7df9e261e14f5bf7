using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Bus.Suspects;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Platform.Bus;

/// <summary>Chooses the transport by configuration and holds the conventions of every queue.</summary>
public static class BusModule
{
    /// <summary>Prefix of every queue of the service; the broker's policies match it (infra/rabbitmq).</summary>
    public const string QueuePrefix = "sr";

    // A broker that answers a declaration at all does so in well under a second. Longer, it has lost it (a queue deleted meanwhile), and all queues of a
    // node come back only when its connection is opened anew: the client's own 20 s are two thirds of what that may take.
    private static readonly TimeSpan AnswerOfBroker = TimeSpan.FromSeconds(5);

    /// <summary>Of the askings that came through the second door.</summary>
    public const string AskedQueue = QueuePrefix + "-asked-handoffs";

    private const string HintsQueue = QueuePrefix + "-stream-hints";

    /// <param name="services">The container.</param>
    /// <param name="configuration">Read for <c>Bus:Transport</c>.</param>
    /// <param name="capabilities">Adds the consumers of the roles that this process has.</param>
    public static IServiceCollection AddBus(this IServiceCollection services, IConfiguration configuration, Action<IBusRegistrationConfigurator> capabilities)
    {
        services.AddOptions<BusOptions>().BindConfiguration("Bus").ValidateOnStart();
        services.AddSingleton<IValidateOptions<BusOptions>, BusOptionsValidator>();
        services.TryAddSingleton<IOutboxSender, BusSender>();
        services.AddSingleton<IPartLook, BrokerLook>();
        services.AddSingleton<OutboxTable>().AddSingleton<ParkUnsendable>();
        // Late, because whoever keeps failed messages commits, commits send, and what sends is made here.
        services.AddSingleton(sp => new Lazy<IDeadLetterBox>(sp.GetRequiredService<IDeadLetterBox>));
        services.AddSingleton<OutboxDispatcher>();
        services.AddHostedService(sp => sp.GetRequiredService<OutboxDispatcher>());
        // A bus in memory has no other node.
        if (OnRabbitMq(configuration)) services.AddHostedService<StreamHintsOut>();
        services.AddSingleton<OurQueues>().AddSingleton<Confirms>().AddSingleton<GivenUp>().AddReceiveEndpointObserver(sp => sp.GetRequiredService<GivenUp>()).AddHostedService<KeepBus>();
        // The web must answer, and doors two and three open, also while the broker is away: the bus connects beside the start.
        services.AddOptions<MassTransitHostOptions>().Configure(host => host.WaitUntilStarted = false);

        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(QueuePrefix, includeNamespace: false));
            var endpoints = new Dictionary<string, IReceiveEndpointConfigurator>();
            bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
            {
                if (name.StartsWith(HintsQueue, StringComparison.Ordinal))
                {
                    // Hints may be lost, and their queue goes with its node: nothing of them is kept.
                    endpoint.DiscardFaultedMessages();
                    endpoint.DiscardSkippedMessages();
                    return;
                }
                if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit) rabbit.SetQuorumQueue();
                var back = new BackToItsQueue(context.GetRequiredService<IHostApplicationLifetime>());
                endpoint.UseFilter(back);
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Handle<Exception>(back.IsWorthAnotherTry);
                    retry.Interval(BackToItsQueue.MostTries, BackToItsQueue.BetweenTries);
                });
                // Who asked waits, and few askings are in hand at once: those that wait would keep all others out.
                if (endpoint is IRabbitMqReceiveEndpointConfigurator) endpoint.UseSuspicion(name, waits: name != AskedQueue, context);
                // Nobody listens to MassTransit's own message about a failure, and it would carry the words of the failed one.
                endpoint.PublishFaults = false;
                endpoints[name] = endpoint;
            });
            bus.AddConsumer<StreamHintsIn>().Endpoint(endpoint =>
            {
                endpoint.Name = $"{HintsQueue}-{NewId.NextGuid():N}";
                endpoint.Temporary = true;
            });
            capabilities(bus);

            if (OnRabbitMq(configuration)) bus.UsingRabbitMq((context, rabbit) => ConfigureRabbitMq(context, rabbit, endpoints));
            else bus.UsingInMemory((context, memory) => ConfigureMemory(context, memory, endpoints));
        });
        return services;
    }

    private static bool OnRabbitMq(IConfiguration configuration) => configuration.GetValue("Bus:Transport", BusTransport.InMemory) == BusTransport.RabbitMq;

    private static void ConfigureMemory(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator memory, Dictionary<string, IReceiveEndpointConfigurator> endpoints)
    {
        memory.ConfigureEndpoints(context);
        WatchFailures.On(context, memory, endpoints);
    }

    private static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, Dictionary<string, IReceiveEndpointConfigurator> endpoints)
    {
        var options = context.GetRequiredService<IOptions<BusOptions>>().Value;
        rabbit.Host(options.Host, (ushort)options.Port, options.VirtualHost, host =>
        {
            host.Username(options.User);
            host.Password(options.Password);
            host.ContinuationTimeout(AnswerOfBroker);
            if (options.NodeList is { Length: > 0 } nodes)
                host.UseCluster(cluster => Array.ForEach(nodes, cluster.Node));
        });
        rabbit.ConfigureEndpoints(context);
        WatchFailures.On(context, rabbit, endpoints);
        context.GetRequiredService<OurQueues>().Names = [.. endpoints.Keys.SelectMany(name => WatchFailures.WithFailures(name))];
    }
}
