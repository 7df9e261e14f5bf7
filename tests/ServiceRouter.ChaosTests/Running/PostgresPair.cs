using Npgsql;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>A PostgreSQL and its standby, which has every commit on its disk before the commit is acknowledged: what infra/README.md asks for.</summary>
internal sealed class PostgresPair : IAsyncDisposable
{
    private PostgresPair(PostgresServer primary, PostgresServer standby) => (Primary, Standby) = (primary, standby);

    public PostgresServer Primary { get; }

    public PostgresServer Standby { get; }

    public static async Task<PostgresPair> StartAsync(string folder)
    {
        var primary = await PostgresServer.StartAsync(Path.Combine(folder, "primary"));
        return new PostgresPair(primary, await PostgresServer.StandbyOfAsync(primary, Path.Combine(folder, "standby")));
    }

    /// <returns>A connection string that names both and goes to whichever writes.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(await Primary.NewDatabaseAsync());
        var standby = new NpgsqlConnectionStringBuilder(Standby.AdminConnectionString);
        database.Host = $"{database.Host}:{database.Port},{standby.Host}:{standby.Port}";
        database.TargetSessionAttributes = "primary";
        return database.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await Primary.DisposeAsync();
        await Standby.DisposeAsync();
    }
}
