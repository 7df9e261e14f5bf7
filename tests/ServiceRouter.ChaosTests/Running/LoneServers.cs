using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>One PostgreSQL and one RabbitMQ, for the cases that stop both: a cluster is slow to stop as a whole, and adds nothing when none of it is left.</summary>
internal sealed class LoneServers : IAsyncDisposable
{
    private LoneServers(PostgresServer postgres, RabbitServer broker) => (Postgres, Broker) = (postgres, broker);

    public PostgresServer Postgres { get; }

    public RabbitServer Broker { get; }

    public static async Task<LoneServers> StartAsync(string folder)
    {
        var broker = RabbitServer.StartAsync(Path.Combine(folder, "rabbit"));
        return new LoneServers(await PostgresServer.StartAsync(Path.Combine(folder, "postgres")), await broker);
    }

    public Task StopAsync() => Task.WhenAll(Postgres.StopAsync(), Broker.StopAsync());

    public async ValueTask DisposeAsync()
    {
        await Postgres.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
