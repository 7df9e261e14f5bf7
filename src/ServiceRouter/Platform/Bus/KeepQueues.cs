using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Platform.Bus;

/// <summary>The queues that this node empties, by name.</summary>
internal sealed class OurQueues
{
    public IReadOnlyCollection<string> Names { get; set; } = [];
}

/// <summary>
/// Sees that each queue of this node is there and has somebody who empties it. A queue that is deleted while its consumer begins can be missed by the bus
/// for good: it holds itself to be healthy and waits for messages of a queue that is not there. Then the bus is started anew, which declares all of them
/// (docs/adr/0038).
/// </summary>
internal sealed class KeepQueues(IBusControl bus, OurQueues queues, NodeParts parts, IOptions<BusOptions> options, ILogger<KeepQueues> log) : BackgroundService
{
    /// <summary>How often it looks; a queue that is missed once may be on its way.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const int LooksBorne = 2;
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private int missed;

    // A socket knows one clock, the machine's.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Value.Transport == BusTransport.InMemory
        ? Task.CompletedTask
        : AtIntervals.RepeatAsync(Interval, TimeProvider.System, LookAsync, failure => log.LogDebug("The queues were not looked at ({Failure})", failure), stoppingToken);

    private async Task LookAsync(CancellationToken ct)
    {
        var before = missed;
        missed = 0;
        var unattended = await UnattendedAsync(ct);
        if (unattended.Count == 0) return;
        missed = before + 1;
        // Not connected, the bus tries again by itself; and what it has in hand while the database is away is not to be taken from it.
        if (missed < LooksBorne || bus.CheckHealth().Status == BusHealthStatus.Unhealthy || parts[Part.Database].State == PartState.Away) return;
        missed = 0;
        log.LogWarning("Nobody empties {Queues}; the bus is started anew", string.Join(", ", unattended));
        await RestartAsync(ct);
    }

    private async Task RestartAsync(CancellationToken ct)
    {
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(ct))
        {
            limit.CancelAfter(StopLimit);
            await bus.StopAsync(limit.Token);
        }
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(ct))
        {
            limit.CancelAfter(StartLimit);
            await bus.StartAsync(limit.Token);
        }
    }

    /// <exception cref="BrokerUnreachableException">The broker is away: nothing is known of its queues.</exception>
    private async Task<IReadOnlyList<string>> UnattendedAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(LookLimit);
        await using var connection = await ConnectAsync(limit.Token);
        var unattended = new List<string>();
        foreach (var queue in queues.Names)
        {
            // A refusal closes the channel.
            await using var channel = await connection.CreateChannelAsync(cancellationToken: limit.Token);
            try
            {
                if ((await channel.QueueDeclarePassiveAsync(queue, limit.Token)).ConsumerCount == 0) unattended.Add(queue);
            }
            catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                unattended.Add(queue);
            }
        }
        return unattended;
    }

    private Task<IConnection> ConnectAsync(CancellationToken ct)
    {
        var own = options.Value;
        var factory = new ConnectionFactory { VirtualHost = own.VirtualHost, UserName = own.User, Password = own.Password, AutomaticRecoveryEnabled = false };
        var nodes = own.NodeList is { Length: > 0 } list ? list : [$"{own.Host}:{own.Port}"];
        return factory.CreateConnectionAsync([.. nodes.Select(node => AmqpTcpEndpoint.Parse(node))], "queues", ct);
    }
}
