using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>Three nodes of RabbitMQ, as infra/rabbitmq configures a cluster.</summary>
internal sealed class RabbitCluster : IAsyncDisposable
{
    private readonly List<RabbitServer> nodes = [];

    public IReadOnlyList<RabbitServer> Nodes => nodes;

    public static async Task<RabbitCluster> StartAsync(string folder)
    {
        var cluster = new RabbitCluster();
        cluster.nodes.Add(await RabbitServer.StartAsync(Path.Combine(folder, "rabbit1")));
        // One after the other: two that join at the same moment can each find the other unready.
        for (var number = 2; number <= 3; number++)
            cluster.nodes.Add(await RabbitServer.JoinAsync(cluster.nodes[0], Path.Combine(folder, $"rabbit{number}")));
        return cluster;
    }

    /// <summary>A new virtual host, reachable through every node.</summary>
    public Task<BrokerAddress> NewVirtualHostAsync() => nodes[0].NewVirtualHostAsync();

    /// <summary>The settings with which a node of the service finds it.</summary>
    public IEnumerable<KeyValuePair<string, string?>> SettingsOf(BrokerAddress address) =>
        address.Settings.Append(new("Bus:Nodes", string.Join(',', nodes.Select(n => $"127.0.0.1:{n.Address.Port}"))));

    /// <summary>See <see cref="RabbitServer.SettleQueuesAsync"/>: before the first kill.</summary>
    public Task SettleQueuesAsync() => Task.WhenAll(nodes.Select(n => n.SettleQueuesAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(nodes))
            await node.DisposeAsync();
    }
}
