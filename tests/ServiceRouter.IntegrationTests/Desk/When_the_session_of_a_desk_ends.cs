using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.Platform.Time;
using ServiceRouter.Tests;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>The circuit of a desk outlives the request that opened it; whoever is no longer signed in sees and does nothing more in it, and their citizens go to a colleague.</summary>
public sealed class When_the_session_of_a_desk_ends(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private const string EndPage = "/connexion/terminee";
    private const string LeaseSetting = "--Desk:Lease=00:00:51";
    // A third of it is what nothing else of the service waits for.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(51);
    private static readonly TimeSpan Interval = Lease / 3;

    private readonly ClockOfWaits clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Signed_out_in_one_tab_the_others_leave_at_once()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        var other = await desk.Context.NewPageAsync();
        await other.GotoAsync(app.Url + "/desk");

        await other.GetByRole(AriaRole.Link, new() { Name = "Se déconnecter" }).ClickAsync();

        await Expect(desk).ToHaveURLAsync(app.Url + EndPage);
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Votre session est terminée" })).ToBeVisibleAsync();
        await Expect(desk.GetByRole(AriaRole.Link, new() { Name = "Se connecter" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Signed_out_elsewhere_it_closes_its_lease_runs_out_and_the_citizen_waits_for_a_colleague()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, LeaseSetting);
        clock.Advance(Lease);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        var citizen = await TakesOneAsync(app, desk);
        await SignOutWithoutThePageAsync(app, desk);

        await PassesAsync(Interval, desk);

        await Expect(desk).ToHaveURLAsync(app.Url + EndPage);
        var until = await LeaseAsync(app);
        await PassesAsync(until - clock.GetUtcNow() + Interval, desk);
        (await LeaseAsync(app)).Should().Be(until);
        await app.TimeMovesAsync();
        await Eventually.HoldsAsync(async () => (await citizen.HandoffAsync()).State == HandoffState.Waiting, "the citizen waits again");
    }

    [Fact]
    public async Task Nothing_is_done_in_the_name_of_somebody_who_has_signed_out()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, LeaseSetting);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await SignOutWithoutThePageAsync(app, desk);

        await desk.GetByRole(AriaRole.Button, new() { Name = "Disponible" }).ClickAsync();

        await Expect(desk).ToHaveURLAsync(app.Url + EndPage);
        (await app.LookAsync(db => db.Counsellors.Where(c => c.Id == "conseiller1").Select(c => c.Presence).SingleAsync())).Should().Be(Presence.Offline);
    }

    [Fact]
    public async Task Somebody_else_who_signs_in_over_it_closes_it()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, LeaseSetting);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        var other = await desk.Context.NewPageAsync();
        await other.GotoAsync(app.Url + "/demo?retour=/desk");
        await other.GetByRole(AriaRole.Button, new() { Name = "Marc Vauzelle" }).ClickAsync();
        await other.GetByRole(AriaRole.Heading, new() { Name = "Ma présence" }).WaitForAsync();

        await PassesAsync(Interval, desk, other);

        await Expect(desk).ToHaveURLAsync(app.Url + EndPage);
        await Expect(other).ToHaveURLAsync(app.Url + "/desk");
    }

    [Fact]
    public async Task A_desk_where_nothing_is_done_for_an_hour_closes_and_one_that_is_used_does_not()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, LeaseSetting);
        await using var windows = browser.On(app);
        var idle = await windows.OpenDeskAsync("Nadia Bertholet");
        var used = await windows.OpenDeskAsync("Marc Vauzelle");
        // Longer than a session without a request lives, and never as long without an act.
        await PassesAsync(TimeSpan.FromMinutes(45), idle, used);
        await used.Keyboard.PressAsync("Shift");
        await PassesAsync(Interval, idle, used);
        await PassesAsync(TimeSpan.FromMinutes(45), idle, used);
        await ComesOnLineAsync(used);
        await PassesAsync(Interval, idle, used);
        await PassesAsync(TimeSpan.FromMinutes(45), idle, used);

        await Expect(idle).ToHaveURLAsync(app.Url + EndPage);
        await Expect(used).ToHaveURLAsync(app.Url + "/desk");
        await used.ReloadAsync();
        await Expect(used.GetByRole(AriaRole.Heading, new() { Name = "Ma présence" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Five_minutes_before_it_says_so_and_closes_later_for_whoever_stays()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, LeaseSetting);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        var end = FrenchDates.Clock(TimeOnly.FromDateTime(TerritoryTime.Local("23", clock.GetUtcNow().AddHours(1)).DateTime));
        await PassesAsync(TimeSpan.FromMinutes(54), desk);
        await Expect(Said(desk)).ToBeEmptyAsync();
        await Said(desk).EvaluateAsync("alert => alert.dataset.stays = 'yes'");

        await PassesAsync(TimeSpan.FromMinutes(2), desk);
        await Expect(Said(desk)).ToContainTextAsync($"Sans activité de votre part, votre session se termine à {end}.");
        await Expect(Said(desk)).ToHaveAttributeAsync("data-stays", "yes");
        (await PageRules.BrokenOnAsync(desk, "desk-ends-soon")).Should().BeEmpty();
        // As a screen reader does it: no key and no pointer is heard of.
        await desk.GetByRole(AriaRole.Button, new() { Name = "Rester connecté" }).EvaluateAsync("button => button.click()");
        await Expect(Said(desk)).ToBeEmptyAsync();

        await PassesAsync(TimeSpan.FromMinutes(50), desk);
        await Expect(desk).ToHaveURLAsync(app.Url + "/desk");
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task After_twelve_hours_it_closes_however_much_it_is_used()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, LeaseSetting, "--SignIn:AbsoluteLimit=01:30:00");
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await PassesAsync(TimeSpan.FromMinutes(50), desk);
        await ComesOnLineAsync(desk);
        await PassesAsync(TimeSpan.FromMinutes(30), desk);
        await Expect(Said(desk)).ToBeEmptyAsync();

        await PassesAsync(TimeSpan.FromMinutes(6), desk);
        await Expect(Said(desk)).ToContainTextAsync("même si vous travaillez");
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Rester connecté" })).ToHaveCountAsync(0);
        await Expect(desk).ToHaveURLAsync(app.Url + "/desk");
        await PassesAsync(TimeSpan.FromMinutes(5), desk);

        await Expect(desk).ToHaveURLAsync(app.Url + EndPage);
    }

    /// <summary>What the desk says of the end of its session.</summary>
    private static ILocator Said(IPage desk) => desk.Locator(".banners [role=alert]").Last;

    /// <summary>As somebody would who has copied nothing but the address: the page that is open hears nothing of it.</summary>
    private static async Task SignOutWithoutThePageAsync(RouterApp app, IPage desk) =>
        (await desk.Context.APIRequest.GetAsync(app.Url + "/deconnexion", new() { Headers = [new("Sec-Fetch-Site", "same-origin")] })).Ok.Should().BeTrue();

    private async Task PassesAsync(TimeSpan time, params IPage[] desks)
    {
        await EachWaitsAsync(desks);
        await clock.PassAsync(time);
        await EachWaitsAsync(desks);
    }

    /// <summary>Each desk that is open waits for when it renews its lease; one that has ended waits for nothing any more.</summary>
    private Task EachWaitsAsync(IPage[] desks) => Eventually.HoldsAsync(
        () => Task.FromResult(clock.Waiting(Interval) == desks.Count(desk => !desk.Url.EndsWith(EndPage, StringComparison.Ordinal))), "each open desk, and no other, waits for its next renewal");

    private static Task<DateTimeOffset> LeaseAsync(RouterApp app) => app.LookAsync(db => db.Counsellors.Where(c => c.Id == "conseiller1").Select(c => c.LeaseUntil).SingleAsync());

    private static async Task ComesOnLineAsync(IPage desk)
    {
        await desk.GetByRole(AriaRole.Button, new() { Name = "Disponible" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Disponible" })).ToHaveAttributeAsync("aria-pressed", "true");
    }

    private static async Task<Citizen> TakesOneAsync(RouterApp app, IPage desk)
    {
        await ComesOnLineAsync(desk);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await Expect(desk.Locator("#message")).ToBeVisibleAsync();
        return citizen;
    }
}
