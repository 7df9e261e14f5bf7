using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Live;

namespace ServiceRouter.IntegrationTests.Degraded;

/// <summary>Two nodes share a database and no broker, as when that is away: an offer that one makes is at once on a desk that is open at the other.</summary>
public sealed class When_no_hint_of_another_node_arrives(TestServersFixture fixture)
{
    private const string Nadia = "conseiller1";
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_offer_is_shown_without_waiting_for_the_next_look_of_its_desk()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 10, 0, 0, TimeSpan.Zero));
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        await using var offering = await RouterApp.StartAsync(setUp, clock);
        var elsewhere = await (await fixture.Servers).NewVirtualHostAsync();
        var showing = await RouterApp.StartAsync(setUp, clock, [.. elsewhere.Settings.Select(s => $"--{s.Key}={s.Value}")]);
        try
        {
            await ShowsAsync(offering, showing, clock);
        }
        finally
        {
            // The rows are both nodes', and go with the other one.
            await showing.StopAsync();
        }
    }

    private static async Task ShowsAsync(RouterApp offering, RouterApp showing, FakeTimeProvider clock)
    {
        await using var desk = showing.Get<DeskEvents>().FollowAsync(Nadia, 0, Token).GetAsyncEnumerator(Token);
        var shown = NextAsync(desk);
        await Eventually.HoldsAsync(() => Task.FromResult(showing.Get<LiveStreams>().Followed(StreamName.Desks).Count == 1), "the desk is open");
        shown.IsCompleted.Should().BeFalse();

        await offering.CounsellorComesAsync(Nadia);
        await offering.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(() => offering.LookAsync(db => Task.FromResult(db.DeskEvents.Any())), "the offer was made");
        // A turn of the clock that comes before the loop waits for it is lost; all together they are shorter than the stream's own look.
        for (var passed = LookAtDesks.Interval; passed < LiveStreams.LookAgain && !shown.IsCompleted; passed += LookAtDesks.Interval)
        {
            clock.Advance(LookAtDesks.Interval);
            await Task.WhenAny(shown, shown.WaitAsync(Enough, Token));
        }

        shown.IsCompleted.Should().BeTrue("an offer lives for seconds");
        (await shown).Should().Be("offer");
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<LiveItem> desk)
    {
        while (await desk.MoveNextAsync())
            if (desk.Current.Number > 0) return desk.Current.Kind;
        return "ended";
    }
}
