using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Steering;

public abstract class When_the_jobs_run : Journey
{
    private static readonly string[] Often =
    [
        RouterApp.WithJobs, "--Jobs:DueMovesInterval=00:00:00.200", "--Jobs:InvitationsInterval=00:00:00.200", "--Jobs:RetentionInterval=00:00:00.200",
        "--Jobs:LedgerCheckInterval=00:00:00.200", "--Jobs:RollUpInterval=00:00:00.200",
    ];

    [Fact]
    public async Task The_schedule_is_kept_in_the_database()
    {
        var app = await StartAsync(clock: null, Often);
        await app.BecomesAsync(db => db.LedgerChecks.AnyAsync());

        (await TriggersAsync(app)).Should().BeEquivalentTo("due-moves", "invitations", "retention", "ledger-check", "access-check", "anchors", "roll-up");
    }

    protected abstract Task<IReadOnlyList<string>> TriggersAsync(RouterApp app);

    protected static async Task<IReadOnlyList<string>> ReadAsync(System.Data.Common.DbConnection connection)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT trigger_name FROM qrtz_triggers WHERE sched_name = 'ServiceRouter'";
            await using var reader = await command.ExecuteReaderAsync();
            var names = new List<string>();
            while (await reader.ReadAsync()) names.Add(reader.GetString(0));
            return names;
        }
    }

    protected static StorageOptions Storage(RouterApp app) => app.Get<Microsoft.Extensions.Options.IOptions<StorageOptions>>().Value;
}

public sealed class When_the_embedded_jobs_run : When_the_jobs_run
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());

    protected override Task<IReadOnlyList<string>> TriggersAsync(RouterApp app) =>
        ReadAsync(new SqliteConnection($"Data Source={Path.Combine(Storage(app).Directory, "jobs.db")};Pooling=False"));
}

public sealed class When_the_jobs_of_production_run(TestServersFixture fixture) : When_the_jobs_run
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);

    protected override Task<IReadOnlyList<string>> TriggersAsync(RouterApp app) => ReadAsync(new NpgsqlConnection(Storage(app).ConnectionString));
}
