using AwesomeAssertions;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests.Infrastructure;

/// <summary>The private broker runs with the files of infra/rabbitmq: what holds here holds where they are installed.</summary>
public sealed class When_a_queue_of_ours_is_declared(TestServersFixture fixture)
{
    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };

    [Theory]
    [InlineData("sr-match-waiting", "sr-handoff-queues")]
    [InlineData("sr-match-waiting_error", "sr-handoff-queues")]
    [InlineData("sr-dead-letters", "sr-last-queue")]
    [InlineData("sr-stream-hints-of-one-node", "")]
    public async Task The_policy_of_its_name_applies(string queue, string policy)
    {
        var broker = (await fixture.Servers).Broker;
        var address = await broker.NewVirtualHostAsync();
        await using var connection = await RabbitServer.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, Quorum);

        var listed = await broker.ControlAsync("list_queues", "-p", address.VirtualHost, "name", "policy", "type", "--no-table-headers");

        listed.Split('\n').Should().Contain($"{queue}\t{policy}\tquorum");
    }

    [Fact]
    public async Task A_message_that_is_refused_for_ever_reaches_the_dead_letter_queue()
    {
        var address = await (await fixture.Servers).NewVirtualHostAsync();
        await using var connection = await RabbitServer.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("sr-poisoned", ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync("sr-poisoned", durable: true, exclusive: false, autoDelete: false, Quorum);
        await channel.QueueBindAsync("sr-poisoned", "sr-poisoned", "");
        var dead = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var refusals = 0;
        var refuser = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel);
        refuser.ReceivedAsync += async (_, delivery) =>
        {
            Interlocked.Increment(ref refusals);
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
        };
        var undertaker = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel);
        undertaker.ReceivedAsync += (_, delivery) =>
        {
            dead.TrySetResult(delivery.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync("sr-poisoned", autoAck: false, refuser);
        await channel.BasicConsumeAsync("sr-dead-letters", autoAck: true, undertaker);

        await channel.BasicPublishAsync("sr-poisoned", "", "a citizen's request"u8.ToArray());

        var body = await dead.Task.WaitAsync(TimeSpan.FromSeconds(60));
        body.Should().Equal("a citizen's request"u8.ToArray());
        refusals.Should().Be(21, "the delivery limit counts the returns after the first delivery");
    }

    [Fact]
    public async Task The_account_of_the_service_cannot_touch_queues_of_others()
    {
        var address = await (await fixture.Servers).NewVirtualHostAsync();
        await using var connection = await RabbitServer.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync();

        var declaring = () => channel.QueueDeclareAsync("payroll", durable: true, exclusive: false, autoDelete: false, Quorum);

        (await declaring.Should().ThrowAsync<OperationInterruptedException>()).Which.ShutdownReason!.ReplyCode.Should().Be(403);
    }

    /// <summary>RabbitMQ 4.3 refuses a queue that is neither durable nor exclusive, by ending the connection of all that a node sends: the bus makes it exclusive, and this says when it no longer does.</summary>
    [Fact]
    public async Task The_queue_of_the_hints_is_of_its_node_alone()
    {
        var (servers, setUp) = (await fixture.Servers, await RouterSetUp.ProductionAsync(await fixture.Servers));
        await using var app = await RouterApp.StartAsync(setUp);
        var queues = "";

        await Eventually.HoldsAsync(
            async () => (queues = await servers.Broker.ControlAsync("list_queues", "-p", setUp.Broker.VirtualHost, "name", "exclusive", "--no-table-headers")).Contains("sr-stream-hints-", StringComparison.Ordinal),
            "the node listens to hints");

        queues.Split('\n').Where(line => line.StartsWith("sr-stream-hints-", StringComparison.Ordinal)).Should().OnlyContain(line => line.EndsWith("\ttrue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task There_is_no_guest()
    {
        var broker = (await fixture.Servers).Broker;

        var users = await broker.ControlAsync("list_users", "--no-table-headers");

        users.Should().Contain("servicerouter").And.NotContain("guest");
    }
}
