using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>The durable queues of the service at a broker, as they were when everything was well; they shall be there again after any loss.</summary>
internal sealed class Topology
{
    // Each node has one for its live screens, which goes with the node.
    private const string Temporary = "sr-stream-hints";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private readonly BrokerAddress address;

    private readonly IReadOnlyList<string> bindings;

    private Topology(BrokerAddress address, IReadOnlyList<string> queues, IReadOnlyList<string> bindings) => (this.address, Queues, this.bindings) = (address, queues, bindings);

    public IReadOnlyList<string> Queues { get; }

    public static async Task<Topology> ReadAsync(RabbitServer broker)
    {
        var listed = await broker.ControlAsync("list_queues", "-p", broker.Address.VirtualHost, "name", "--no-table-headers");
        var queues = listed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(name => name.StartsWith("sr-", StringComparison.Ordinal) && !name.StartsWith(Temporary, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return queues.Count > 1 ? new Topology(broker.Address, queues, await BindingsAsync(broker)) : throw new InvalidOperationException($"The broker has no queues of the service: {listed}");
    }

    /// <summary>Deletes them all, with what is in them.</summary>
    public async Task DeleteAsync()
    {
        await using var connection = await RabbitServer.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in Queues.Where(IsOurs)) await channel.QueueDeleteAsync(queue);
    }

    /// <summary>Ends when all are there again.</summary>
    /// <returns>Those that did not come in time.</returns>
    public async Task<IReadOnlyList<string>> AwaitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            var missing = await MissingAsync();
            if (missing.Count == 0 || limit.IsCancellationRequested) return missing;
            await Task.Delay(BetweenLooks, CancellationToken.None);
        }
    }

    /// <summary>Ends when what brought messages to them does so again.</summary>
    /// <returns>Bindings that did not come in time.</returns>
    public async Task<IReadOnlyList<string>> AwaitBindingsAsync(RabbitServer broker, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            var missing = bindings.Except(await BindingsAsync(broker)).ToList();
            if (missing.Count == 0 || limit.IsCancellationRequested) return missing;
            await Task.Delay(BetweenLooks, CancellationToken.None);
        }
    }

    private static async Task<List<string>> BindingsAsync(RabbitServer broker) =>
        [.. (await broker.ControlAsync("list_bindings", "-p", broker.Address.VirtualHost, "source_name", "destination_name", "routing_key", "--no-table-headers"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.Contains(Temporary, StringComparison.Ordinal) && line.Contains("sr-", StringComparison.Ordinal)).Select(line => line.Replace('\t', ' ')).Order(StringComparer.Ordinal)];

    // The dead letters come with the definitions of the broker: the service has no right to bring them back, and a broker that lost them loads them again.
    private static bool IsOurs(string queue) => queue != "sr-dead-letters";

    private async Task<List<string>> MissingAsync()
    {
        var missing = new List<string>();
        try
        {
            await using var connection = await RabbitServer.ConnectAsync(address);
            foreach (var queue in Queues)
            {
                // A refusal closes the channel.
                await using var channel = await connection.CreateChannelAsync();
                try
                {
                    await channel.QueueDeclarePassiveAsync(queue);
                }
                catch (OperationInterruptedException)
                {
                    missing.Add(queue);
                }
            }
            return missing;
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or IOException)
        {
            return [.. Queues];
        }
    }
}
