using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Desk;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.IntegrationTests.SignIn;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Steering;

/// <summary>Who waits, since when and where, and who could be asked: what can still be changed today.</summary>
public abstract class When_a_manager_looks_at_this_moment : Journey
{
    [Fact]
    public async Task Whoever_waits_is_counted_where_they_are_and_since_when()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        await (await app.CitizenComesAsync(asksNow: true)).GivesPostcodeAsync("97419");
        clock.Advance(TimeSpan.FromMinutes(4));
        await app.CitizenComesAsync(asksNow: true);
        await app.CitizenComesAsync(asksNow: true);
        await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        await app.CitizenComesAsync();

        var now = await ReadAsync(app);

        now.Should().BeEquivalentTo(new { Waiting = 3, Offered = 0, WithCounsellor = 0, WaitingFor = TimeSpan.FromMinutes(4), CounsellorsOnLine = 0, FreePlaces = 0, BackAt = (DateTimeOffset?)null, IsSaturated = true });
        now.ByTerritory.Should().Equal(new TerritoryNow("974", 1, TimeSpan.FromMinutes(4)), new TerritoryNow(null, 2, TimeSpan.Zero));
    }

    [Fact]
    public async Task Each_place_is_counted_once_whoever_is_offered_or_taken()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync(capacity: 2);
        (await app.Get<SetPresence>().RunAsync("conseiller2", Presence.Away, 3, TestContext.Current.CancellationToken)).Should().BeNull();
        (await ReadAsync(app)).Should().BeEquivalentTo(new { Waiting = 0, CounsellorsOnLine = 1, FreePlaces = 2, CounsellorsAway = 1, IsSaturated = false, WaitingFor = (TimeSpan?)null });

        await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        await app.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();
        (await ReadAsync(app)).Should().BeEquivalentTo(new { Waiting = 0, Offered = 1, WithCounsellor = 1, FreePlaces = 0, IsSaturated = false });

        await app.CitizenComesAsync(asksNow: true);
        (await ReadAsync(app)).Should().BeEquivalentTo(new { Waiting = 1, Offered = 1, WithCounsellor = 1, FreePlaces = 0, IsSaturated = true });
    }

    /// <summary>Half past seven in Paris is half past ten in La Réunion, in winter: its citizens are told that the service is open.</summary>
    [Fact]
    public async Task The_hours_are_those_of_the_places_where_somebody_waits()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 6, 30, 0, TimeSpan.Zero));
        var app = await StartAsync(clock, "--Hours:Wednesday=09:00-17:00");
        await (await app.CitizenComesAsync(asksNow: true)).GivesPostcodeAsync("97419");
        (await ReadAsync(app)).Should().BeEquivalentTo(new { Waiting = 1, IsSaturated = true, BackAt = (DateTimeOffset?)null });

        clock.Advance(TimeSpan.FromHours(7));
        (await ReadAsync(app)).Should().BeEquivalentTo(new { Waiting = 1, IsSaturated = false }, "it is evening there, and still open in Paris");
    }

    [Fact]
    public async Task Outside_of_the_hours_a_wait_is_no_alarm()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 20, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock, "--Hours:Wednesday=09:00-17:00");
        await app.CitizenComesAsync(asksNow: true);

        (await ReadAsync(app)).Should().BeEquivalentTo(new { Waiting = 1, IsSaturated = false, BackAt = new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero) });
    }

    /// <summary>A day that is closed after somebody was promised a call for it, and one that is closed in another département alone.</summary>
    [Fact]
    public async Task Whoever_was_promised_a_day_that_is_closed_is_counted()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock, "--Hours:Closed=2026-11-26, 67:2026-11-27");
        foreach (var day in new[] { 1, 2, 3 })
        {
            var citizen = await app.CitizenComesAsync(asksNow: true);
            (await app.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", clock.GetUtcNow().AddDays(day), TestContext.Current.CancellationToken)).Should().BeNull();
        }

        (await ReadAsync(app)).Should().BeEquivalentTo(new { Promised = 3, PromisedOnClosedDays = 1 });
    }

    [Fact]
    public async Task A_desk_whose_lease_has_run_out_has_no_places()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        await app.CounsellorComesAsync();
        (await ReadAsync(app)).FreePlaces.Should().Be(3);
        await app.MatchesNoMoreAsync();

        clock.Advance(TimeSpan.FromMinutes(5));

        (await ReadAsync(app)).Should().BeEquivalentTo(new { CounsellorsOnLine = 0, FreePlaces = 0, CounsellorsAway = 0 });
    }

    private static Task<NowFigures> ReadAsync(RouterApp app) => app.Get<ReadNow>().RunAsync(TestContext.Current.CancellationToken);
}

public sealed class When_a_manager_looks_at_this_moment_embedded : When_a_manager_looks_at_this_moment
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());

    [Fact]
    public async Task The_page_says_it_in_words_and_a_program_in_figures()
    {
        var app = await StartAsync();
        using var manager = new Browser(new Uri(app.Url));
        (await DemoPage.TakeAsync(manager, "responsable1")).Body.Should().Contain("En ce moment").And.Contain("Personne n&#x27;attend, et aucun conseiller n&#x27;est disponible.");
        await (await app.CitizenComesAsync(asksNow: true)).GivesPostcodeAsync("23000");

        var page = (await manager.GetAsync("/pilotage")).Body;
        var told = JsonSerializer.Deserialize<JsonElement>((await manager.GetAsync("/api/steering/now")).Body);

        WebUtility.HtmlDecode(page).Should().Contain("1 personne attend et aucun conseiller n'a de place libre").And.Contain("Creuse (23)");
        (told.GetProperty("waiting").GetInt32(), told.GetProperty("isSaturated").GetBoolean(), told.GetProperty("byTerritory")[0].GetProperty("code").GetString()).Should().Be((1, true, "23"));
    }

    [Theory]
    [InlineData("conseiller1")]
    [InlineData(null)]
    public async Task Nobody_but_a_manager_reads_it(string? account)
    {
        var app = await StartAsync();
        using var other = new Browser(new Uri(app.Url));
        if (account is not null) await DemoPage.TakeAsync(other, account);

        (await other.GetAsync("/api/steering/now")).Body.Should().NotContain("waiting");
    }
}

public sealed class When_a_manager_looks_at_this_moment_in_production(TestServersFixture fixture) : When_a_manager_looks_at_this_moment
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
}
