using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Storage;

/// <summary>What a node was changing when it, or its line, stood still is free again soon: no other node waits for it for good (docs/adr/0042).</summary>
public sealed class When_a_node_stands_still_in_a_transaction(TestServersFixture fixture)
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_node_changes_the_same_row()
    {
        var database = await (await fixture.Servers).NewDatabaseAsync();
        var direct = new NpgsqlConnectionStringBuilder(database);
        await using var line = new BadLine(direct.Host!, direct.Port, seed: 1);
        await using var still = Node(new NpgsqlConnectionStringBuilder(database) { Host = line.Address.Host, Port = line.Address.Port }.ConnectionString);
        await using var other = Node(database);
        await using var changing = still.GetRequiredService<IDbContextFactory<RouterDbContext>>().CreateDbContext();
        await using var waiting = other.GetRequiredService<IDbContextFactory<RouterDbContext>>().CreateDbContext();
        await waiting.Database.ExecuteSqlRawAsync("create table held (id int primary key, n int); insert into held values (1, 1)", Token);

        await using (await changing.Database.BeginTransactionAsync(Token))
        {
            await changing.Database.ExecuteSqlRawAsync("update held set n = 2 where id = 1", Token);
            line.Fault = LineFault.Silent;
            await waiting.Database.ExecuteSqlRawAsync("update held set n = 3 where id = 1", Token).WaitAsync(HangGuard, Token);
            line.Fault = LineFault.None;
        }
        (await waiting.Database.SqlQueryRaw<int>("select n as \"Value\" from held").SingleAsync(Token)).Should().Be(3, "what was not committed is taken back");
    }

    private static ServiceProvider Node(string database)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Provider", "Postgres"), new("Storage:ConnectionString", database)]).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddStorage(configuration).BuildServiceProvider();
    }
}
