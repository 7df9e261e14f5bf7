using System.Security.Cryptography;
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
/// Sees that each queue of this node that was there still is. A declaration that meets a deletion can leave the client of the broker waiting for good
/// (rabbitmq-dotnet-client #1976; seen with 7.2.2): the bus then brings the queue back no more, and does not stop either. The node ends, and its service
/// manager starts it anew (docs/adr/0038). A queue without a consumer is no reason: a broker without a majority may count none.
/// The same when nothing that the bus sends is confirmed any more, for minutes in which the broker answers whoever comes by another connection: a client
/// that waits for good for its channel keeps all that the bus would send (docs/adr/0041).
/// And when the broker takes a login again that it refused: the bus has given its queues up for that (docs/adr/0067).
/// </summary>
internal sealed class KeepBus(OurQueues queues, Confirms confirms, GivenUp givenUp, NodeParts parts, IHostApplicationLifetime host, IOptions<BusOptions> options, ILogger<KeepBus> log) : BackgroundService
{
    /// <summary>Looks in a row that may miss a queue: 48 s as a rule, longer than the longest pause that the bus makes before it tries again by itself (30 s).</summary>
    internal const int LooksBorne = 12;

    /// <summary>
    /// Looks that the broker answers and before each of which a send of the bus got no confirm, while none got one: five minutes and more, longer than most
    /// outages of a majority.
    /// </summary>
    internal const int SilenceBorne = 75;

    private const int NotWell = 1;

    // Nothing is bound to it.
    private const string Knock = "sr-knock";
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);

    // Some more on each node: the one that comes back first declares the queue, and the others need not end.
    private readonly int borne = LooksBorne + RandomNumberGenerator.GetInt32(LooksBorne);
    private readonly int silenceBorne = SilenceBorne + RandomNumberGenerator.GetInt32(SilenceBorne);

    // Not all nodes at once: what they were refused is taken from all of them at the same moment.
    private readonly int takenBorne = 1 + RandomNumberGenerator.GetInt32(LooksBorne);

    // A queue that never was there, because the broker refuses it, is no reason to end again and again.
    private readonly HashSet<string> had = [];
    private IConnection? connection;
    private int missed;
    private int silent;
    private int taken;

    // A socket knows one clock, the machine's.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Transport == BusTransport.InMemory) return;
        try
        {
            await AtIntervals.RepeatAsync(options.Value.QueueLookInterval, TimeProvider.System, LookAsync, NotLooked, stoppingToken);
        }
        finally
        {
            LeaveConnection();
        }
    }

    internal async Task LookAsync(CancellationToken ct)
    {
        var (before, silentBefore, takenBefore) = (missed, silent, taken);
        (missed, silent, taken) = (0, 0, 0);
        var sent = confirms.Take();
        // Read once: a name that comes in the middle of a look was not looked for, and must not count as one that was there.
        var looked = queues.Names;
        // A connection from before says nothing of whether the broker would take the login now.
        var isGivenUp = givenUp.Any;
        if (isGivenUp) LeaveConnection();
        // The same fault of the client would keep this look for good as well, whatever its token says.
        var gone = await TimeLimit.RunAsync(own => GoneAsync(looked, own), LookLimit, ct);
        silent = sent.Came ? 0 : sent.Missed ? silentBefore + 1 : silentBefore;
        if (silent >= silenceBorne)
        {
            silent = 0;
            if (await TimeLimit.RunAsync(ConfirmsAsync, LookLimit, ct)) End("The broker answers and confirms, and the bus gets no confirm any more");
            return;
        }
        if (isGivenUp) taken = takenBefore + 1;
        had.UnionWith(looked.Except(gone));
        var lost = gone.Where(had.Contains).ToList();
        if (lost.Count > 0) missed = before + 1;
        // What a consumer has in hand while the database is away is not to be taken from it.
        if (parts[Part.Database].State == PartState.Away) return;
        if (taken >= takenBorne) End("The broker takes the login that it refused, and the bus has given its queues up for that");
        else if (missed >= borne) End($"{string.Join(", ", lost)} are gone, and the bus does not bring them back");
    }

    private void End(string why)
    {
        log.LogCritical("{Why}; this node ends to be started anew", why);
        Environment.ExitCode = NotWell;
        host.StopApplication();
    }

    private void NotLooked(string failure)
    {
        log.LogDebug("The queues were not looked at ({Failure})", failure);
        LeaveConnection();
    }

    // Not awaited: a connection over which nothing comes any more may not close either.
    private void LeaveConnection()
    {
        if (Interlocked.Exchange(ref connection, null) is { } left) _ = Task.Run(async () => await left.DisposeAsync());
    }

    /// <exception cref="BrokerUnreachableException">The broker is away: nothing is known of its queues.</exception>
    private async Task<IReadOnlyList<string>> GoneAsync(IReadOnlyCollection<string> looked, CancellationToken ct)
    {
        if (connection is not { IsOpen: true })
        {
            LeaveConnection();
            connection = await ConnectAsync(ct);
        }
        var (own, gone) = (connection, new List<string>());
        var channel = await own.CreateChannelAsync(cancellationToken: ct);
        try
        {
            foreach (var queue in looked)
            {
                try
                {
                    await channel.QueueDeclarePassiveAsync(queue, ct);
                }
                catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
                {
                    gone.Add(queue);
                    // A refusal has closed it.
                    await channel.DisposeAsync();
                    channel = await own.CreateChannelAsync(cancellationToken: ct);
                }
            }
        }
        finally
        {
            await channel.DisposeAsync();
        }
        return gone;
    }

    /// <summary>
    /// A broker with an alarm of its disk or memory answers all but what publishes, for as long as that lasts: a node that ended for it would end again and again. Asked over a
    /// connection of its own, since it is the one that has published which is stopped then.
    /// </summary>
    internal async Task<bool> ConfirmsAsync(CancellationToken ct)
    {
        var own = await ConnectAsync(ct);
        try
        {
            var channel = await own.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
            await channel.ExchangeDeclareAsync(Knock, ExchangeType.Fanout, durable: true, cancellationToken: ct);
            // To nobody: what no queue takes is confirmed at once. And twice: the first is what makes the broker stop the connection, and it lets that one through.
            for (var published = 0; published < 2; published++)
                await channel.BasicPublishAsync(Knock, "", mandatory: false, body: ReadOnlyMemory<byte>.Empty, cancellationToken: ct);
            return true;
        }
        catch (Exception e)
        {
            log.LogWarning("The broker answers and confirms nothing ({Failure}): this node does not end for it", e.GetType().Name);
            return false;
        }
        finally
        {
            _ = Task.Run(async () => await own.DisposeAsync(), CancellationToken.None);
        }
    }

    private Task<IConnection> ConnectAsync(CancellationToken ct)
    {
        var own = options.Value;
        var factory = new ConnectionFactory { VirtualHost = own.VirtualHost, UserName = own.User, Password = own.Password, AutomaticRecoveryEnabled = false };
        var nodes = own.NodeList is { Length: > 0 } list ? list : [$"{own.Host}:{own.Port}"];
        return factory.CreateConnectionAsync([.. nodes.Select(node => AmqpTcpEndpoint.Parse(node))], "queues", ct);
    }
}
