using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Retention;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Steering;

public abstract class When_days_are_counted_for_good : Journey
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="daysLater">The second is a date as far ahead as one may be.</param>
    [Theory]
    [InlineData(7)]
    [InlineData(60)]
    public async Task Whoever_was_answered_later_is_answered_in_the_figures_of_their_day(int daysLater)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock, "--Jobs:ConversationsKept=5.00:00:00");
        await app.CitizenComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromDays(1));
        (await CountAsync(app)).Should().BeEquivalentTo(new { Conversations = 2L, Asked = 1L, Answered = 0L, WaitP90 = (double?)null });

        for (var day = 1; day < daysLater; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            await app.CitizenComesAsync();
            await app.Get<RollUpDays>().RunAsync(Token);
        }
        var desk = await app.CounsellorComesAsync();
        (await desk.SaysAsync(await desk.TakesNextAsync(), "Bonjour, je vous rappelle comme convenu.")).Should().BeNull();
        await app.Get<DropTraces>().RunAsync(Token);
        clock.Advance(TimeSpan.FromDays(1));

        (await CountAsync(app)).Should().BeEquivalentTo(new { Conversations = 2L, Asked = 1L, Answered = 1L, WaitP90 = daysLater * 24 * 3600.0 }, "the conversation without a request was deleted since, and is counted");
    }

    private static async Task<DailyFigures> CountAsync(RouterApp app)
    {
        await app.Get<RollUpDays>().RunAsync(Token);
        return await app.LookAsync(db => db.Set<DailyFigures>().SingleAsync(f => f.Day == new DateOnly(2026, 11, 20)));
    }
}

public sealed class When_days_are_counted_for_good_embedded : When_days_are_counted_for_good
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_days_are_counted_for_good_in_production(TestServersFixture fixture) : When_days_are_counted_for_good
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
}
