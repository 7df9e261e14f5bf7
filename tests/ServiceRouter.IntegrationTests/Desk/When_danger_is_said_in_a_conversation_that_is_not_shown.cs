using Microsoft.Playwright;
using ServiceRouter.IntegrationTests.Accessibility;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>Of several conversations one is on the screen: danger in another must not look like a thank-you (docs/adr/0112).</summary>
public sealed class When_danger_is_said_in_a_conversation_that_is_not_shown(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private const string Danger = "j'ai envie d'en finir";

    [Fact]
    public async Task It_stands_before_everything_else_and_is_said_again_each_time()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows);
        var first = await TakesOneAsync(app, desk, 1);
        var second = await TakesOneAsync(app, desk, 2);
        await first.SaysAsync("merci beaucoup");
        await Expect(desk).ToHaveTitleAsync("(1) Message – Bureau");
        await Expect(Talks(desk)).Not.ToContainTextAsync("détresse");

        await first.SaysAsync(Danger);

        await Expect(desk).ToHaveTitleAsync("Détresse\u00a0: conversation 1 – Bureau");
        await Expect(Badges(desk, 1)).ToHaveTextAsync(["détresse", "2 nouveaux messages"]);
        await Expect(Badges(desk, 2).Filter(new() { HasText = "détresse" })).ToHaveCountAsync(0);
        await Expect(Spoken(desk)).ToContainTextAsync("Détresse\u00a0: conversation 1");
        (await PageRules.BrokenOnAsync(desk, "desk-danger")).Should().BeEmpty();
        await app.CitizenComesAsync(asksNow: true);
        await Expect(desk.Locator("[data-offer]")).ToHaveCountAsync(1);
        await Expect(desk).ToHaveTitleAsync("Détresse\u00a0: conversation 1 – Bureau");

        await desk.Keyboard.PressAsync("Alt+1");
        await Expect(desk).ToHaveTitleAsync("(1) Nouvelle demande – Bureau");
        await Expect(Badges(desk, 1).First).ToHaveTextAsync("détresse");
        await Expect(Spoken(desk)).Not.ToContainTextAsync("Détresse");
        await desk.Keyboard.PressAsync("Alt+2");
        await Expect(desk.GetByRole(AriaRole.Log)).Not.ToContainTextAsync(Danger);
        // The rank cannot rise any more.
        await first.SaysAsync("je veux mourir");
        await Expect(desk).ToHaveTitleAsync("Détresse\u00a0: conversation 1 – Bureau");
        await Expect(Spoken(desk)).ToContainTextAsync("Détresse\u00a0: conversation 1");
        await desk.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        var open = desk.GetByRole(AriaRole.Button, new() { Name = "Ouvrir la conversation 1" });
        await Expect(open).ToBeInViewportAsync();
        await open.ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Log)).ToContainTextAsync("je veux mourir");
        await Expect(open).ToHaveCountAsync(0);
        second.ConversationId.Should().NotBe(first.ConversationId);
        windows.Faults.Should().BeEmpty("no script fails and the content policy refuses nothing");
    }

    [Fact]
    public async Task Whoever_ticked_it_hears_it_also_with_the_page_before_them_and_reads_nothing_of_the_citizen()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await OpenAsync(windows);
        await desk.GetByLabel("Me prévenir").CheckAsync();
        var first = await TakesOneAsync(app, desk, 1);
        await TakesOneAsync(app, desk, 2);
        var before = await TonesAsync(desk);

        await first.SaysAsync("merci beaucoup");
        await Expect(desk).ToHaveTitleAsync("(1) Message – Bureau");
        (await TonesAsync(desk)).Should().Be(before, "the page is before them");
        await first.SaysAsync(Danger);
        await Expect(desk).ToHaveTitleAsync("Détresse\u00a0: conversation 1 – Bureau");
        (await TonesAsync(desk)).Should().Be(before + 2);
        (await desk.EvaluateAsync<string[]>("window.told")).Should().Equal("asked");

        await desk.EvaluateAsync("window.away = true");
        await first.SaysAsync("je veux mourir");
        await desk.WaitForFunctionAsync("() => window.told.length === 2");
        (await desk.EvaluateAsync<string>("window.told[1]")).Should().Be("Message urgent – Bureau France services, lang, renotify, silent, tag");
        (await TonesAsync(desk)).Should().Be(before + 4, "it is heard once for each");
        windows.Faults.Should().BeEmpty();
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

    private static async Task<Citizen> TakesOneAsync(RouterApp app, IPage desk, int place)
    {
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await Expect(Talks(desk).Locator("[aria-current] .number")).ToHaveTextAsync($"{place}");
        return citizen;
    }

    private static ILocator Talks(IPage desk) => desk.GetByRole(AriaRole.Navigation, new() { Name = "Mes conversations" });

    private static ILocator Badges(IPage desk, int place) => Talks(desk).GetByRole(AriaRole.Listitem).Nth(place - 1).Locator(".badge");

    private static ILocator Spoken(IPage desk) => Talks(desk).Locator("[role=status].for-readers");

    private static Task<int> TonesAsync(IPage desk) => desk.EvaluateAsync<int>("window.tones");
}
