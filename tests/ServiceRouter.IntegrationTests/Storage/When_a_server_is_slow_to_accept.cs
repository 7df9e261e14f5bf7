using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Storage;

/// <summary>
/// The server accepts later than anybody waits. It goes on to make what was given up, so whoever begins anew each time, with all connections at once, keeps it from being reached: few
/// are opened at once, each to its end, and none that works is ended for one that is late (docs/adr/0082).
/// </summary>
public sealed class When_a_server_is_slow_to_accept(TestServersFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_opening_that_was_given_up_is_the_next_ones()
    {
        await using var door = await SlowDoor.BeforeAsync(fixture);
        await using var node = door.Node();
        var contexts = node.GetRequiredService<IDbContextFactory<RouterDbContext>>();
        using var hurried = new CancellationTokenSource();

        var first = Enumerable.Range(0, FewOpenings.AtOnce).Select(_ => LookAsync(contexts, hurried.Token)).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(door.Came == FewOpenings.AtOnce), "each of the first has begun to open a connection");
        var behind = LookAsync(contexts, hurried.Token);
        await hurried.CancelAsync();
        await behind.Awaiting(b => b).Should().ThrowAsync<OperationCanceledException>("nobody opens for one who still waits for a place");
        var next = LookAsync(contexts, Token);
        door.Open();

        (await next).Should().Be(1);
        foreach (var gone in first) await gone.Awaiting(g => g).Should().ThrowAsync<OperationCanceledException>();
        door.Came.Should().Be(FewOpenings.AtOnce, "who came next has what was opened for those who had gone");
    }

    [Fact]
    public async Task Few_are_opened_at_once_and_whoever_finds_a_free_one_goes_past_them()
    {
        await using var door = await SlowDoor.BeforeAsync(fixture);
        await using var node = door.Node();
        var contexts = node.GetRequiredService<IDbContextFactory<RouterDbContext>>();
        door.Open();
        List<Task<int>> many;
        await using (var working = contexts.CreateDbContext())
        {
            await working.Database.OpenConnectionAsync(Token);
            door.Shut();
            many = [.. Enumerable.Range(0, 3 * FewOpenings.AtOnce).Select(_ => LookAsync(contexts, Token))];
            await Eventually.HoldsAsync(() => Task.FromResult(door.Came == 1 + FewOpenings.AtOnce), "a few have begun to open one");
        }

        // One after the other they have the one that was given back, but for those who are opening.
        await Eventually.HoldsAsync(() => Task.FromResult(many.Count(m => m.IsCompletedSuccessfully) == 2 * FewOpenings.AtOnce), "the others go past them");
        door.Came.Should().Be(1 + FewOpenings.AtOnce);
        door.Open();
        (await Task.WhenAll(many)).Should().AllBeEquivalentTo(1);
    }

    [Fact]
    public async Task One_that_is_late_ends_none_that_works()
    {
        using var door = new FullDoor(await MigratedOnce.NewDatabaseAsync((await fixture.Servers).Postgres));
        await using var node = Node(door.Database, door.Port, timeout: 1);
        var contexts = node.GetRequiredService<IDbContextFactory<RouterDbContext>>();
        await using (var working = contexts.CreateDbContext())
        {
            await Eventually.HoldsAsync(() => OpensAsync(working, door), "one is open");
            await door.FillAsync();
            await LookAsync(contexts, Token).Awaiting(l => l).Should().ThrowAsync<Exception>("it is not accepted in time");
        }

        (await LookAsync(contexts, Token)).Should().Be(1, "the first is there still");
    }

    [Fact]
    public async Task A_statement_that_was_given_up_ends_at_the_server_and_asks_for_no_second_connection()
    {
        await using var door = await SlowDoor.BeforeAsync(fixture);
        await using var node = door.Node();
        door.Open();
        await using var other = new NpgsqlConnection(door.Database);
        await other.OpenAsync(Token);
        await using var holding = await other.BeginTransactionAsync(Token);
        await AnswerAsync(other, "select pg_advisory_xact_lock(7), 0");
        await using var db = node.GetRequiredService<IDbContextFactory<RouterDbContext>>().CreateDbContext();
        using var hurried = new CancellationTokenSource();

        var waiting = db.Database.ExecuteSqlRawAsync("select pg_advisory_lock(7)", hurried.Token);
        await Eventually.HoldsAsync(async () => await AnswerAsync(other, "select null, count(*)::int from pg_locks where locktype = 'advisory' and not granted") == 1, "it has reached the server");
        await hurried.CancelAsync();
        await holding.RollbackAsync(Token);

        (await waiting).Should().Be(-1, "it had ended before anybody looked whether it is wanted");
        await db.Database.ExecuteSqlRawAsync("select 1", hurried.Token).Awaiting(n => n).Should().ThrowAsync<OperationCanceledException>("the unit stops between two statements");
        door.Came.Should().Be(1);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_an_answer_that_did_not_come_and_ends_alone()
    {
        await using var door = await SlowDoor.BeforeAsync(fixture);
        await using var node = door.Node();
        door.Open();
        var contexts = node.GetRequiredService<IDbContextFactory<RouterDbContext>>();
        await using var working = contexts.CreateDbContext();
        await working.Database.OpenConnectionAsync(Token);
        await using var db = contexts.CreateDbContext();
        db.Database.SetCommandTimeout(TimeSpan.FromSeconds(1));

        var failure = (await db.Database.ExecuteSqlRawAsync("select pg_sleep(60)", Token).Awaiting(s => s).Should().ThrowAsync<Exception>()).Which;

        StorageFailure.IsAway(failure).Should().BeTrue();
        StorageFailure.IsConflict(failure).Should().BeFalse();
        await working.Database.ExecuteSqlRawAsync("select 1", Token);
    }

    [Fact]
    public async Task When_one_breaks_those_that_come_back_with_it_are_not_opened_all_at_once()
    {
        await using var door = await SlowDoor.BeforeAsync(fixture);
        await using var node = door.Node();
        door.Open();
        var contexts = node.GetRequiredService<IDbContextFactory<RouterDbContext>>();
        var lent = Enumerable.Range(0, 2 * FewOpenings.AtOnce).Select(_ => contexts.CreateDbContext()).ToList();
        foreach (var one in lent) await one.Database.OpenConnectionAsync(Token);
        var came = door.Came;
        door.Shut();

        // As a server that is told to stop ends a session: for the driver the end of the server.
        await lent[0].Database.ExecuteSqlRawAsync("select pg_terminate_backend(pg_backend_pid())", Token).Awaiting(s => s).Should().ThrowAsync<Exception>();
        foreach (var one in lent) await one.DisposeAsync();
        var next = Enumerable.Range(0, 3 * FewOpenings.AtOnce).Select(_ => LookAsync(contexts, Token)).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(door.Came == came + FewOpenings.AtOnce), "a few have begun to open one");
        var atOnce = door.Came - came;
        door.Open();

        (await Task.WhenAll(next)).Should().AllBeEquivalentTo(1);
        atOnce.Should().Be(FewOpenings.AtOnce);
    }

    private static ServiceProvider Node(NpgsqlConnectionStringBuilder database, int port, int timeout)
    {
        var slow = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = port, MaxPoolSize = 3 * FewOpenings.AtOnce, Timeout = timeout }.ConnectionString;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Provider", "Postgres"), new("Storage:ConnectionString", slow)]).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddStorage(configuration).BuildServiceProvider();
    }

    /// <summary>Whoever has a second is too late for a machine with much to do, now and then.</summary>
    private static async Task<bool> OpensAsync(RouterDbContext db, FullDoor door)
    {
        var opening = db.Database.OpenConnectionAsync(Token);
        await door.LetOneInAsync();
        try
        {
            await opening;
            return true;
        }
        catch (Exception e) when (StorageFailure.IsAway(e))
        {
            return false;
        }
    }

    private static async Task<int> AnswerAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        await reader.ReadAsync(Token);
        return reader.GetInt32(1);
    }

    private static async Task<int> LookAsync(IDbContextFactory<RouterDbContext> contexts, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Database.SqlQueryRaw<int>("select 1 as \"Value\"").SingleAsync(ct);
    }

    /// <summary>Connections come, and while it is shut nobody speaks to them.</summary>
    private sealed class SlowDoor : TcpProxy
    {
        private readonly NpgsqlConnectionStringBuilder database;
        private volatile TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int came;

        private SlowDoor(string database) => this.database = new(database);

        public string Database => database.ConnectionString;

        public int Came => Volatile.Read(ref came);

        // What is migrated once ends all connections of this process: not in the middle of a test that counts them.
        public static async Task<SlowDoor> BeforeAsync(TestServersFixture fixture) => new(await MigratedOnce.NewDatabaseAsync((await fixture.Servers).Postgres));

        public ServiceProvider Node() => When_a_server_is_slow_to_accept.Node(database, Address.Port, timeout: 60);

        public void Open() => opened.SetResult();

        public void Shut() => opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<TcpClient> ConnectAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref came);
            await opened.Task.WaitAsync(ct);
            var server = new TcpClient { NoDelay = true };
            await server.ConnectAsync(database.Host!, database.Port, ct);
            return server;
        }
    }

    /// <summary>A server that lets one in, and then has more before its door than it accepts: whoever comes gets no answer to the first packet.</summary>
    private sealed class FullDoor : IDisposable
    {
        private const int MostInFront = 16;
        private static readonly TimeSpan NoAnswer = TimeSpan.FromMilliseconds(300);
        private readonly Socket door = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> sockets = [];

        public FullDoor(string database)
        {
            Database = new(database);
            door.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            door.Listen(1);
        }

        public NpgsqlConnectionStringBuilder Database { get; }

        public int Port => ((IPEndPoint)door.LocalEndPoint!).Port;

        public async Task LetOneInAsync()
        {
            var (client, server) = (await door.AcceptAsync(Token), new Socket(SocketType.Stream, ProtocolType.Tcp));
            sockets.AddRange([client, server]);
            await server.ConnectAsync(Database.Host!, Database.Port, Token);
            var (here, there) = (new NetworkStream(client), new NetworkStream(server));
            _ = here.CopyToAsync(there, Token);
            _ = there.CopyToAsync(here, Token);
        }

        public async Task FillAsync()
        {
            for (var some = 0; some < MostInFront; some++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                var coming = socket.ConnectAsync("127.0.0.1", Port, Token).AsTask();
                if (await Task.WhenAny(coming, Task.Delay(NoAnswer, Token)) != coming) return;
            }
            throw new InvalidOperationException("The door takes everybody");
        }

        public void Dispose()
        {
            door.Dispose();
            foreach (var socket in sockets) socket.Dispose();
        }
    }
}
