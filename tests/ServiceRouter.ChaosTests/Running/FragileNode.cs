using System.Diagnostics;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Host.Composition;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>
/// The whole service as a process of this program, with one thing put in front of its consumers: a marked message ends the process, another
/// makes its consumer throw. The product has no such hook: whoever can start this program could as well kill the node.
/// </summary>
internal static class FragileNode
{
    /// <summary>First word on the command line; the settings follow.</summary>
    public const string Word = "--fragile-node";

    /// <summary>What a node runs to be one.</summary>
    public static string[] Program { get; } = [typeof(FragileNode).Assembly.Location, Word];

    // Outcomes that no version of ours has.
    public const HandoffOutcome EndsTheProcess = (HandoffOutcome)666;
    public const HandoffOutcome Throws = (HandoffOutcome)667;

    public static async Task<int> RunAsync(string[] args)
    {
        var app = ServiceRouterApp.Build(args, services => services.AddSingleton<IConfigureReceiveEndpoint, Fragile>());
        await ServiceRouterApp.StartAsync(app, CancellationToken.None);
        await app.WaitForShutdownAsync();
        return 0;
    }

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
