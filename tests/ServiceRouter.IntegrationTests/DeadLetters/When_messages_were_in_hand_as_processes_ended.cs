using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using RabbitMQ.Client;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.DeadLetters;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Bus.Suspects;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.DeadLetters;

/// <summary>A message with which two processes ended goes to people (docs/adr/0047). That a process ends with one is tried with real processes: case 10 of docs/reliability.md.</summary>
public sealed class When_messages_were_in_hand_as_processes_ended(TestServersFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_start_notes_what_the_life_before_it_had_in_hand()
    {
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        var (once, twice) = (NewId.NextGuid(), NewId.NextGuid());
        Left(setUp, once, twice);
        await using (var first = await RouterApp.StartAsync(setUp)) await NotedAsync(first, twice, ends: 1);
        Left(setUp, twice);

        await using var second = await RouterApp.StartAsync(setUp);

        await NotedAsync(second, twice, ends: 2);
        await NotedAsync(second, once, ends: 1);
    }

    [Fact]
    public async Task An_end_that_was_noted_without_an_answer_is_counted_once()
    {
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        var id = NewId.NextGuid();
        Left(setUp, id);

        await using var app = await RouterApp.StartAsync(setUp, clock: null, LostAnswer.Put);

        // It forgets what it found once that is noted and answered.
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<LostAnswer>().IsLost && !WrittenDown(setUp).Contains(id)), "it was noted again after the answer was lost");
        (await app.LookAsync(db => db.SuspectMessages.SingleAsync())).Ends.Should().Be(1);
    }

    [Fact]
    public async Task A_message_is_written_down_for_as_long_as_it_is_handled()
    {
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        await using var app = await RouterApp.StartAsync(setUp);
        await using var connection = await RabbitServer.ConnectAsync(setUp.Broker);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        var id = NewId.NextGuid();
        await using var database = new NpgsqlConnection(setUp.Database);
        await database.OpenAsync(Token);
        await using var held = await database.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand("lock table inbox in access exclusive mode", database, held)) await hold.ExecuteNonQueryAsync(Token);

        await ComesBackAsync(channel, "sr-satisfaction", "HandoffEnded", id, new { handoffId = id, outcome = 0, endedAt = TimeProvider.System.GetUtcNow() }, returns: 0);

        await Eventually.HoldsAsync(() => Task.FromResult(WrittenDown(setUp).Contains(id)), "it waits for the table that its consumer writes");
        await held.RollbackAsync(Token);
        await Eventually.HoldsAsync(() => Task.FromResult(!WrittenDown(setUp).Contains(id)), "it is done");
    }

    [Fact]
    public async Task What_waits_for_its_database_between_two_tries_is_not_written_down()
    {
        var (setUp, broker) = (RouterSetUp.Embedded(), await (await fixture.Servers).NewVirtualHostAsync());
        await using var app = await RouterApp.StartAsync(setUp, clock: null, ClosableDatabase.Put, [.. broker.Settings.Select(s => $"--{s.Key}={s.Value}")]);
        await using var connection = await RabbitServer.ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        var (id, database) = (NewId.NextGuid(), app.Get<ClosableDatabase>());
        database.Close();
        await ComesBackAsync(channel, "sr-satisfaction", "HandoffEnded", id, new { handoffId = id, outcome = 0, endedAt = TimeProvider.System.GetUtcNow() }, returns: 0);
        await Eventually.HoldsAsync(async () => await channel.MessageCountAsync("sr-satisfaction", Token) == 0, "a node has it in hand");
        var refused = database.Refused;
        await Eventually.HoldsAsync(() => Task.FromResult(database.Refused > refused + 10), "it was tried, and the loops of the service too");

        await Eventually.HoldsAsync(() => Task.FromResult(!WrittenDown(setUp).Contains(id)), "an end of its node now would not be its doing");
        database.Open();
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Inbox.AnyAsync(e => e.MessageId == id)), "it is taken afterwards");
    }

    [Fact]
    public async Task An_end_in_order_leaves_no_suspects()
    {
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        await using (var first = await RouterApp.StartAsync(setUp))
        {
            var citizen = await first.CitizenComesAsync(asksNow: true);
            await Eventually.HoldsAsync(() => first.LookAsync(async db => !await db.Outbox.AnyAsync()), "its messages have gone through the queues");
        }

        await using var second = await RouterApp.StartAsync(setUp);

        (await second.LookAsync(db => db.SuspectMessages.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task What_two_processes_ended_with_is_handled_by_no_third()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        await using var app = await RouterApp.StartAsync(setUp, clock);
        await using var connection = await RabbitServer.ConnectAsync(setUp.Broker);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        var (chance, guilty) = (NewId.NextGuid(), NewId.NextGuid());
        await app.TamperAsync(db =>
        {
            db.SuspectMessages.Add(new SuspectMessage { MessageId = chance, Ends = 1, LastAt = clock.GetUtcNow() });
            db.SuspectMessages.Add(new SuspectMessage { MessageId = guilty, Ends = 2, LastAt = clock.GetUtcNow() });
            return db.SaveChangesAsync(Token);
        });

        // An outcome that is none: whatever is handled fails as a consumer's.
        foreach (var id in (Guid[])[chance, guilty]) await ComesBackAsync(channel, "sr-satisfaction", "HandoffEnded", id, new { handoffId = id, outcome = "no outcome" });
        await Eventually.HoldsAsync(async () =>
        {
            clock.Advance(WaitAfterReturns.Longest);
            return await app.LookAsync(db => db.DeadLetters.CountAsync()) == 2;
        }, "both become rows");

        var letters = await app.LookAsync(db => db.DeadLetters.ToDictionaryAsync(d => d.Id));
        letters[chance].FailedBy.Should().Be(FailedBy.Consumer, "one end is chance");
        letters[guilty].Should().BeEquivalentTo(new { FailedBy = FailedBy.Returns, Place = "sr-satisfaction", Technical = "ended two processes" });
    }

    [Fact]
    public async Task An_asking_with_which_two_processes_ended_stands_in_the_queue_all_the_same()
    {
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        await using var app = await RouterApp.StartAsync(setUp);
        await using var connection = await RabbitServer.ConnectAsync(setUp.Broker);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        var asked = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        await app.TamperAsync(db =>
        {
            db.SuspectMessages.Add(new SuspectMessage { MessageId = asked.HandoffId, Ends = 2, LastAt = asked.AskedAt });
            return db.SaveChangesAsync(Token);
        });

        await ComesBackAsync(channel, "sr-asked-handoffs", "HandoffAsked", asked.HandoffId, asked);

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.DeadLetters.AnyAsync(d => d.Id == asked.HandoffId)), "it becomes a row");
        (await app.LookAsync(db => db.DeadLetters.SingleAsync())).FailedBy.Should().Be(FailedBy.Returns);
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Receipt.Should().Be(asked.Receipt, "whoever holds the receipt stands in the queue");
    }

    [Fact]
    public async Task An_asking_that_came_back_goes_to_the_node_that_sees_its_database()
    {
        var (setUp, broker) = (RouterSetUp.Embedded(), await (await fixture.Servers).NewVirtualHostAsync());
        string[] onBroker = [.. broker.Settings.Select(s => $"--{s.Key}={s.Value}")];
        await using var blind = await RouterApp.StartAsync(setUp, clock: null, ClosableDatabase.Put, onBroker);
        await using var connection = await RabbitServer.ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        blind.Get<ClosableDatabase>().Close();
        var asked = Asking.By(ConversationKey.New()).Identified(blind.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        await ComesBackAsync(channel, "sr-asked-handoffs", "HandoffAsked", asked.HandoffId, asked, returns: 1);
        await Eventually.HoldsAsync(async () => await channel.MessageCountAsync("sr-asked-handoffs", Token) == 0, "a node without its database has it in hand");

        await using var other = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, onBroker);

        await Eventually.HoldsAsync(() => other.LookAsync(db => db.Handoffs.AnyAsync(h => h.Receipt == asked.Receipt)), "the other node has taken the request");
    }

    /// <summary>As a process leaves it that is killed while it handles these.</summary>
    private static void Left(RouterSetUp setUp, params Guid[] ids)
    {
        var folder = Directory.CreateDirectory(Path.Combine(setUp.Folder, "in-hand", "1")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "messages"), [.. ids.SelectMany(id => id.ToByteArray())]);
    }

    private static List<Guid> WrittenDown(RouterSetUp setUp)
    {
        using var file = new FileStream(Path.Combine(setUp.Folder, "in-hand", "1", "messages"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return [.. bytes.ToArray().Chunk(16).Select(room => new Guid(room))];
    }

    private static Task NotedAsync(RouterApp app, Guid id, int ends) =>
        Eventually.HoldsAsync(() => app.LookAsync(db => db.SuspectMessages.AnyAsync(m => m.MessageId == id && m.Ends == ends)), $"it ended {ends}");

    // As a quorum queue gives a message out again that a node had in hand when it died.
    private static async Task ComesBackAsync(IChannel channel, string queue, string type, Guid id, object message, long returns = 2)
    {
        var delivered = new BasicProperties { Persistent = true, MessageId = $"{id}", Headers = new Dictionary<string, object?> { ["x-delivery-count"] = returns } };
        var body = JsonSerializer.Serialize(new { messageId = id, messageType = new[] { $"urn:message:ServiceRouter.Contracts.Handoffs:{type}" }, message, headers = new { } }, JsonSerializerOptions.Web);
        await channel.BasicPublishAsync(queue, "", mandatory: true, delivered, Encoding.UTF8.GetBytes(body), Token);
    }

    /// <summary>A database that commits the first suspects and does not say so.</summary>
    private sealed class LostAnswer(IDbContextFactory<PostgresRouterDbContext> inner) : IDbContextFactory<RouterDbContext>
    {
        private int lost;

        public bool IsLost => Volatile.Read(ref lost) == 1;

        public static void Put(IServiceCollection services)
        {
            services.AddSingleton<LostAnswer>();
            services.AddSingleton<IDbContextFactory<RouterDbContext>>(sp => sp.GetRequiredService<LostAnswer>());
        }

        public RouterDbContext CreateDbContext()
        {
            var db = inner.CreateDbContext();
            db.SavedChanges += (_, _) =>
            {
                if (db.ChangeTracker.Entries<SuspectMessage>().Any() && Interlocked.Exchange(ref lost, 1) == 0) throw new TimeoutException("the test has lost the answer");
            };
            return db;
        }
    }
}
