using MassTransit;
using Npgsql;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>A PostgreSQL of this run alone, as careful with the disk as in production, or the one of SR_TEST_POSTGRES.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Owner = "postgres";

    // "Immediate shutdown": no checkpoint, recovery at the next start, as after kill -9, but its processes end with it.
    private const string Crash = "QUIT";
    private readonly NpgsqlConnectionStringBuilder address;
    private readonly string? folder;
    private readonly IReadOnlyDictionary<string, string> environment;
    private GuardedProcess? process;

    private PostgresServer(NpgsqlConnectionStringBuilder address, string? folder, IReadOnlyDictionary<string, string>? environment = null) =>
        (this.address, this.folder, this.environment) = (address, folder, environment ?? new Dictionary<string, string>());

    /// <summary>Connects as the owner to the maintenance database.</summary>
    public string AdminConnectionString => address.ConnectionString;

    /// <param name="folder">Its own; removed with it.</param>
    /// <param name="environment">Variables of the server's processes.</param>
    public static async Task<PostgresServer> StartAsync(string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        Directory.CreateDirectory(folder);
        await Account.OwnAsync(Owner, folder);
        await Account.RunAsync(
            [.. Account.Prefix(Owner), Binary("initdb"), "-D", DataFolder(folder), "-A", "trust", "-U", Owner, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);

        var address = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = FreePort.Next(), Username = Owner, Database = "postgres", Timeout = 5, IncludeErrorDetail = true,
        };
        var server = new PostgresServer(address, folder, environment);
        await server.StartAsync();
        return server;
    }

    /// <summary>
    /// A standby that streams from <paramref name="primary"/>. From here on the primary acknowledges a commit only when the standby has it on its disk.
    /// </summary>
    public static async Task<PostgresServer> StandbyOfAsync(PostgresServer primary, string folder)
    {
        Directory.CreateDirectory(folder);
        await Account.OwnAsync(Owner, folder);
        await Account.RunAsync([.. Account.Prefix(Owner), Binary("pg_basebackup"), "-R", "-X", "stream", "-c", "fast", "--no-sync",
            "-h", primary.address.Host!, "-p", $"{primary.address.Port}", "-U", Owner, "-D", DataFolder(folder)]);

        var standby = new PostgresServer(new NpgsqlConnectionStringBuilder(primary.address.ConnectionString) { Port = FreePort.Next() }, folder);
        await standby.StartAsync();
        await primary.ExecuteAsync("alter system set synchronous_standby_names = '*'");
        await primary.ExecuteAsync("select pg_reload_conf()");
        return standby;
    }

    /// <summary>A standby becomes the server that writes; ends when it does.</summary>
    public Task PromoteAsync() => ExecuteAsync("select pg_promote(wait => true, wait_seconds => 60)");

    /// <summary>As the owner, in the maintenance database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A server that somebody else runs and that is therefore never stopped.</summary>
    public static PostgresServer At(string connectionString) => new(new NpgsqlConnectionStringBuilder(connectionString), folder: null);

    /// <summary>Starts again on the same port with the same files after <see cref="StopAsync"/> or <see cref="KillAsync"/>.</summary>
    public async Task StartAsync()
    {
        var own = Own();
        process = GuardedProcess.Start(own, Path.Combine(own, "log"), Crash, Owner, environment,
            Binary("postgres"), "-D", DataFolder(own), "-p", $"{address.Port}", "-k", own,
            "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300",
            // The Guarantee is proved with these on.
            "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on",
            // A standby that lost its primary for a moment comes back at once, not after five seconds.
            "-c", "wal_retrieve_retry_interval=200ms",
            // Retries recognise errors by their code, people by their text: one language for both.
            "-c", "lc_messages=C", "-c", "timezone=UTC");
        await Readiness.WaitAsync("PostgreSQL", process, async () =>
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address.ConnectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync();
        });
    }

    /// <summary>Orderly: sessions are ended, everything is written.</summary>
    public async Task StopAsync()
    {
        Own();
        await process!.EndAsync("INT");
    }

    /// <summary>A crash: the next start recovers from the write-ahead log.</summary>
    public async Task KillAsync()
    {
        Own();
        await process!.EndAsync(Crash);
    }

    /// <param name="options">Of <c>create database</c>, such as a tablespace.</param>
    /// <returns>The connection string of a new, empty database.</returns>
    public async Task<string> NewDatabaseAsync(string options = "")
    {
        var name = $"sr_{NewId.NextGuid():N}";
        await ExecuteAsync($"create database {name}{options}");
        return new NpgsqlConnectionStringBuilder(address.ConnectionString) { Database = name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
    }

    private string Own() => folder ?? throw new InvalidOperationException("SR_TEST_POSTGRES names a server that is not ours to stop or start: run this test without it.");

    private static string DataFolder(string folder) => Path.Combine(folder, "files");

    private static string Binary(string name) =>
        new[] { "/usr/lib/postgresql", "/usr/local/pgsql" }
            .Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, name, SearchOption.AllDirectories))
            .OrderDescending()
            .FirstOrDefault()
        ?? throw new InvalidOperationException($"PostgreSQL's {name} is not installed: run ./test as root once, or install the package postgresql, or set SR_TEST_POSTGRES.");
}
