using MassTransit;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>
/// PostgreSQL and RabbitMQ for one run: those that SR_TEST_POSTGRES (a connection string) and SR_TEST_RABBITMQ
/// (amqp://user:password@host:port/vhost) name, otherwise private ones on free loopback ports in a temporary folder,
/// which end with this process whatever happens to it. What cannot be started fails; nothing is skipped.
/// </summary>
public sealed class TestServers : IAsyncDisposable
{
    // Hundreds of databases of ten megabytes, and what the tests themselves need.
    private const long MemoryWanted = 20L << 30;
    private const string MemoryFolder = "/dev/shm";
    private readonly string folder;

    private TestServers(PostgresServer postgres, RabbitServer broker, string folder) =>
        (Postgres, Broker, this.folder) = (postgres, broker, folder);

    public PostgresServer Postgres { get; }

    public RabbitServer Broker { get; }

    /// <summary>With its files on a disk, for what measures.</summary>
    /// <param name="hostsAtOnce">See <see cref="RabbitServer.StartAsync(string, int)"/>.</param>
    public static Task<TestServers> StartAsync(int hostsAtOnce = 1) => StartAsync(Path.GetTempPath(), hostsAtOnce);

    /// <summary>
    /// With its files in the memory of a machine that has enough of it, for what asks nothing of the disk: the thousand files of each new database are a third of the time of
    /// the tests on a disk. Its processes may be killed all the same; only the machine may not.
    /// </summary>
    /// <param name="hostsAtOnce">See <see cref="RabbitServer.StartAsync(string, int)"/>.</param>
    public static Task<TestServers> StartInMemoryAsync(int hostsAtOnce = 1) =>
        StartAsync(Directory.Exists(MemoryFolder) && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= MemoryWanted ? MemoryFolder : Path.GetTempPath(), hostsAtOnce);

    private static async Task<TestServers> StartAsync(string where, int hostsAtOnce)
    {
        var folder = Path.Combine(where, $"servicerouter-tests-{NewId.NextGuid():N}");
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
