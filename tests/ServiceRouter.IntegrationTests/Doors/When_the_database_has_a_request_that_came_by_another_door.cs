using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>A node says of a request that it is on its way for as long as that is so, and not in every later outage.</summary>
public sealed class When_the_database_has_a_request_that_came_by_another_door(TestServersFixture fixture)
{
    private const string OnItsWay = "Demande enregistrée, en cours de transmission";

    [Fact]
    public async Task A_node_that_has_put_it_back_forgets_it()
    {
        string[] settings = [.. (await (await fixture.Servers).NewVirtualHostAsync()).Settings.Select(s => $"--{s.Key}={s.Value}"), "--Doors:LongestInHand=00:00:01"];
        await using var blind = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, settings);
        blind.Get<ClosableDatabase>().Close();
        var asked = Asking.By(ConversationKey.New()).Identified(blind.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        await blind.Get<BrokerDoor>().SendAsync(asked, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Task.FromResult(blind.Get<UnderWay>().Find(asked.Receipt) is not null), "it has the asking in hand");

        await using var other = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, settings);

        await Eventually.HoldsAsync(() => other.LookAsync(db => db.Handoffs.AnyAsync(h => h.Receipt == asked.Receipt)), "another node has taken it");
        await Eventually.HoldsAsync(() => Task.FromResult(blind.Get<UnderWay>().Find(asked.Receipt) is null), "nobody can say here any more how it stands");
    }

    [Fact]
    public async Task An_asking_that_the_broker_takes_back_from_nobody_stays_in_hand_and_is_no_dead_letter()
    {
        string[] settings = [.. (await (await fixture.Servers).NewVirtualHostAsync()).Settings.Select(s => $"--{s.Key}={s.Value}"), "--Doors:LongestInHand=00:00:01"];
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, PutWithMuteBroker, settings);
        var (database, broker) = (app.Get<ClosableDatabase>(), app.Get<MuteBroker>());
        database.Close();
        var asked = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        await app.Get<BrokerDoor>().SendAsync(asked, TestContext.Current.CancellationToken);
        broker.ConfirmsNothing = true;
        await Eventually.HoldsAsync(() => Task.FromResult(broker.Refused > 1), "it was to be put back, and more than once");

        database.Open();

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AnyAsync(h => h.Receipt == asked.Receipt)), "it is taken");
        (await app.LookAsync(db => db.DeadLetters.CountAsync())).Should().Be(0);
    }

    private static void PutWithMuteBroker(IServiceCollection services)
    {
        ClosableDatabase.Put(services);
        services.AddSingleton(sp => new MuteBroker(ActivatorUtilities.CreateInstance<BusSender>(sp)));
        services.AddSingleton<IOutboxSender>(sp => sp.GetRequiredService<MuteBroker>());
    }

    private sealed class MuteBroker(IOutboxSender inner) : IOutboxSender
    {
        private int refused;

        public bool ConfirmsNothing { get; set; }

        public int Refused => refused;

        public Task SendAsync(Guid id, object message, CancellationToken ct)
        {
            if (!ConfirmsNothing) return inner.SendAsync(id, message, ct);
            Interlocked.Increment(ref refused);
            throw new BrokerAwayException();
        }
    }

    [Fact]
    public async Task A_node_that_has_seen_its_row_does_not_say_in_an_outage_that_it_is_on_its_way()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put);
        using var citizen = new CitizenHttp(app);
        var asked = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        // As where the copy could not be written and another node took what the broker had.
        app.Get<UnderWay>().Add(asked);
        await app.Get<TakeAsked>().RunAsync(asked, receiptIsOut: true, TestContext.Current.CancellationToken);
        var address = $"/demande/{ReceiptCode.Print(asked.Receipt)}";
        (await citizen.OpensAsync(address)).Page.Should().NotContain(OnItsWay);

        app.Get<ClosableDatabase>().Close();

        (await citizen.OpensAsync(address)).Page.Should().NotContain(OnItsWay).And.Contain("Le registre des demandes ne répond pas");
    }

    [Fact]
    public async Task While_the_first_door_rests_its_citizen_is_told_without_a_look_into_the_database()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        using var citizen = new CitizenHttp(app);
        var asked = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), clock.GetUtcNow());
        app.Get<UnderWay>().Add(asked);
        await app.Get<TakeAsked>().RunAsync(asked, receiptIsOut: true, TestContext.Current.CancellationToken);
        var address = $"/demande/{ReceiptCode.Print(asked.Receipt)}";
        app.Get<DoorRest>().TimedOut();

        var (status, page) = await citizen.OpensAsync(address);
        var words = await citizen.SendsAsync(address, ("texte", "Bonjour, encore moi."));

        (status, words.Status).Should().Be((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable));
        page.Should().Contain(OnItsWay, "a look would have found it: its node learns it from its own look at all that it has, each second");
        words.Page.Should().Contain("Bonjour, encore moi.");

        clock.Advance(DoorRest.Rest * 2);
        (await citizen.OpensAsync(address)).Page.Should().NotContain(OnItsWay);
    }
}
