using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Contracts.Handoffs;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>One thing put in front of the consumers of a node: a marked message ends the process, another makes its consumer throw.</summary>
internal static class FragileConsumers
{
    /// <summary>What a node runs to have them.</summary>
    public static string[] Program { get; } = NodeWithParts.Program(nameof(FragileConsumers));

    // Outcomes that no version of ours has.
    public const HandoffOutcome EndsTheProcess = (HandoffOutcome)666;
    public const HandoffOutcome Throws = (HandoffOutcome)667;

    public static void Put(IServiceCollection services) => services.AddSingleton<IConfigureReceiveEndpoint, Fragile>();

    private sealed class Fragile : IConfigureReceiveEndpoint, IConsumerConfigurationObserver
    {
        public void Configure(string name, IReceiveEndpointConfigurator configurator) => configurator.ConnectConsumerConfigurationObserver(this);

        public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
            where TConsumer : class
        {
        }

        // Behind all that the endpoint puts before its consumers: as if the consumer did it.
        public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
            where TConsumer : class
            where TMessage : class => configurator.Message(message => message.UseFilter(new Marked<TMessage>()));
    }

    private sealed class Marked<TMessage> : IFilter<ConsumeContext<TMessage>>
        where TMessage : class
    {
        public Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
        {
            if (context.Message is HandoffEnded ended)
            {
                // SIGKILL: nothing of the process has a chance to put anything right.
                if (ended.Outcome == EndsTheProcess) Process.GetCurrentProcess().Kill();
                if (ended.Outcome == Throws) throw new InvalidOperationException("A consumer that throws, as the test wants it");
            }
            return next.Send(context);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("marked");
    }
}
