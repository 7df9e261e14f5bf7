using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using ServiceRouter.Host.Commands;
using ServiceRouter.Host.Composition;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Storage;

/// <summary>The command migrate runs while nodes serve people: it waits for nobody so long that others wait behind it, and what it does takes as long as it takes.</summary>
public sealed class When_the_schema_changes_beside_what_runs(TestServersFixture fixture) : IDisposable
{
    /// <summary>The next one adds a column to handoffs.</summary>
    private const string Before = "OneOpenLine";

    private const string StatementsOfNodes = "SELECT count(*) FROM handoffs";
    private readonly string folder = Directory.CreateTempSubdirectory("service-router-migrates-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_waits_behind_it_while_another_reads_for_long_and_it_comes_to_its_end_afterwards()
    {
        var database = await AtVersionBeforeAsync();
        await using var dump = new NpgsqlConnection(database);
        await dump.OpenAsync(Token);
        await using var reading = await dump.BeginTransactionAsync(Token);
        await ExecuteAsync(dump, "LOCK TABLE handoffs IN ACCESS SHARE MODE");
        await using var node = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { CommandTimeout = 5 }.ConnectionString);
        await node.OpenAsync(Token);
        using var log = new LinesSeen();

        var migrating = Task.Run(() => MigrateAsync(database, log), Token);
        await log.First.WaitAsync(TimeSpan.FromSeconds(60), Token);
        for (var number = 0; number < 50; number++) await ExecuteAsync(node, StatementsOfNodes);

        migrating.IsCompleted.Should().BeFalse("the table is held");
        await reading.RollbackAsync(Token);
        (await migrating).Should().Contain(name => name.EndsWith("_EqualAccess", StringComparison.Ordinal));
        await ExecuteAsync(node, "SELECT need FROM handoffs");
    }

    [Fact]
    public async Task A_statement_that_takes_longer_than_a_command_may_elsewhere_comes_to_its_end()
    {
        var database = await AtVersionBeforeAsync();
        await using (var slow = new NpgsqlConnection(database))
        {
            await slow.OpenAsync(Token);
            await ExecuteAsync(slow, "CREATE FUNCTION slowly() RETURNS event_trigger AS 'BEGIN PERFORM pg_sleep(1.5); END' LANGUAGE plpgsql");
            await ExecuteAsync(slow, "CREATE EVENT TRIGGER slowly ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION slowly()");
        }

        (await MigrateAsync($"{database};Command Timeout=1", TextWriter.Null)).Should().NotBeEmpty();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<IReadOnlyList<string>> MigrateAsync(string database, TextWriter log)
    {
        await using var app = ServiceRouterApp.Build(
        [
            "--environment=Demo", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=None", "--Storage:Provider=Postgres", $"--Storage:ConnectionString={database}", $"--Storage:Directory={folder}",
        ]);
        return await MigrateCommand.MigrateAsync(app.Services, Token, log);
    }

    private async Task<string> AtVersionBeforeAsync()
    {
        var database = await (await fixture.Servers).NewDatabaseAsync();
        var options = new DbContextOptionsBuilder<PostgresRouterDbContext>();
        StorageModule.UsePostgres(options, database);
        await using var db = new PostgresRouterDbContext(options.Options);
        await db.GetService<IMigrator>().MigrateAsync(Before, Token);
        return database;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>Tells when the command has met whoever holds the table.</summary>
    private sealed class LinesSeen : StringWriter
    {
        private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task First => first.Task;

        public override Task WriteLineAsync(string? value)
        {
            first.TrySetResult();
            return base.WriteLineAsync(value);
        }
    }
}
