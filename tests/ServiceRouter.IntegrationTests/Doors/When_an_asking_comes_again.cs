using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>The broker's copies, the journal's and the database's own: one request, on real servers.</summary>
public sealed class When_an_asking_comes_again(TestServersFixture fixture)
{
    [Fact]
    public async Task Copies_through_every_door_at_once_make_one_request()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers));
        var asked = Enumerable.Range(0, 10).Select(_ => Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow())).ToList();

        await Task.WhenAll(asked.SelectMany(a => new[]
        {
            app.Get<IOutboxSender>().SendAsync(NewId.NextGuid(), a, CancellationToken.None),
            app.Get<TakeAsked>().RunAsync(a, receiptIsOut: false, CancellationToken.None),
            app.Get<IOutboxSender>().SendAsync(NewId.NextGuid(), a, CancellationToken.None),
            app.Get<AskJournal>().AppendAsync(a),
        }));
        var last = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        await app.Get<BrokerDoor>().SendAsync(last, CancellationToken.None);

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AnyAsync(h => h.Id == last.HandoffId)), "what the broker had is taken");
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "what the journal had is taken");
        (await app.LookAsync(db => db.Handoffs.Select(h => h.Receipt).ToListAsync())).Should().BeEquivalentTo(asked.Append(last).Select(a => a.Receipt));
        (await app.LookAsync(db => db.HandoffLog.CountAsync(e => e.Move == Handoffs.HandoffMove.Ask))).Should().Be(11);
        (await app.LookAsync(db => db.ReceiptAliases.CountAsync())).Should().Be(0);
        (await app.LookAsync(db => db.Activities.CountAsync())).Should().Be(11, "one notice for each");
    }
}
