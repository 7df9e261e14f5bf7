using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Npgsql;
using ServiceRouter.Host.Commands;
using ServiceRouter.Host.Composition;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests;

/// <summary>
/// An empty database at this version, made by the service's own command once and copied for each node of the tests: hundreds of nodes that each
/// apply every migration cost half a minute.
/// </summary>
internal static class MigratedOnce
{
    private const string FileName = "service-router.db";
    private static readonly Lazy<Task<byte[]>> File = new(ReadFileAsync);
    private static readonly ConcurrentDictionary<PostgresServer, Lazy<Task<string>>> Templates = [];

    /// <summary>Puts the file of the embedded set-up into a folder.</summary>
    public static void CopyTo(string folder) =>
        System.IO.File.WriteAllBytes(Path.Combine(folder, FileName), Task.Run(() => File.Value).GetAwaiter().GetResult());

    /// <summary>A new database on the server.</summary>
    public static async Task<string> NewDatabaseAsync(PostgresServer server)
    {
        var template = await Templates.GetOrAdd(server, s => new Lazy<Task<string>>(() => TemplateAsync(s))).Value;
        return await server.NewDatabaseAsync($" template {template}");
    }

    private static async Task<byte[]> ReadFileAsync()
    {
        var folder = Directory.CreateTempSubdirectory("service-router-migrated-").FullName;
        await MigrateAsync($"--Storage:Directory={folder}");
        // The last connection to close brings what stands in the write-ahead log into the file.
        SqliteConnection.ClearAllPools();
        var file = await System.IO.File.ReadAllBytesAsync(Path.Combine(folder, FileName));
        Directory.Delete(folder, recursive: true);
        return file;
    }

    private static async Task<string> TemplateAsync(PostgresServer server)
    {
        var database = await server.NewDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("service-router-migrated-").FullName;
        await MigrateAsync("--Storage:Provider=Postgres", $"--Storage:ConnectionString={database}", $"--Storage:Directory={folder}");
        // A database to which somebody is connected cannot be copied.
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return new NpgsqlConnectionStringBuilder(database).Database!;
    }

    private static async Task MigrateAsync(params string[] settings)
    {
        await using var app = ServiceRouterApp.Build(["--environment=Demo", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=None", .. settings]);
        await MigrateCommand.MigrateAsync(app.Services, CancellationToken.None);
    }
}
