using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Moves;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>A broker confirms, and then a queue is deleted, or all that it has is gone: the node's own disk has it too (G3, docs/adr/0037).</summary>
public sealed class When_a_broker_loses_what_it_took
{
    private const string LooksOften = "--Doors:LookAgainInterval=00:00:00.050";

    private const int Many = 60;

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

    [Fact]
    public async Task What_consumers_brought_to_the_database_leaves_the_journal_without_being_taken_again()
    {
        await using var app = await StartAsync();
        await app.Get<ReplayJournal>().StopAsync(TestContext.Current.CancellationToken);
        app.Get<ClosableDatabase>().Close();
        for (var number = 0; number < Many; number++) await app.Get<AskHuman>().RunAsync(Asking.By(ConversationKey.New()));
        app.Get<ClosableDatabase>().Open();
        foreach (var asked in broker.Sent.Skip(1)) await app.Get<TakeAsked>().RunAsync((HandoffAsked)asked, receiptIsOut: true, TestContext.Current.CancellationToken);
        var before = app.Get<ClosableDatabase>().Visits;

        await app.Get<ReplayJournal>().RunOnceAsync(TestContext.Current.CancellationToken);

        var visits = app.Get<ClosableDatabase>().Visits - before;
        app.Get<AskJournal>().Count.Should().Be(0);
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(Many, "the one that the broker lost comes from here");
        visits.Should().BeLessThan(Many / 2, "it asked for all of them together");
    }

    [Fact]
    public async Task What_consumers_bring_during_a_long_pass_leaves_the_journal_before_its_turn()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        Action? read = null;
        await using var app = await StartAsync(services => services.AddSingleton(sp => new AskJournal(
            sp.GetRequiredService<NumberSeal>(), sp.GetRequiredService<IOptions<StorageOptions>>(), sp.GetRequiredService<IOptions<DoorsOptions>>(),
            sp.GetRequiredService<ILogger<AskJournal>>(), () => read?.Invoke())), clock);
        await app.Get<ReplayJournal>().StopAsync(TestContext.Current.CancellationToken);
        app.Get<ClosableDatabase>().Close();
        for (var number = 0; number < Many; number++) await app.Get<AskHuman>().RunAsync(Asking.By(ConversationKey.New()));
        app.Get<ClosableDatabase>().Open();
        var brought = 0;
        read = () =>
        {
            // The first has its turn: it takes long, and meanwhile consumers bring the others.
            read = null;
            foreach (var asked in broker.Sent.Skip(1)) app.Get<TakeAsked>().RunAsync((HandoffAsked)asked, receiptIsOut: true, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            clock.Advance(TimeSpan.FromSeconds(3));
            brought = app.Get<ClosableDatabase>().Visits;
        };

        await app.Get<ReplayJournal>().RunOnceAsync(TestContext.Current.CancellationToken);

        app.Get<AskJournal>().Count.Should().Be(0);
        brought.Should().BePositive();
        (app.Get<ClosableDatabase>().Visits - brought).Should().BeLessThan(Many / 2, "it asked again for all of them together");
    }

    [Fact]
    public async Task Nothing_is_remembered_of_a_record_that_was_taken_before_it_was_said_to_be_at_the_broker()
    {
        await using var app = await StartAsync();
        await app.Get<ReplayJournal>().StopAsync(TestContext.Current.CancellationToken);
        var journal = app.Get<AskJournal>();
        var asked = await journal.AppendAsync(Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow()));
        var entry = journal.Waiting.Single();

        journal.Taken(entry);
        journal.HasBroker(entry, asked);

        journal.IsAtBroker(entry).Should().BeFalse();
    }

    [Fact]
    public async Task While_the_database_is_away_nothing_is_read_again_that_the_broker_has()
    {
        var reads = 0;
        await using var app = await StartAsync(services => services.AddSingleton(sp => new AskJournal(
            sp.GetRequiredService<NumberSeal>(), sp.GetRequiredService<IOptions<StorageOptions>>(), sp.GetRequiredService<IOptions<DoorsOptions>>(),
            sp.GetRequiredService<ILogger<AskJournal>>(), () => Interlocked.Increment(ref reads))));
        await app.Get<ReplayJournal>().StopAsync(TestContext.Current.CancellationToken);
        app.Get<ClosableDatabase>().Close();
        broker.IsAway = true;
        for (var number = 0; number < Many; number++) await app.Get<AskHuman>().RunAsync(Asking.By(ConversationKey.New()));
        broker.IsAway = false;
        for (var number = 0; number < 2 * Many; number++) await app.Get<AskHuman>().RunAsync(Asking.By(ConversationKey.New()));

        await app.Get<ReplayJournal>().RunOnceAsync(TestContext.Current.CancellationToken);
        var (first, told) = (reads, broker.Asked);
        await app.Get<ReplayJournal>().RunOnceAsync(TestContext.Current.CancellationToken);

        (first, told).Should().Be((2 * Many, 3 * Many), "which it is, and what it says, of those alone that the broker did not have");
        (reads, broker.Asked).Should().Be((first, told), "an hour of them would take all of the node");
        app.Get<ClosableDatabase>().Open();
        await app.Get<ReplayJournal>().RunOnceAsync(TestContext.Current.CancellationToken);
        app.Get<AskJournal>().Count.Should().Be(0);
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(3 * Many);
    }

    [Fact]
    public async Task A_number_to_call_back_is_closed_at_the_broker_and_on_the_disk_and_open_in_the_database()
    {
        const string Number = "0199001234";
        await using var app = await StartAsync();
        app.Get<ClosableDatabase>().Close();
        var at = app.Get<TimeProvider>().GetUtcNow().AddDays(1);

        var accepted = await app.Get<ThreeDoors>().AcceptAsync(Asking.By(ConversationKey.New()) with { CallBackNumber = Number, CallBackAt = at });

        accepted.Door.Should().Be(Door.Broker);
        JsonSerializer.Serialize(broker.Last).Should().Contain("\"SealedNumber\":\"").And.NotContain(Number);
        var kept = string.Concat(Directory.EnumerateFiles(app.Get<IOptions<StorageOptions>>().Value.Directory, "*.journal", SearchOption.AllDirectories).Select(ReadShared));
        kept.Should().Contain("\"SealedNumber\":\"").And.NotContain(Number);
        app.Get<ClosableDatabase>().Open();
        await IsTakenAsync(app, accepted.Receipt);
        (await app.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(Number);
    }

    [Fact]
    public async Task A_closed_number_that_comes_from_the_broker_is_open_in_the_database()
    {
        const string Number = "0199001234";
        await using var app = await StartAsync();
        var now = app.Get<TimeProvider>().GetUtcNow();
        var asked = (Asking.By(ConversationKey.New()) with { CallBackNumber = Number, CallBackAt = now.AddDays(1) }).Identified(app.Get<ReceiptSeal>(), now);

        await ActivatorUtilities.CreateInstance<HandoffAskedConsumer>(app.Get<IServiceProvider>()).Consume(Delivered.Of(app.Get<NumberSeal>().Close(asked), MassTransit.NewId.NextGuid()));

        (await app.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(Number);
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Commitment.Should().Be(CommitmentKind.CallBack);
    }

    private static string ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private static async Task IsTakenAsync(RouterApp app, string receipt)
    {
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the journal is taken");
        (await app.LookAsync(db => db.HandoffOfAsync(receipt, TestContext.Current.CancellationToken))).Should().NotBeNull();
    }

    // The service in one process, told that its bus is a broker.
    private Task<RouterApp> StartAsync(Action<IServiceCollection>? replace = null, FakeTimeProvider? clock = null) => RouterApp.StartAsync(RouterSetUp.Embedded(), clock, services =>
    {
        replace?.Invoke(services);
        ClosableDatabase.Put(services);
        services.AddSingleton<IOutboxSender>(broker);
        services.PostConfigure<BusOptions>(bus => (bus.Transport, bus.User, bus.Password) = (BusTransport.RabbitMq, "nobody", "nothing"));
    }, LooksOften, "--Roles=Front", "--Doors:BrokerTimeout=00:00:20");

    /// <summary>Confirms, and forgets.</summary>
    private sealed class ForgetfulBroker : IOutboxSender
    {
        private int asked;

        public volatile bool IsAway;

        public int Asked => asked;

        public ConcurrentQueue<object> Sent { get; } = [];

        public object? Last => Sent.LastOrDefault();

        public Task SendAsync(Guid messageId, object message, CancellationToken ct)
        {
            if (IsAway) throw new TimeoutException("the test has closed the broker");
            if (message is not HandoffAsked) return Task.CompletedTask;
            Sent.Enqueue(message);
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        }
    }
}
