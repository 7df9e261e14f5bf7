using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Storage;

/// <summary>One open line for one accepted request: what an older version left twice does not stop the migration, and the line that is talked on is the one that stays.</summary>
public abstract class When_telephones_were_rung_twice_before_the_schema_forbade_it
{
    private const string Before = "SuspectMessages";
    private const string Request = "11111111-1111-1111-1111-111111111111";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_line_that_is_talked_on_stays_and_the_other_one_is_let_go()
    {
        await using var db = await NewAsync();
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync(Before, Token);
        await AddLineAsync(db, "rings", "Ringing", "'CA1'");
        await AddLineAsync(db, "talks", "Talking", "'CA2'");
        await AddLineAsync(db, "was over", "Over", "null");
        await AddSecondAsync(db, "rings", "Ringing", "'CA3'");
        await AddSecondAsync(db, "is in", "Joined", "'CA4'");

        await migrator.MigrateAsync(targetMigration: null, Token);

        (await ReadAsync(db, "counsellor_lines", "talks", "state")).Should().Be("Talking");
        (await ReadAsync(db, "counsellor_lines", "rings", "state || ' ' || ending || ' ' || case when counsellor_to_end then 'to end' else '' end")).Should().Be("Over let-go to end");
        (await ReadAsync(db, "counsellor_lines", "was over", "coalesce(ending, 'as it was')")).Should().Be("as it was");
        (await ReadAsync(db, "second_lines", "is in", "state")).Should().Be("Joined");
        (await ReadAsync(db, "second_lines", "rings", "state || ' ' || ending || ' ' || case when to_end then 'to end' else '' end")).Should().Be("Over let-go to end");
        var again = () => AddLineAsync(db, "rings again", "Wanted", "null");
        await again.Should().ThrowAsync<System.Data.Common.DbException>("the database lets one");
    }

    private protected abstract Task<RouterDbContext> NewAsync();

    private static Task<int> AddLineAsync(RouterDbContext db, string address, string state, string call) => AddAsync(db, "counsellor_lines",
        "handoff_id, handoff_version, conversation_id, counsellor_to_end, citizen_to_move, on_hold", $"'{Request}', 1, '{Request}', false, false, false", address, state, call);

    private static Task<int> AddSecondAsync(RouterDbContext db, string address, string state, string call) => AddAsync(db, "second_lines",
        "line_id, handoff_id, to_end", $"'{Request}', '{Request}', false", address, state, call);

#pragma warning disable EF1002 // Words of this test.
    private static Task<int> AddAsync(RouterDbContext db, string table, string columns, string values, string address, string state, string call) => db.Database.ExecuteSqlRawAsync(
        $"insert into {table} (id, counsellor_id, address, state, call_id, changed_at, version, {columns}) values ('{MassTransit.NewId.NextGuid()}', 'conseiller1', '{address}', '{state}', {call}, '2027-03-09', 1, {values})", Token);

    private static Task<string> ReadAsync(RouterDbContext db, string table, string address, string what) =>
        db.Database.SqlQueryRaw<string>($"select {what} as \"Value\" from {table} where address = '{address}'").SingleAsync(Token);
#pragma warning restore EF1002

    public sealed class Embedded : When_telephones_were_rung_twice_before_the_schema_forbade_it, IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("service-router-lines-").FullName;

        public void Dispose() => Directory.Delete(folder, recursive: true);

        private protected override Task<RouterDbContext> NewAsync()
        {
            var options = new DbContextOptionsBuilder<SqliteRouterDbContext>();
            StorageModule.UseSqlite(options, folder);
            return Task.FromResult<RouterDbContext>(new SqliteRouterDbContext(options.Options));
        }
    }

    public sealed class Production(TestServersFixture fixture) : When_telephones_were_rung_twice_before_the_schema_forbade_it
    {
        private protected override async Task<RouterDbContext> NewAsync()
        {
            var options = new DbContextOptionsBuilder<PostgresRouterDbContext>();
            StorageModule.UsePostgres(options, await (await fixture.Servers).NewDatabaseAsync());
            return new PostgresRouterDbContext(options.Options);
        }
    }
}
