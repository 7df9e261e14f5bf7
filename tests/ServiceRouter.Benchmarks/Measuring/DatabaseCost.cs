using Npgsql;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Measuring;

/// <summary>What the server says that it did.</summary>
/// <param name="Syncs">Times the write-ahead log was forced to the disk.</param>
/// <param name="Commits">Transactions, those that only read included.</param>
/// <param name="Statements">Statements by text, BEGIN and COMMIT among them.</param>
internal sealed record ServerWork(double Syncs, double Commits, IReadOnlyDictionary<string, Asked> Statements)
{
    /// <summary>This less what an idle service does in the same time, for each of so many.</summary>
    public ServerWork PerOne(ServerWork idle, double idleShare, int count) => new(
        (Syncs - idle.Syncs * idleShare) / count,
        (Commits - idle.Commits * idleShare) / count,
        Statements.ToDictionary(s => s.Key, s => (s.Value - idle.Statements.GetValueOrDefault(s.Key) * idleShare) * (1.0 / count)));

    /// <summary>What came on top since.</summary>
    public ServerWork Since(ServerWork before) => new(Syncs - before.Syncs, Commits - before.Commits,
        Statements.ToDictionary(s => s.Key, s => s.Value - before.Statements.GetValueOrDefault(s.Key)));
}

/// <summary>How often a statement was asked, and how long the server worked on it altogether, in milliseconds.</summary>
internal readonly record struct Asked(double Times, double Milliseconds)
{
    public static Asked operator -(Asked one, Asked other) => new(one.Times - other.Times, one.Milliseconds - other.Milliseconds);

    public static Asked operator *(Asked one, double factor) => new(one.Times * factor, one.Milliseconds * factor);
}

/// <summary>Reads the work of the database server from its own statistics: figures without noise.</summary>
internal static class DatabaseCost
{
    // Idle sessions report their last work after 10 s at most (PGSTAT_IDLE_INTERVAL of PostgreSQL 15).
    private static readonly TimeSpan Reported = TimeSpan.FromSeconds(11);

    /// <summary>Loads pg_stat_statements, switched off until it is wanted; restarts the server.</summary>
    /// <returns>False on a server that is not ours, or has no such extension: statements are then not counted.</returns>
    public static async Task<bool> PrepareAsync(TestServers servers)
    {
        try
        {
            await ExecuteAsync(servers, "alter system set shared_preload_libraries = 'pg_stat_statements'");
            await servers.StopDatabaseAsync();
            await servers.StartDatabaseAsync();
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(servers, "create extension if not exists pg_stat_statements");
            await CountStatementsAsync(servers, on: false);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or PostgresException)
        {
            return false;
        }
    }

    public static async Task CountStatementsAsync(TestServers servers, bool on)
    {
        await ExecuteAsync(servers, $"alter system set pg_stat_statements.track = '{(on ? "top" : "none")}'");
        await ExecuteAsync(servers, "select pg_reload_conf()");
    }

    /// <summary>Work done while the given task ran, its last reports included.</summary>
    public static async Task<(ServerWork Work, TimeSpan Took)> OfAsync(TestServers servers, bool withStatements, Func<Task> act)
    {
        var before = await ReadAsync(servers, withStatements);
        var start = Ticks.Now;
        await act();
        await Task.Delay(Reported);
        var took = TimeSpan.FromMilliseconds(Ticks.Milliseconds(start, Ticks.Now));
        var after = await ReadAsync(servers, withStatements);
        return (after.Since(before), took);
    }

    public static async Task<ServerWork> ReadAsync(TestServers servers, bool withStatements)
    {
        await using var source = NpgsqlDataSource.Create(servers.Postgres.AdminConnectionString);
        await using var command = source.CreateCommand(
            "select (select wal_sync from pg_stat_wal)::float8, (select sum(xact_commit) from pg_stat_database)::float8");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        var (syncs, commits) = (row.GetDouble(0), row.GetDouble(1));
        var statements = new Dictionary<string, Asked>();
        if (withStatements)
        {
            await using var list = source.CreateCommand("select query, sum(calls)::float8, sum(total_exec_time)::float8 from pg_stat_statements group by query");
            await using var rows = await list.ExecuteReaderAsync();
            while (await rows.ReadAsync()) statements[rows.GetString(0)] = new Asked(rows.GetDouble(1), rows.GetDouble(2));
        }
        return new ServerWork(syncs, commits, statements);
    }

    private static async Task ExecuteAsync(TestServers servers, string sql)
    {
        await using var source = NpgsqlDataSource.Create(servers.Postgres.AdminConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
