using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.DeadLetters;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Bus.Suspects;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.IntegrationTests.DeadLetters;

/// <summary>What only a real broker does: kinds of messages that nobody knows, delivery limits, messages without a queue, messages of the next version.</summary>
public sealed class When_the_broker_sets_messages_aside(TestServersFixture fixture)
{
    private const string Recorded = "K7PR2XW9ADFM47";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_queue_of_failures_is_emptied_into_rows()
    {
        var (app, address) = await StartAsync();
        await using var _ = app;
        await using var connection = await RabbitServer.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        var (unknown, dead, asked) = (NewId.NextGuid(), NewId.NextGuid(), Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow()));

        await channel.BasicPublishAsync("sr-satisfaction", "", Envelope(unknown, "ServiceRouter.Contracts.Handoffs:HandoffImagined", new { handoffId = unknown }), Token);
        await channel.BasicPublishAsync("sr-matching", "", "{ no json"u8.ToArray(), Token);
        await channel.BasicPublishAsync("sr-dead-letters", "", Envelope(dead, "ServiceRouter.Contracts.Handoffs:HandoffAsked", asked), Token);

        await Eventually.HoldsAsync(() => app.LookAsync(async db => await db.DeadLetters.CountAsync() == 3), "each becomes a row");
        var letters = await app.LookAsync(db => db.DeadLetters.ToListAsync());
        letters.Single(l => l.Id == unknown).Should().BeEquivalentTo(new { FailedBy = FailedBy.NoConsumer, Place = "sr-satisfaction", MessageType = "ServiceRouter.Contracts.Handoffs.HandoffImagined" });
        letters.Single(l => l.Id == dead).Should().BeEquivalentTo(new { FailedBy = FailedBy.Returns, HandoffId = (Guid?)asked.HandoffId });
        letters.Should().ContainSingle(l => l.Place == "sr-matching" && l.Body == "{ no json");
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Receipt.Should().Be(asked.Receipt, "whoever holds the receipt stands in the queue");
        foreach (var queue in (string[])["sr-satisfaction_skipped", "sr-matching_error", "sr-dead-letters"])
            await Eventually.HoldsAsync(async () => (await channel.MessageCountAsync(queue, Token)) == 0, $"{queue} is empty");
    }

    [Theory]
    // Restarts in order and lost lines, for as long as the database is away, are nobody's fault.
    [InlineData(7, 2, true)]
    [InlineData(7, 3, false)]
    // What no node could write down.
    [InlineData(40, 0, false)]
    public async Task An_asking_that_failed_keeps_its_promise_and_its_words_unless_processes_ended_with_it(long returns, int ends, bool keepsWords)
    {
        var (app, address) = await StartAsync();
        await using var _ = app;
        await using var connection = await RabbitServer.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        var asked = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow()) with { Language = "no language" };
        await app.TamperAsync(db =>
        {
            db.SuspectMessages.Add(new SuspectMessage { MessageId = asked.HandoffId, Ends = ends, LastAt = asked.AskedAt });
            return db.SaveChangesAsync(Token);
        });

        // As a quorum queue counts the times that a node had it in hand and gave it back, or was gone.
        var delivered = new BasicProperties { Persistent = true, MessageId = $"{asked.HandoffId}", Headers = new Dictionary<string, object?> { ["x-delivery-count"] = returns } };
        await channel.BasicPublishAsync("sr-asked-handoffs_error", "", mandatory: true, delivered, Envelope(asked.HandoffId, "ServiceRouter.Contracts.Handoffs:HandoffAsked", asked), Token);

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.DeadLetters.AnyAsync(d => d.Id == asked.HandoffId)), "it becomes a row");
        var letter = await app.LookAsync(db => db.DeadLetters.SingleAsync());
        letter.HandoffId.Should().Be(asked.HandoffId);
        letter.Body!.Contains("language", StringComparison.Ordinal).Should().Be(keepsWords);
        var handoff = await app.LookAsync(db => db.Handoffs.SingleAsync());
        handoff.Receipt.Should().Be(asked.Receipt, "whoever holds the receipt stands in the queue");
        handoff.AskedAt.Should().BeCloseTo(asked.AskedAt, TimeSpan.FromMicroseconds(1), "its age counts from the asking");
    }

    [Fact]
    public async Task A_message_that_comes_back_again_and_again_ends_at_a_desk_and_the_others_go_on()
    {
        var (app, address) = await StartAsync();
        await using var _ = app;
        await using var connection = await RabbitServer.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        await channel.ExchangeDeclareAsync("sr-poisoned", ExchangeType.Fanout, durable: true, cancellationToken: Token);
        await channel.QueueDeclareAsync("sr-poisoned", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: Token);
        await channel.QueueBindAsync("sr-poisoned", "sr-poisoned", "", cancellationToken: Token);
        var refuser = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel);
        refuser.ReceivedAsync += async (_, delivery) => await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true, Token);
        await channel.BasicConsumeAsync("sr-poisoned", autoAck: false, refuser, Token);
        var id = NewId.NextGuid();

        await channel.BasicPublishAsync("sr-poisoned", "", Envelope(id, "ServiceRouter.Contracts.Handoffs:HandoffEnded", new { handoffId = id }), Token);

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.DeadLetters.AnyAsync(d => d.Id == id)), "the delivery limit ends its returns");
        (await app.LookAsync(db => db.DeadLetters.SingleAsync(d => d.Id == id))).Should().BeEquivalentTo(new { FailedBy = FailedBy.Returns, Place = "sr-poisoned", Technical = "delivery_limit" });
    }

    [Fact]
    public async Task A_message_that_was_in_hand_when_a_node_ended_lets_others_go_first()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        var (app, address) = await StartAsync(clock);
        await using var _ = app;
        await using var connection = await RabbitServer.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        // An outcome and a language that are none: each ends as a row as soon as it is handled.
        var (suspect, other, asking) = (NewId.NextGuid(), NewId.NextGuid(), NewId.NextGuid());

        await PublishAsync("sr-satisfaction", "HandoffEnded", suspect, returns: 1);
        await PublishAsync("sr-satisfaction", "HandoffEnded", other, returns: 0);
        await PublishAsync("sr-asked-handoffs", "HandoffAsked", asking, returns: 1);

        await Eventually.HoldsAsync(() => IsHandledAsync(other), "what is not suspected goes past it");
        await Eventually.HoldsAsync(() => IsHandledAsync(asking), "somebody waits for an asking");
        (await IsHandledAsync(suspect)).Should().BeFalse("the node that it may have ended is not back yet");
        clock.Advance(WaitAfterReturns.Longest);
        await Eventually.HoldsAsync(() => IsHandledAsync(suspect), "then it is handled like any other");

        async Task PublishAsync(string queue, string type, Guid id, long returns)
        {
            var delivered = new BasicProperties { Persistent = true, Headers = new Dictionary<string, object?> { ["x-delivery-count"] = returns } };
            var body = Envelope(id, $"ServiceRouter.Contracts.Handoffs:{type}", new { handoffId = id, outcome = "no outcome", language = "no language" });
            await channel.BasicPublishAsync(queue, "", mandatory: true, delivered, body, Token);
        }

        Task<bool> IsHandledAsync(Guid id) => app.LookAsync(db => db.DeadLetters.AnyAsync(d => d.Id == id));
    }

    [Fact]
    public async Task A_message_that_no_queue_takes_is_parked_too()
    {
        // Without the role Router nobody declares a queue for it.
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers), clock: null, "--Roles=Front,Desk", "--Bus:TriesOfRefusedRow=2");

        var citizen = await app.CitizenComesAsync(asksNow: true);

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.DeadLetters.AnyAsync()), "it becomes a row");
        var handoff = await citizen.HandoffAsync();
        (await app.LookAsync(db => db.DeadLetters.SingleAsync())).Should().BeEquivalentTo(new { FailedBy = FailedBy.Sending, HandoffId = (Guid?)handoff.Id, MessageType = typeof(HandoffWaiting).FullName });
    }

    [Fact]
    public async Task A_message_of_the_next_version_is_taken_like_one_of_ours()
    {
        var (app, address) = await StartAsync();
        await using var _ = app;
        await using var connection = await RabbitServer.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        // As they were recorded both are about one request, and whichever came first would answer for the other.
        string[] receipts = [Recorded, "K7PR2XW9ADFM53"];
        foreach (var (version, receipt) in ((string[])["older", "newer"]).Zip(receipts))
        {
            var recorded = await File.ReadAllTextAsync(RepositoryRoot.File("tests", "ServiceRouter.Tests", "Versions", "recorded", $"HandoffAsked.{version}.json"), Token);
            recorded.Should().Contain(Recorded);
            await channel.BasicPublishAsync("ServiceRouter.Contracts.Handoffs:HandoffAsked", "", Encoding.UTF8.GetBytes(receipt == Recorded ? recorded : AboutAnother(recorded, receipt)), Token);
        }

        foreach (var receipt in receipts) await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AnyAsync(h => h.Receipt == receipt)), "each makes the request that it is about");
        (await app.LookAsync(db => db.DeadLetters.CountAsync())).Should().Be(0);
    }

    /// <summary>The same message of somebody else: every id and key in it is another.</summary>
    private static string AboutAnother(string recorded, string receipt) =>
        recorded.Replace(Recorded, receipt, StringComparison.Ordinal).Replace("08de2c000001", "08de2c000002", StringComparison.Ordinal).Replace("0f0f", "1e1e", StringComparison.Ordinal);

    private async Task<(RouterApp App, BrokerAddress Address)> StartAsync(FakeTimeProvider? clock = null)
    {
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        return (await RouterApp.StartAsync(setUp, clock), setUp.Broker);
    }

    private static byte[] Envelope(Guid id, string type, object message) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        messageId = id, messageType = new[] { $"urn:message:{type}" }, message, headers = new { }, host = new { machineName = "test" },
    }, JsonSerializerOptions.Web));
}
