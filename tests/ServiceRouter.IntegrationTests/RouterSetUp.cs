using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests;

/// <summary>Where rows and messages live: the two set-ups of the same code.</summary>
public sealed class RouterSetUp
{
    private readonly string directory = Directory.CreateTempSubdirectory("service-router-").FullName;
    private readonly IEnumerable<KeyValuePair<string, string?>> servers;

    private RouterSetUp(IEnumerable<KeyValuePair<string, string?>> servers) => this.servers = servers;

    public string[] Settings => [$"--Storage:Directory={directory}", .. servers.Select(s => $"--{s.Key}={s.Value}")];

    /// <summary>SQLite file and bus in memory.</summary>
    public static RouterSetUp Embedded() => new([]);

    /// <summary>A new database and a new virtual host on the private servers.</summary>
    public static async Task<RouterSetUp> ProductionAsync(TestServers servers)
    {
        var database = await servers.NewDatabaseAsync();
        var broker = await servers.NewVirtualHostAsync();
        return new RouterSetUp([new("Storage:Provider", "Postgres"), new("Storage:ConnectionString", database), .. broker.Settings]);
    }

    public void Forget() => Directory.Delete(directory, recursive: true);
}
