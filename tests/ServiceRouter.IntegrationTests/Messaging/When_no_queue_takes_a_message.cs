using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>A broker confirms what no queue takes, unless it is told to give it back: nothing is confirmed and unroutable (docs/adr/0016).</summary>
public sealed class When_no_queue_takes_a_message(TestServersFixture fixture)
{
    [Fact]
    public async Task The_second_door_is_none_until_a_queue_stands_behind_it()
    {
        var setUp = await SetUpAsync();
        await using var app = await RouterApp.StartAsync(setUp);
        await using var way = await WayTo.OpenAsync(setUp.Broker, "sr-asked-handoffs");
        var asked = new Asking { ConversationId = MassTransit.NewId.NextGuid() }.Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        await way.CloseAsync();

        await FluentActions.Awaiting(() => app.Get<BrokerDoor>().SendAsync(asked, Token)).Should().ThrowAsync<RefusedByBrokerException>();
        await way.OpenAsync();
        await app.Get<BrokerDoor>().SendAsync(asked, Token);

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AnyAsync(h => h.Id == asked.HandoffId)), "it was taken");
    }

    [Fact]
    public async Task A_row_stays_until_a_queue_takes_it()
    {
        var setUp = await SetUpAsync();
        await using var app = await RouterApp.StartAsync(setUp);
        await using var way = await WayTo.OpenAsync(setUp.Broker, "sr-matching");
        var id = MassTransit.NewId.NextGuid();
        await way.CloseAsync();

        await app.Get<Transactions>().RunAsync((work, _) =>
        {
            work.Publish(id, new HandoffWaiting(id, 1));
            return Task.CompletedTask;
        }, Token);
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Outbox.AnyAsync(row => row.Key == id && row.LastFailure == nameof(RefusedByBrokerException))), "it was given back");
        await way.OpenAsync();

        await Eventually.HoldsAsync(() => app.LookAsync(async db => !await db.Outbox.AnyAsync(row => row.Key == id)), "it is sent again");
        (await app.LookAsync(db => db.DeadLetters.CountAsync())).Should().Be(0);
    }

    private async Task<RouterSetUp> SetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>From the exchange of a queue to the queue, which its consumer does not notice.</summary>
    private sealed class WayTo(string queue, IConnection connection, IChannel channel) : IAsyncDisposable
    {
        public static async Task<WayTo> OpenAsync(BrokerAddress broker, string queue)
        {
            var connection = await RabbitServer.ConnectAsync(broker);
            return new WayTo(queue, connection, await connection.CreateChannelAsync());
        }

        public Task CloseAsync() => channel.QueueUnbindAsync(queue, queue, "");

        public Task OpenAsync() => channel.QueueBindAsync(queue, queue, "");

        public async ValueTask DisposeAsync()
        {
            await channel.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
