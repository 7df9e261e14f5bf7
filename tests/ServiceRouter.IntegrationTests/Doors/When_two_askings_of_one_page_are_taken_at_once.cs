using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>
/// A citizen asked at one node, and once more from another device on the page of that receipt, at another; both were kept there, and come at the same moment. Receipts stand in two tables, and neither unit
/// would see what the other writes into its own.
/// </summary>
public sealed class When_two_askings_of_one_page_are_taken_at_once(TestServersFixture fixture)
{
    private const int Rounds = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="receiptIsOut">Whether the second was kept at a door as well, or finds the database.</param>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task They_are_one_request(bool receiptIsOut)
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers));
        var take = app.Get<TakeAsked>();
        // The first of all opens connections, and the others meet.
        await take.RunAsync(Asked(app, Asking.By(ConversationKey.New())), receiptIsOut: true, Token);

        for (var round = 0; round < Rounds; round++)
        {
            var first = Asked(app, Asking.By(ConversationKey.New()));
            var again = Asked(app, Asking.By(ConversationKey.New()) with { ShownReceipt = first.Receipt });

            await Task.WhenAll(take.RunAsync(first, receiptIsOut: true, Token), take.RunAsync(again, receiptIsOut, Token));

            (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.Receipt == first.Receipt || h.Receipt == again.Receipt, Token))).Should().Be(1);
            var follow = app.Get<FollowHandoff>();
            // Whoever asked at the database is shown the receipt that stands there.
            if (receiptIsOut) (await follow.RunAsync(first.Receipt, Token))!.Receipt.Should().Be((await follow.RunAsync(again.Receipt, Token))!.Receipt);
        }
    }

    private static HandoffAsked Asked(RouterApp app, Asking asking) => asking.Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
}
