using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>
/// Nobody tells of a machine that lost its power: the end of the stream after two leases makes the client's return the sign of life (docs/adr/0053).
/// </summary>
public sealed class When_a_stream_comes_to_its_end
{
    private static readonly TimeSpan TwoLeases = TimeSpan.FromSeconds(90);
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_does_after_two_leases_and_says_where_to_go_on_soon()
    {
        await using var app = await StartAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        using var response = await desk.OpenStreamAsync();
        var opened = clock.GetUtcNow();

        var text = await ToItsEndAsync(response);

        text.Should().StartWith("retry: 500\n\n");
        (clock.GetUtcNow() - opened).Should().BeGreaterThanOrEqualTo(TwoLeases);
        (await LeaseAsync(app)).Should().BeOnOrAfter(opened + TwoLeases + new DeskOptions().Lease, "a client has the time to come back");
    }

    [Fact]
    public async Task Who_comes_back_misses_nothing_also_when_no_event_was_heard_before()
    {
        await using var app = await StartAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        using var response = await desk.OpenStreamAsync();
        var text = await ToItsEndAsync(response);
        var last = long.Parse(text.Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..], CultureInfo.InvariantCulture);

        await desk.ComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Offers.AnyAsync(Token)), "it is offered");
        await using var again = await desk.ListenAsync(last);

        (await again.HearsAsync()).Kind.Should().Be("offer");
    }

    [Fact]
    public async Task While_the_database_is_away_it_does_not_since_whoever_came_back_would_be_refused()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory(), clock, ClosableDatabase.Put);
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        using var response = await desk.OpenStreamAsync();
        var reading = response.Content.ReadAsStringAsync(Token);
        app.Get<ClosableDatabase>().Close();

        for (var times = 0; times < 20; times++)
        {
            var refused = app.Get<ClosableDatabase>().Refused;
            clock.Advance(new DeskOptions().Lease / 3);
            await Eventually.HoldsAsync(() => Task.FromResult(app.Get<ClosableDatabase>().Refused > refused), "somebody looked");
        }
        reading.IsCompleted.Should().BeFalse();
        app.Get<ClosableDatabase>().Open();

        await Eventually.HoldsAsync(() => EndsAsync(reading), "it comes to its end");
    }

    private Task<RouterApp> StartAsync() => RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory(), clock);

    private async Task<string> ToItsEndAsync(HttpResponseMessage response)
    {
        var reading = response.Content.ReadAsStringAsync(Token);
        await Eventually.HoldsAsync(() => EndsAsync(reading), "the stream comes to its end");
        return await reading;
    }

    /// <summary>Time passes as long as it has not ended.</summary>
    private Task<bool> EndsAsync(Task reading)
    {
        if (reading.IsCompleted) return Task.FromResult(true);
        clock.Advance(TimeSpan.FromSeconds(5));
        return Task.FromResult(false);
    }

    private static Task<DateTimeOffset> LeaseAsync(RouterApp app) => app.LookAsync(db => db.Counsellors.Where(c => c.Id == "conseiller1").Select(c => c.LeaseUntil).SingleAsync(Token));
}
