using Microsoft.Playwright;
using ServiceRouter.IntegrationTests.CitizenPages;
using ServiceRouter.IntegrationTests.Desk;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Accessibility;

public sealed class When_a_program_checks_the_pages(CitizenBrowser people, DeskBrowser desks) : IClassFixture<CitizenBrowser>, IClassFixture<DeskBrowser>
{
    // WCAG 1.4.10: 320 px is 1280 px at a zoom of four.
    private const int Narrow = 320;

    private static readonly string[] Pages =
    [
        "/", "/chat", "/appel", "/humain", "/appareil", "/demande", "/lettre", "/espaces", "/espaces?lieu=23000", "/espaces/imprimer?lieu=23000", "/accessibilite", "/donnees-personnelles", "/mentions-legales", "/algorithmes", "/registre", "/demo", "/nowhere",
    ];

    [Fact]
    public async Task The_pages_of_citizens_break_no_rule()
    {
        var page = await people.NewPersonAsync(width: Narrow);
        var broken = new List<string>();
        foreach (var path in Pages)
        {
            await page.GotoAsync(path);
            broken.AddRange(await PageRules.BrokenOnAsync(page, "page" + path.Replace('/', '-').Replace('?', '-')));
        }

        await page.GotoAsync("/chat");
        await SayAsync(page, "je veux refaire ma carte grise");
        await Expect(page.Locator("#boutons button").First).ToBeVisibleAsync();
        broken.AddRange(await PageRules.BrokenOnAsync(page, "chat-choices"));
        await SayAsync(page, "comment retrouver mes points de permis");
        broken.AddRange(await PageRules.BrokenOnAsync(page, "chat-answer"));
        var receipt = await page.AsksForHumanAsync();
        broken.AddRange(await PageRules.BrokenOnAsync(page, "chat-waiting"));
        await page.GotoAsync("/appareil");
        broken.AddRange(await PageRules.BrokenOnAsync(page, "device-to-forget"));
        foreach (var path in (string[])["", "/attente", "/imprimer", "/lettre", "/retirer"])
        {
            var answer = await page.GotoAsync($"/demande/{receipt}{path}");
            if (answer!.Ok) broken.AddRange(await PageRules.BrokenOnAsync(page, "request" + path.Replace('/', '-')));
        }
        var desk = await people.CounsellorTakesAsync(receipt);
        (await desk.SaysAsync(receipt, "Bonjour, je vous écoute.")).Should().BeNull();
        await page.GotoAsync("/chat");
        await Expect(page.GetByText("Bonjour, je vous écoute.")).ToBeVisibleAsync();
        broken.AddRange(await PageRules.BrokenOnAsync(page, "chat-counsellor"));
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        await page.GotoAsync($"/demande/{receipt}");
        broken.AddRange(await PageRules.BrokenOnAsync(page, "request-ended"));

        // The page for waiting without script refreshes itself, says so, and has a link beside it that stops it (WCAG 2.2.1: turn off).
        broken.RemoveAll(fault => fault.StartsWith("request-attente: meta-refresh", StringComparison.Ordinal));
        broken.Should().BeEmpty();
    }

    [Fact]
    public async Task The_desk_and_the_dashboard_break_no_rule()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = desks.On(app);
        var broken = new List<string>();
        var page = await windows.OpenDeskAsync("Nadia Bertholet");
        await page.SetViewportSizeAsync(Narrow, 800);
        broken.AddRange(await PageRules.BrokenOnAsync(page, "desk-empty"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Disponible" }).ClickAsync();
        var citizen = await app.CitizenComesAsync();
        await citizen.SaysAsync("Bonjour, je veux refaire ma carte grise");
        await citizen.AsksForHumanAsync();
        await Expect(page).ToHaveTitleAsync("(1) Nouvelle demande – Bureau");
        broken.AddRange(await PageRules.BrokenOnAsync(page, "desk-offer"));
        await page.Keyboard.PressAsync("Alt+a");
        await Expect(page.GetByRole(AriaRole.Log)).ToBeVisibleAsync();
        broken.AddRange(await PageRules.BrokenOnAsync(page, "desk-conversation"));

        var manager = await windows.SignInAsync("Hélène Marchadier");
        await manager.SetViewportSizeAsync(Narrow, 800);
        await manager.GotoAsync(app.Url + "/pilotage");
        broken.AddRange(await PageRules.BrokenOnAsync(manager, "dashboard"));

        broken.Should().BeEmpty();
    }

    private static async Task SayAsync(IPage page, string words)
    {
        await page.WritesAsync(words);
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync(words);
    }
}
