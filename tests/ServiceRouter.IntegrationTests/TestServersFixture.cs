using ServiceRouter.IntegrationTests.Servers;

[assembly: AssemblyFixture(typeof(ServiceRouter.IntegrationTests.TestServersFixture))]

namespace ServiceRouter.IntegrationTests;

/// <summary>The servers of this run, started by the first test that asks: a test that needs none does not wait for any.</summary>
public sealed class TestServersFixture : IAsyncDisposable
{
    private const int HostsAtOnce = 10;
    private readonly Lazy<Task<TestServers>> servers = new(() => TestServers.StartInMemoryAsync(HostsAtOnce));

    public Task<TestServers> Servers => servers.Value;

    public async ValueTask DisposeAsync()
    {
        if (servers.IsValueCreated)
            await (await servers.Value).DisposeAsync();
    }
}

/// <summary>
/// For tests that stop or kill a server: one after the other, on servers of their own. The shared broker serves everybody else, holds their virtual hosts, and takes
/// minutes to start again with them.
/// </summary>
[CollectionDefinition(Name)]
public sealed class TestsThatStopServers : ICollectionFixture<StoppableServersFixture>
{
    public const string Name = "tests that stop servers";
}

/// <summary>Servers that may be stopped.</summary>
public sealed class StoppableServersFixture : IAsyncDisposable
{
    private readonly Lazy<Task<TestServers>> servers = new(() => TestServers.StartInMemoryAsync());

    public Task<TestServers> Servers => servers.Value;

    public async ValueTask DisposeAsync()
    {
        if (servers.IsValueCreated)
            await (await servers.Value).DisposeAsync();
    }
}
