using Npgsql;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests;

/// <summary>Where rows and messages live: the set-ups of the same code.</summary>
public sealed class RouterSetUp
{
    private const string MemoryFolder = "/dev/shm";
    private const string ConnectionString = "Storage:ConnectionString";

    private readonly string directory;
    private readonly IEnumerable<KeyValuePair<string, string?>> servers;

    private RouterSetUp(IEnumerable<KeyValuePair<string, string?>> servers, string? folder = null)
    {
        this.servers = servers;
        directory = folder is null ? Directory.CreateTempSubdirectory("service-router-").FullName : Path.Combine(folder, $"service-router-{MassTransit.NewId.NextGuid():N}");
        Directory.CreateDirectory(directory);
    }

    /// <summary>Its folder, for all that is on a node's disk.</summary>
    public string Folder => directory;

    /// <summary>Its virtual host; only in production's set-up.</summary>
    public BrokerAddress Broker { get; private init; } = null!;

    /// <summary>Connection string; only in production's set-up.</summary>
    public string Database => servers.Single(setting => setting.Key == ConnectionString).Value!;

    public string[] Settings => [$"--Storage:Directory={directory}", .. servers.Select(s => $"--{s.Key}={s.Value}")];

    /// <summary>SQLite file and bus in memory.</summary>
    public static RouterSetUp Embedded() => Embedded(folder: null);

    /// <summary>The same before the first migration: no file.</summary>
    public static RouterSetUp EmbeddedNotMigrated() => new([]);

    /// <summary>The same in the machine's memory where there is such a folder: for thousands of commits in tests that ask nothing of the disk.</summary>
    public static RouterSetUp EmbeddedInMemory() => Embedded(Directory.Exists(MemoryFolder) ? MemoryFolder : null);

    /// <summary>A new database and a new virtual host on the private servers.</summary>
    /// <param name="servers">The private servers.</param>
    /// <param name="more">Added to the connection string.</param>
    public static async Task<RouterSetUp> ProductionAsync(TestServers servers, string more = "")
    {
        var database = await MigratedOnce.NewDatabaseAsync(servers.Postgres) + more;
        var broker = await servers.NewVirtualHostAsync();
        return new RouterSetUp([new("Storage:Provider", "Postgres"), new(ConnectionString, database), .. broker.Settings]) { Broker = broker };
    }

    /// <summary>A new database on the private server, and the bus in memory: for what differs by database and asks nothing of a broker, which costs a second at each start.</summary>
    /// <param name="servers">The private servers.</param>
    public static async Task<RouterSetUp> OnPostgresAsync(TestServers servers) =>
        new([new("Storage:Provider", "Postgres"), new(ConnectionString, await MigratedOnce.NewDatabaseAsync(servers.Postgres))]);

    private static RouterSetUp Embedded(string? folder)
    {
        var setUp = new RouterSetUp([], folder);
        MigratedOnce.CopyTo(setUp.directory);
        return setUp;
    }

    public void Forget()
    {
        // Hundreds of nodes in one process: what each left open for its next unit of work would be too many clients for one server.
        foreach (var (_, text) in servers.Where(setting => setting.Key == ConnectionString))
        {
            foreach (var opened in new[] { text!, StorageModule.Tuned(text!) })
            {
                using var connection = new NpgsqlConnection(opened);
                NpgsqlConnection.ClearPool(connection);
            }
        }
        Directory.Delete(directory, recursive: true);
    }
}
