using System.Security.Cryptography;
using MassTransit;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Ledger;

/// <summary>A database of the service, at its version and with its counsellors; its commands, and its nodes.</summary>
internal sealed class LedgerStage : IAsyncDisposable
{
    private const int KeyBytes = 32;
    private readonly Dictionary<string, string> environment;

    private LedgerStage(Dictionary<string, string> environment, NpgsqlDataSource database, string folder, string key)
    {
        (this.environment, Database, Folder) = (environment, database, folder);
        Seal = new ReceiptSeal(Options.Create(new ReceiptsOptions { Key = key }));
    }

    /// <summary>Without a limit on statements: what reads everything takes as long as it takes.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>For files; goes with this.</summary>
    public string Folder { get; }

    /// <summary>Makes receipts that the service knows for its own.</summary>
    public ReceiptSeal Seal { get; }

    /// <summary>The program is started once: in demo mode it migrates the database and makes the counsellors' rows.</summary>
    /// <param name="servers">Of the run.</param>
    /// <param name="counsellors">Their number.</param>
    public static async Task<LedgerStage> PrepareAsync(TestServers servers, int counsellors)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"servicerouter-bench-{NewId.NextGuid():N}");
        Directory.CreateDirectory(folder);
        var (database, key) = (await servers.NewDatabaseAsync(), Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        var environment = ServiceProgram.SettingsOf(database, await servers.NewVirtualHostAsync(), counsellors);
        environment["Receipts__Key"] = key;
        // For the commands; a node gets its own.
        environment["Storage__Directory"] = Path.Combine(folder, "storage");
        environment["Limits__FiguresPerSecond"] = environment["Limits__FiguresAtOnce"] = "100000";
        var stage = new LedgerStage(environment, NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { CommandTimeout = 0 }.ConnectionString), folder, key);
        await using var first = await stage.StartNodeAsync();
        return stage;
    }

    /// <summary>A command of the program, in a process of its own.</summary>
    /// <returns>What it wrote, and milliseconds from its start to its end.</returns>
    /// <exception cref="InvalidOperationException">It found something wrong, or could not begin: with what it said.</exception>
    public async Task<(string Output, double Milliseconds)> CommandAsync(params string[] words)
    {
        var start = Ticks.Now;
        var output = await Account.RunAsync(environment, [Environment.ProcessPath!, ServiceProgram.Assembly, .. words]);
        return (output, Ticks.Milliseconds(start, Ticks.Now));
    }

    /// <param name="settings">As on the command line.</param>
    public Task<ChildProgram> StartNodeAsync(params string[] settings) => ServiceProgram.StartNodeAsync(environment, _ => settings);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"Nothing was read by: {sql}"));
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
