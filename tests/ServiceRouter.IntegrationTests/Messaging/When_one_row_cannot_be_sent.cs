using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>A row that cannot be sent holds back only its own key, and the order of each key is kept.</summary>
public sealed class When_one_row_cannot_be_sent
{
    [Fact]
    public async Task The_others_leave_and_its_followers_wait_in_their_order()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        var sender = new PickySender();
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, services => services.AddSingleton<IOutboxSender>(sender));
        var (bad, good) = (MassTransit.NewId.NextGuid(), MassTransit.NewId.NextGuid());
        sender.Refused[bad] = true;

        for (var version = 1; version <= 3; version++)
        {
            await app.Get<Transactions>().RunAsync((work, _) =>
            {
                work.Publish(bad, new HandoffWaiting(bad, version));
                work.Publish(good, new HandoffWaiting(good, version));
                return Task.CompletedTask;
            }, CancellationToken.None);
        }
        // A sent row whose claim ran out before it was removed would rightly be sent again: first it must be gone.
        await Eventually.HoldsAsync(() => app.LookAsync(async db => !await db.Outbox.AnyAsync(row => row.Key == good)), "the other key is not held back");
        sender.SentOf(bad).Should().BeEmpty();
        sender.Refused.Clear();
        clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.HoldsAsync(async () =>
        {
            await app.Get<OutboxDispatcher>().SweepOnceAsync(CancellationToken.None);
            return sender.SentOf(bad).Count == 3;
        }, "the sweeper sends what waited");

        sender.SentOf(bad).Should().Equal(1, 2, 3);
        sender.SentOf(good).Should().Equal(1, 2, 3);
    }

    /// <summary>Whatever this node held back may be swept by others: no sweep of its own would ever tell it that the broker is back.</summary>
    [Fact]
    public async Task A_broker_that_is_back_is_found_also_when_others_have_sent_what_waited()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        var sender = new PickySender { IsAway = true };
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, services => services.AddSingleton<IOutboxSender>(sender));
        var (missed, next) = (MassTransit.NewId.NextGuid(), MassTransit.NewId.NextGuid());
        await PublishAsync(app, missed);
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Outbox.AnyAsync(row => row.Key == missed && row.LastFailure != null)), "it was not sent");
        await app.LookAsync(db => db.Outbox.ExecuteDeleteAsync());
        sender.IsAway = false;

        clock.Advance(TimeSpan.FromSeconds(6));
        await PublishAsync(app, next);

        await Eventually.HoldsAsync(() => Task.FromResult(sender.SentOf(next).Count == 1), "the next of its own finds out");
    }

    [Fact]
    public async Task A_sent_row_that_could_not_be_removed_is_removed_without_another_send()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        var sender = new PickySender();
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, services =>
        {
            ClosableDatabase.Put(services);
            services.AddSingleton<IOutboxSender>(sender);
        });
        var database = app.Get<ClosableDatabase>();
        sender.Sent = database.Close;
        var key = MassTransit.NewId.NextGuid();
        await PublishAsync(app, key);
        await Eventually.HoldsAsync(() => Task.FromResult(database.Refused > 0), "it could not be removed");
        sender.Sent = () => { };
        database.Open();

        // Less than the claim of the row, after which a sweeper would send it again.
        var waited = TimeSpan.Zero;
        await Eventually.HoldsAsync(async () =>
        {
            if (waited < TimeSpan.FromSeconds(7)) clock.Advance(TimeSpan.FromMilliseconds(500));
            waited += TimeSpan.FromMilliseconds(500);
            return !await app.LookAsync(db => db.Outbox.AnyAsync(row => row.Key == key));
        }, "the row is gone");

        sender.SentOf(key).Should().Equal(1);
    }

    private static Task PublishAsync(RouterApp app, Guid key) => app.Get<Transactions>().RunAsync((work, _) =>
    {
        work.Publish(key, new HandoffWaiting(key, 1));
        return Task.CompletedTask;
    }, CancellationToken.None);

    private sealed class PickySender : IOutboxSender
    {
        private readonly ConcurrentQueue<HandoffWaiting> sent = new();

        public ConcurrentDictionary<Guid, bool> Refused { get; } = new();

        public bool IsAway { get; set; }

        public Action Sent { get; set; } = () => { };

        public List<int> SentOf(Guid key) => [.. sent.Where(m => m.HandoffId == key).Select(m => m.Version)];

        public Task SendAsync(Guid messageId, object message, CancellationToken ct)
        {
            if (message is not HandoffWaiting waiting) return Task.CompletedTask;
            if (IsAway) throw new BrokerAwayException();
            if (Refused.ContainsKey(waiting.HandoffId)) throw new InvalidOperationException("unroutable");
            sent.Enqueue(waiting);
            Sent();
            return Task.CompletedTask;
        }
    }
}
