using MassTransit;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>
/// PostgreSQL and RabbitMQ for one run: those that SR_TEST_POSTGRES (a connection string) and SR_TEST_RABBITMQ
/// (amqp://user:password@host:port/vhost) name, otherwise private ones on free loopback ports in a temporary folder,
/// which end with this process whatever happens to it. What cannot be started fails; nothing is skipped.
/// </summary>
public sealed class TestServers : IAsyncDisposable
{
    private readonly string folder;

    private TestServers(PostgresServer postgres, RabbitServer broker, string folder) =>
        (Postgres, Broker, this.folder) = (postgres, broker, folder);

    public PostgresServer Postgres { get; }

    public RabbitServer Broker { get; }

    /// <param name="hostsAtOnce">See <see cref="RabbitServer.StartAsync(string, int)"/>.</param>
    public static async Task<TestServers> StartAsync(int hostsAtOnce = 1)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"servicerouter-tests-{NewId.NextGuid():N}");
        Directory.CreateDirectory(folder);
        var postgres = Setting("SR_TEST_POSTGRES") is { } database
            ? Task.FromResult(PostgresServer.At(database))
            : PostgresServer.StartAsync(Path.Combine(folder, "postgres"));
        var broker = Setting("SR_TEST_RABBITMQ") is { } address
            ? Task.FromResult(RabbitServer.At(BrokerAddress.Parse(address)))
            : RabbitServer.StartAsync(Path.Combine(folder, "rabbitmq"), hostsAtOnce);
        return new TestServers(await postgres, await broker, folder);
    }

    public Task<string> NewDatabaseAsync() => Postgres.NewDatabaseAsync();

    public Task<BrokerAddress> NewVirtualHostAsync() => Broker.NewVirtualHostAsync();

    public Task StopDatabaseAsync() => Postgres.StopAsync();

    public Task StartDatabaseAsync() => Postgres.StartAsync();

    public Task StopBrokerAsync() => Broker.StopAsync();

    public Task StartBrokerAsync() => Broker.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Postgres.DisposeAsync().AsTask(), Broker.DisposeAsync().AsTask());
        Directory.Delete(folder, recursive: true);
    }

    private static string? Setting(string name)
    {
#pragma warning disable RS0030 // The tests have no configuration of their own: where they run says where the servers are.
        var value = Environment.GetEnvironmentVariable(name);
#pragma warning restore RS0030
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
