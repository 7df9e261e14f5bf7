using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Moves;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>A broker confirms, and then a queue is deleted, or all that it has is gone: the node's own disk has it too (G3, docs/adr/0037).</summary>
public sealed class When_a_broker_loses_what_it_took
{
    private const string LooksOften = "--Doors:LookAgainInterval=00:00:00.050";

    private readonly ForgetfulBroker broker = new();

    [Fact]
    public async Task The_request_comes_from_the_journal()
    {
        await using var app = await StartAsync();
        app.Get<ClosableDatabase>().Close();
        var accepted = await app.Get<AskHuman>().RunAsync(Asking.By(ConversationKey.New()));
        (accepted.Door, broker.Asked).Should().Be((Door.Broker, 1));

        app.Get<ClosableDatabase>().Open();

        await IsTakenAsync(app, accepted.Receipt);
        await ActivatorUtilities.CreateInstance<HandoffAskedConsumer>(app.Get<IServiceProvider>()).Consume(Delivered.Of((HandoffAsked)broker.Last!, MassTransit.NewId.NextGuid()));
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1, "what the broker has not lost after all is the same request");
    }

    [Fact]
    public async Task What_the_journal_took_first_is_given_to_the_broker_once_and_stays_until_the_database_has_it()
    {
        await using var app = await StartAsync();
        app.Get<ClosableDatabase>().Close();
        broker.IsAway = true;
        var accepted = await app.Get<AskHuman>().RunAsync(Asking.By(ConversationKey.New()));
        accepted.Door.Should().Be(Door.Journal);

        broker.IsAway = false;
        await Eventually.HoldsAsync(() => Task.FromResult(broker.Asked == 1), "the broker has it too");
        var refused = app.Get<ClosableDatabase>().Refused;
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<ClosableDatabase>().Refused > refused + 20), "the journal is looked at again and again");
        (broker.Asked, app.Get<AskJournal>().Count).Should().Be((1, 1));

        app.Get<ClosableDatabase>().Open();
        await IsTakenAsync(app, accepted.Receipt);
    }

    private static async Task IsTakenAsync(RouterApp app, string receipt)
    {
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the journal is taken");
        (await app.LookAsync(db => db.HandoffOfAsync(receipt, TestContext.Current.CancellationToken))).Should().NotBeNull();
    }

    // The service in one process, told that its bus is a broker.
    private Task<RouterApp> StartAsync() => RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, services =>
    {
        ClosableDatabase.Put(services);
        services.AddSingleton<IOutboxSender>(broker);
        services.PostConfigure<BusOptions>(bus => (bus.Transport, bus.User, bus.Password) = (BusTransport.RabbitMq, "nobody", "nothing"));
    }, LooksOften, "--Roles=Front");

    /// <summary>Confirms, and forgets.</summary>
    private sealed class ForgetfulBroker : IOutboxSender
    {
        private int asked;

        public volatile bool IsAway;

        public int Asked => asked;

        public object? Last { get; private set; }

        public Task SendAsync(Guid messageId, object message, CancellationToken ct)
        {
            if (IsAway) throw new TimeoutException("the test has closed the broker");
            if (message is not HandoffAsked) return Task.CompletedTask;
            Last = message;
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        }
    }
}
