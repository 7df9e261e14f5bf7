using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>
/// Citizens, counsellors and the clock's moves at the same time, in an order that a fixed seed draws: asked = accounted (G5), one notice per
/// request (G6), nobody twice with two counsellors, every chain whole.
/// </summary>
public abstract class When_everything_happens_at_once : Journey
{
    private const int Citizens = 40;
    private static readonly TimeSpan BeforeThePresses = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Asked_is_accounted_and_every_chain_holds()
    {
        var app = await StartAsync(settings: ["--Desk:OfferTimeout=00:00:01.500", "--Desk:Lease=00:10:00", "--Routing:AskAgainAfter=00:00:00", "--Desk:MissedOffersUntilAway=10"]);
        var chance = new Random(20270309);
        using var closing = new CancellationTokenSource();
        var desks = new List<DeskOf>();
        for (var i = 1; i <= 4; i++) desks.Add(await app.CounsellorComesAsync($"conseiller{i}", capacity: 5));
        var work = desks.Select((desk, i) => WorkAsync(desk, new Random(i), closing.Token)).ToList();

        var seeds = Enumerable.Range(0, Citizens).Select(_ => chance.Next()).ToList();
        var pairs = new ConcurrentBag<string[]>();
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, _) => pairs.Add(await LiveAsync(app, new Random(seed))));
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AllAsync(h => h.EndedAt != null)), "everybody is served or has withdrawn");
        await closing.CancelAsync();
        await Task.WhenAll(work);

        // What the citizens hold, and the database does not know of: whoever lost both rows and entries would agree with themselves.
        pairs.Should().HaveCount(Citizens).And.OnlyContain(pair => pair[0] == pair[1], "two presses at once are one request");
        foreach (var receipt in pairs.Select(pair => pair[0]))
            (await app.LookAsync(db => db.HandoffOfAsync(receipt, TestContext.Current.CancellationToken))).Should().NotBeNull("{0} was shown to somebody", receipt);
        pairs.Select(pair => pair[0]).Should().OnlyHaveUniqueItems("nobody has another's request");
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().BeGreaterThanOrEqualTo(Citizens);
        (await app.LookAsync(db => db.HandoffLog.CountAsync(e => e.Move == HandoffMove.Ask))).Should().Be(await app.LookAsync(db => db.Handoffs.CountAsync()));
        var entries = await app.LookAsync(db => db.HandoffLog.OrderBy(e => e.HandoffId).ThenBy(e => e.Number).ToListAsync());
        entries.Should().OnlyContain(e => e.Hash == e.ComputeHash());
        foreach (var chain in entries.GroupBy(e => e.HandoffId))
        {
            chain.Select(e => e.Number).Should().Equal(Enumerable.Range(1, chain.Count()));
            chain.Count(e => HandoffTransitions.HasEnded(e.State)).Should().Be(1);
        }
        var notices = await app.LookAsync(db => db.Activities.Where(a => a.Author == Author.Service && a.Text!.StartsWith("Votre demande de parler")).ToListAsync());
        notices.Should().HaveCount(await app.LookAsync(db => db.Handoffs.CountAsync()), "each request gives exactly one notice");
    }

    /// <returns>The receipts that two presses at once were answered with.</returns>
    private static async Task<string[]> LiveAsync(RouterApp app, Random chance)
    {
        var shown = app.Get<TimeProvider>().GetUtcNow() - BeforeThePresses;
        var citizen = await app.CitizenComesAsync(prefersHuman: chance.Next(4) == 0);
        // One button twice: that a counsellor was quicker than the second press makes no other request of it.
        var pressed = Task.WhenAll(PressesAsync(), PressesAsync());
        await Task.WhenAll(pressed, app.TimeMovesAsync());
        await citizen.SaysAsync("bonjour, voici ma question");
        if (chance.Next(5) == 0) await citizen.WithdrawsAsync();
        if (chance.Next(3) == 0) await app.TimeMovesAsync();
        return await pressed;

        async Task<string> PressesAsync() => (await app.Get<AskHuman>().RunAsync(new Asking { ConversationId = citizen.ConversationId, ShownAt = shown })).Receipt;
    }

    /// <summary>A counsellor who declines some, lets some run out, and serves the others.</summary>
    private static async Task WorkAsync(DeskOf desk, Random chance, CancellationToken closing)
    {
        await foreach (var offer in desk.OffersAsync(closing))
        {
            await desk.MovesTimeAsync();
            switch (chance.Next(6))
            {
                case 0:
                    await desk.DeclinesAsync(offer.Id);
                    break;
                case 1:
                    break;
                default:
                    if (await desk.AcceptsAsync(offer.Id) is null)
                    {
                        await Task.WhenAll(desk.SaysAsync(offer.Receipt, "bonjour"), desk.SaysAsync(offer.Receipt, "je regarde"));
                        await desk.ClosesAsync(offer.Receipt);
                    }
                    break;
            }
        }
    }

    public sealed class Embedded : When_everything_happens_at_once
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
    }

    public sealed class Production(TestServersFixture fixture) : When_everything_happens_at_once
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}
