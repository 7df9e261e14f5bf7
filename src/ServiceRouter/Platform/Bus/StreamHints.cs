using System.Threading.Channels;
using MassTransit;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Contracts.Live;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Platform.Bus;

/// <summary>
/// Tells other nodes which streams moved. Hints are not stored: they are dropped while the broker is away or slow, and every screen looks
/// at the database at intervals anyway.
/// </summary>
internal sealed class StreamHintsOut(IBus bus, LiveStreams live, NodeName node) : BackgroundService
{
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(2);
    // A screen of another node sees so much later what one hint in the place of several tells it; those of this node are pushed to at once.
    private static readonly TimeSpan Gathered = TimeSpan.FromMilliseconds(5);

    private readonly Channel<IReadOnlyList<string>> waiting =
        Channel.CreateBounded<IReadOnlyList<string>>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        live.Committed += streams => waiting.Writer.TryWrite(streams);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new HashSet<string>();
        while (await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Gathered, TimeProvider.System, stoppingToken);
            // Hints written meanwhile, and while the last one was under way, leave together.
            while (batch.Count < 500 && waiting.Reader.TryRead(out var streams)) batch.UnionWith(streams);
            var moved = new StreamsMoved(node.Value, [.. batch]);
            try
            {
                await TimeLimit.RunAsync(end => bus.Publish(moved, context => context.Durable = false, end), SendLimit, stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The broker is away or slow, and these hints are dropped: other nodes find the same by their own look at the database.
            }
            batch.Clear();
        }
    }
}

/// <summary>Hears the hints of other nodes, on this node's own temporary queue.</summary>
internal sealed class StreamHintsIn(LiveStreams live, NodeName node) : IConsumer<StreamsMoved>
{
    public Task Consume(ConsumeContext<StreamsMoved> context)
    {
        if (context.Message.Node != node.Value)
            foreach (var stream in context.Message.Streams) live.Push(stream, LiveStreams.Hint);
        return Task.CompletedTask;
    }
}
