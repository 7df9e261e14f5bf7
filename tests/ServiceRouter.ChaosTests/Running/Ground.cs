using System.Collections.Concurrent;
using MassTransit;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>
/// The servers on which nodes of the service stand: PostgreSQL and three nodes of RabbitMQ, started by the first case that asks, private,
/// on free ports and with a port mapper of their own.
/// </summary>
public sealed class Ground : IAsyncDisposable
{
    /// <summary>Where all servers and nodes keep their files.</summary>
    internal string Folder => folder;

    /// <summary>What its nodes run.</summary>
    internal string Program { get; init; } = NodeProgram.Built;

    /// <summary>How much of a case's own load comes in the long form: a machine may be slower than the one that the cases were made for.</summary>
    internal double Share { get; init; } = 1;

    /// <summary>How many of as many pairs of nodes beside each other come in the long form: a machine that is slower carries fewer.</summary>
    internal int PairsOf(int most) => Math.Max(1, (int)(most * Math.Min(1, Share)));

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"servicerouter-chaos-{NewId.NextGuid():N}");
    private readonly Lazy<Task<PostgresServer>> postgres;
    private readonly Lazy<Task<RabbitCluster>> broker;
    private readonly ConcurrentDictionary<string, Lazy<Task<Service>>> pairs = new();
    private readonly ConcurrentBag<IAsyncDisposable> servers = [];
    private readonly Lazy<Task<LoneServers>> lone;
    private readonly Lazy<Task<PostgresPair>> pair;
    private int things;

    public Ground()
    {
        Directory.CreateDirectory(folder);
        postgres = new(() => PostgresServer.StartAsync(NewFolder("postgres")));
        broker = new(() => RabbitCluster.StartAsync(NewFolder("broker")));
        lone = new(() => LoneServers.StartAsync(NewFolder("lone")));
        pair = new(() => PostgresPair.StartAsync(NewFolder("pair")));
    }

    /// <summary>They stay when it ends.</summary>
    internal bool KeepsFiles { get; set; }

    internal Task<PostgresServer> Postgres => postgres.Value;

    internal Task<RabbitCluster> Broker => broker.Value;

    /// <summary>
    /// Two nodes with these settings beyond the usual, started by the first case that asks. Cases that leave them whole share them:
    /// each judges what was asked in its own time.
    /// </summary>
    internal Task<Service> PairAsync(params (string Key, string Value)[] settings) =>
        pairs.GetOrAdd(string.Join(' ', settings), _ => new(async () =>
        {
            var pair = await Service.StartAsync(this, settings);
            pair.IsShared = true;
            return pair;
        })).Value;

    /// <summary>A server that ends with the ground.</summary>
    internal void Keep(IAsyncDisposable server) => servers.Add(server);

    /// <summary>Apart from the others, for cases that stop everything.</summary>
    internal Task<LoneServers> Lone => lone.Value;

    /// <summary>A database with its standby; good for one failover.</summary>
    internal Task<PostgresPair> Pair => pair.Value;

    /// <summary>A folder that goes with the ground.</summary>
    internal string NewFolder(string name)
    {
        var own = Path.Combine(folder, $"{name}-{Interlocked.Increment(ref things)}");
        Directory.CreateDirectory(own);
        return own;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pair in pairs.Values)
            await (await pair.Value).DisposeAsync();
        foreach (var server in servers)
            await server.DisposeAsync();
        if (pair.IsValueCreated)
            await (await pair.Value).DisposeAsync();
        if (lone.IsValueCreated)
            await (await lone.Value).DisposeAsync();
        if (postgres.IsValueCreated)
            await (await postgres.Value).DisposeAsync();
        if (broker.IsValueCreated)
            await (await broker.Value).DisposeAsync();
        if (!KeepsFiles) Directory.Delete(folder, recursive: true);
    }
}
