using AwesomeAssertions;
using Npgsql;

namespace ServiceRouter.IntegrationTests.Infrastructure;

[Collection(TestsThatStopServers.Name)]
public sealed class When_the_database_is_restarted(StoppableServersFixture fixture)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_committed_row_is_still_there(bool killed)
    {
        var servers = await fixture.Servers;
        var database = await servers.NewDatabaseAsync();
        await RunAsync(database, "create table receipts (code text)");
        await RunAsync(database, "insert into receipts values ('kept')");

        await (killed ? servers.Postgres.KillAsync() : servers.StopDatabaseAsync());
        await servers.StartDatabaseAsync();

        (await RunAsync(database, "select code from receipts")).Should().Be("kept");
    }

    [Fact]
    public async Task Every_commit_waits_for_the_disk()
    {
        var database = await (await fixture.Servers).NewDatabaseAsync();

        (await RunAsync(database, "show fsync")).Should().Be("on");
        (await RunAsync(database, "show synchronous_commit")).Should().Be("on");
        (await RunAsync(database, "show lc_messages")).Should().Be("C");
    }

    private static async Task<object?> RunAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
