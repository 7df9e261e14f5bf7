using Microsoft.Playwright;
using ServiceRouter.Handoffs;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>A counsellor who asked for a number goes to the window of another administration meanwhile: the answer calls them back (docs/adr/0112).</summary>
public sealed class When_a_citizen_answers_unseen(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    [Fact]
    public async Task The_title_says_so_and_whoever_ticked_it_hears_it_until_they_look()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows);
        await desk.GetByLabel("Me prévenir").CheckAsync();
        var citizen = await TakesOneAsync(app, desk);
        var before = await TonesAsync(desk);
        await citizen.SaysAsync("Bonjour");
        await Expect(desk.GetByRole(AriaRole.Log)).ToContainTextAsync("Bonjour");
        await Expect(desk).ToHaveTitleAsync("Bureau – France services");
        (await TonesAsync(desk)).Should().Be(before, "the page is before them");

        await desk.EvaluateAsync("window.away = true");
        await citizen.SaysAsync("Voici mon numéro");

        await Expect(desk).ToHaveTitleAsync("(1) Message – Bureau");
        (await desk.EvaluateAsync<string>("window.told.at(-1)")).Should().Be("Nouveau message – Bureau France services, lang, renotify, silent, tag");
        (await TonesAsync(desk)).Should().Be(before + 2);
        await citizen.SaysAsync("j'ai envie d'en finir");
        await Expect(desk).ToHaveTitleAsync("Détresse – Bureau");

        await desk.EvaluateAsync("() => { window.away = false; window.dispatchEvent(new Event('focus')); }");
        await Expect(desk).ToHaveTitleAsync("Bureau – France services");
        (await desk.EvaluateAsync<string>("window.told.at(-1)")).Should().Be("closed");
        windows.Faults.Should().BeEmpty("no script fails and the content policy refuses nothing");
    }

    [Fact]
    public async Task A_message_in_another_conversation_is_counted_with_it_and_nobody_who_did_not_ask_hears_anything()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows);
        var first = await TakesOneAsync(app, desk);
        var second = await TakesOneAsync(app, desk);
        await desk.EvaluateAsync("window.away = true");

        await first.SaysAsync("Vous êtes là ?");
        await Expect(desk).ToHaveTitleAsync("(1) Message – Bureau");
        await second.SaysAsync("Et moi ?");

        await Expect(desk).ToHaveTitleAsync("(2) Message – Bureau");
        (await TonesAsync(desk)).Should().Be(0);
        await desk.GetByLabel("Me prévenir").CheckAsync();
        await first.SaysAsync("Toujours là ?");
        await Expect(desk).ToHaveTitleAsync("(3) Message – Bureau");
        await desk.WaitForFunctionAsync("() => window.tones === 4");
        await desk.EvaluateAsync("() => { window.away = false; window.dispatchEvent(new Event('focus')); }");
        await Expect(desk).ToHaveTitleAsync("(2) Message – Bureau");
    }

    private static async Task<IPage> OpenAsync(DeskWindows windows)
    {
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.AddInitScriptAsync(DeskBrowser.CountNotices + DeskBrowser.AllowNotices);
        await desk.ReloadAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Disponible" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Disponible" })).ToHaveAttributeAsync("aria-pressed", "true");
        return desk;
    }

    private static async Task<Citizen> TakesOneAsync(RouterApp app, IPage desk)
    {
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await Expect(desk.Locator("#talk-title")).ToContainTextAsync(ReceiptCode.Print((await citizen.HandoffAsync()).Receipt));
        return citizen;
    }

    private static Task<int> TonesAsync(IPage desk) => desk.EvaluateAsync<int>("window.tones");
}
