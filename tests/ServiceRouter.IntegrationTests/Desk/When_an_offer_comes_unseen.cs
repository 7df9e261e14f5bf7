using Microsoft.Playwright;
using ServiceRouter.IntegrationTests.Accessibility;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>An offer runs out after half a minute: who ticked it hears and sees of it while looking elsewhere, and nobody else hears anything.</summary>
public sealed class When_an_offer_comes_unseen(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    [Fact]
    public async Task Whoever_ticked_it_hears_and_sees_of_it_while_another_window_is_in_front()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows, app, allowed: true);
        await Choice(desk).FocusAsync();
        await desk.Keyboard.PressAsync("Space");
        await Expect(Choice(desk)).ToBeCheckedAsync();
        (await TonesAsync(desk)).Should().Be(2, "it is heard once, so that it is known");
        await Expect(Says(desk, "forbidden")).ToBeHiddenAsync();

        await desk.EvaluateAsync("window.away = true");
        await app.CitizenComesAsync(asksNow: true);

        await desk.WaitForFunctionAsync("() => window.told.length === 2");
        (await desk.EvaluateAsync<string[]>("window.told")).Should().Equal(["asked", "Nouvelle demande – Bureau France services, lang, renotify, silent, tag"], "it says nothing of anybody");
        (await TonesAsync(desk)).Should().Be(4);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await desk.WaitForFunctionAsync("() => window.told.at(-1) === 'closed'");

        await desk.EvaluateAsync("window.away = false");
        await app.CitizenComesAsync(asksNow: true);
        await Expect(desk).ToHaveTitleAsync("(1) Nouvelle demande – Bureau");
        (await TonesAsync(desk)).Should().Be(4, "the page is before them");
        (await desk.EvaluateAsync<int>("window.told.length")).Should().Be(3);
        windows.Faults.Should().BeEmpty("no script fails and the content policy refuses nothing");
    }

    [Fact]
    public async Task A_page_behind_others_tells_it_too()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows, app, allowed: true);
        await Choice(desk).CheckAsync();

        await desk.EvaluateAsync("Object.defineProperty(document, 'hidden', { get: () => true })");
        await app.CitizenComesAsync(asksNow: true);

        await desk.WaitForFunctionAsync("() => window.told.length === 2 && window.tones === 4");
    }

    [Fact]
    public async Task Nothing_sounds_and_nothing_is_asked_for_by_itself()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows, app, allowed: true);
        await Expect(Choice(desk)).Not.ToBeCheckedAsync();
        await desk.EvaluateAsync("window.away = true");

        await app.CitizenComesAsync(asksNow: true);

        await Expect(desk).ToHaveTitleAsync("(1) Nouvelle demande – Bureau");
        (await TonesAsync(desk)).Should().Be(0);
        (await desk.EvaluateAsync<string[]>("window.told")).Should().BeEmpty();
    }

    [Fact]
    public async Task The_choice_stays_with_the_person_in_this_browser_and_leaves_no_name_there()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows, app, allowed: true);
        await Choice(desk).CheckAsync();

        await desk.ReloadAsync();
        await Expect(Choice(desk)).ToBeCheckedAsync();
        (await desk.EvaluateAsync<string>("JSON.stringify(localStorage)")).Should().Contain("service-router-notify:").And.NotContain("conseiller");

        await desk.GotoAsync(app.Url + "/demo?retour=/desk");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Marc Vauzelle" }).ClickAsync();
        await Expect(desk.GetByText("Marc Vauzelle")).ToBeVisibleAsync();
        await Expect(Choice(desk)).Not.ToBeCheckedAsync();
        await desk.GotoAsync(app.Url + "/demo?retour=/desk");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Nadia Bertholet" }).ClickAsync();
        await Expect(Choice(desk)).ToBeCheckedAsync();
        await Choice(desk).UncheckAsync();
        await desk.ReloadAsync();
        await Expect(Choice(desk)).Not.ToBeCheckedAsync();
    }

    [Fact]
    public async Task What_the_browser_refuses_is_said_and_the_rest_goes_on()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows, app, allowed: false);
        await desk.SetViewportSizeAsync(320, 800);
        await desk.EvaluateAsync("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }");
        await Choice(desk).CheckAsync();

        await Expect(Says(desk, "forbidden")).ToBeVisibleAsync();
        await Expect(Says(desk, "unkept")).ToBeVisibleAsync();
        await Expect(Says(desk, "missing")).ToBeHiddenAsync();
        (await PageRules.BrokenOnAsync(desk, "desk-notify")).Should().BeEmpty();
        await desk.EvaluateAsync("window.away = true");
        await app.CitizenComesAsync(asksNow: true);
        await desk.WaitForFunctionAsync("() => window.tones === 4");
        (await desk.EvaluateAsync<string[]>("window.told")).Should().BeEmpty();

        await Choice(desk).UncheckAsync();
        await Expect(Says(desk, "forbidden")).ToBeHiddenAsync();
        await Expect(Says(desk, "unkept")).ToBeHiddenAsync();
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task After_a_reload_the_page_says_that_its_sound_waits_for_a_touch()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows, app, allowed: true);
        await Choice(desk).CheckAsync();
        await desk.AddInitScriptAsync("window.touched = false; Object.defineProperty(navigator, 'userActivation', { get: () => ({ hasBeenActive: window.touched }) });");

        await desk.ReloadAsync();
        await Expect(Says(desk, "asleep")).ToBeVisibleAsync();
        await desk.EvaluateAsync("window.touched = true");
        await desk.Keyboard.PressAsync("Tab");

        await Expect(Says(desk, "asleep")).ToBeHiddenAsync();
    }

    private static async Task<IPage> OpenAsync(DeskWindows windows, RouterApp app, bool allowed)
    {
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.AddInitScriptAsync(allowed ? DeskBrowser.CountNotices + DeskBrowser.AllowNotices : DeskBrowser.CountNotices);
        await desk.ReloadAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Disponible" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Disponible" })).ToHaveAttributeAsync("aria-pressed", "true");
        return desk;
    }

    private static ILocator Choice(IPage desk) => desk.GetByLabel("Me prévenir");

    private static ILocator Says(IPage desk, string what) => desk.Locator($"[data-notify-says={what}]");

    private static Task<int> TonesAsync(IPage desk) => desk.EvaluateAsync<int>("window.tones");
}
