using MassTransit;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>
/// The servers on which nodes of the service stand: PostgreSQL and three nodes of RabbitMQ, started by the first case that asks, private,
/// on free ports and with a port mapper of their own.
/// </summary>
public sealed class Ground : IAsyncDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"servicerouter-chaos-{NewId.NextGuid():N}");
    private readonly Lazy<Task<PostgresServer>> postgres;
    private readonly Lazy<Task<RabbitCluster>> broker;
    private int things;

    public Ground()
    {
        Directory.CreateDirectory(folder);
        postgres = new(() => PostgresServer.StartAsync(NewFolder("postgres")));
        broker = new(() => RabbitCluster.StartAsync(NewFolder("broker")));
    }

    internal Task<PostgresServer> Postgres => postgres.Value;

    internal Task<RabbitCluster> Broker => broker.Value;

    /// <summary>A folder that goes with the ground.</summary>
    internal string NewFolder(string name)
    {
        var own = Path.Combine(folder, $"{name}-{Interlocked.Increment(ref things)}");
        Directory.CreateDirectory(own);
        return own;
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres.IsValueCreated)
            await (await postgres.Value).DisposeAsync();
        if (broker.IsValueCreated)
            await (await broker.Value).DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
