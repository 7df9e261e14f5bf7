using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.IntegrationTests.CitizenPages;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.IntegrationTests.Doors;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Degraded;

public sealed class When_a_citizen_writes_in_the_browser_during_an_outage(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private const string Words = "Mon dossier est bloqué depuis deux mois";
    private const string Wish = "Je voudrais parler à quelqu'un pour ma retraite";
    private static readonly string[] Soon = ["--Doors:LookAgainInterval=00:00:00.100"];

    [Fact]
    public async Task The_script_says_so_keeps_the_words_and_sends_them_once_by_itself()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, Soon);
        await using var windows = browser.On(app);
        var page = await windows.CitizenComesAsync(width: 320);
        await page.GotoAsync("/chat");
        await page.WritesAsync("Bonjour");
        await Expect(page.Locator("#log .by-citizen")).ToContainTextAsync("Bonjour");
        app.Get<ClosableDatabase>().Close();

        await page.WritesAsync(Words);

        await Expect(page.Locator("#lien")).ToContainTextAsync("n'est pas encore envoyé");
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync(Words);
        (await PageRules.BrokenOnAsync(page, "chat-not-sent")).Should().BeEmpty();
        app.Get<ClosableDatabase>().Open();
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync(Words);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
        await Expect(page.Locator("#lien")).ToBeEmptyAsync();
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text == Words))).Should().Be(1);
    }

    [Fact]
    public async Task Words_that_made_a_request_by_another_door_wait_in_the_field_of_its_page()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, Soon);
        await using var windows = browser.On(app);
        var page = await windows.CitizenComesAsync();
        await page.GotoAsync("/chat");
        app.Get<ClosableDatabase>().Close();

        await page.WritesAsync(Wish);

        await Expect(page.Locator(".receipt .code")).ToBeVisibleAsync();
        var address = new Uri(page.Url).AbsolutePath;
        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AnyAsync()), "the request is in the database");
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text == Wish))).Should().Be(0, "words go by no other door");
        await page.GotoAsync(address);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync(Wish);
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync(Wish);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text == Wish))).Should().Be(1);
    }

    [Fact]
    public async Task A_button_and_then_words_both_leave_when_it_is_over_in_this_order()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, Soon);
        await using var windows = browser.On(app);
        var page = await windows.CitizenComesAsync();
        await page.GotoAsync("/chat");
        await page.WritesAsync("carte grise");
        var choice = page.Locator("#boutons button").First;
        var label = await choice.InnerTextAsync();
        app.Get<ClosableDatabase>().Close();

        await choice.ClickAsync();
        await Expect(page.Locator("#lien")).ToContainTextAsync("gardé");
        await page.WritesAsync(Words);
        app.Get<ClosableDatabase>().Open();

        await Expect(page.Locator("#log .by-citizen .words")).ToHaveTextAsync(["carte grise", label, Words]);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
        await Expect(page.Locator("#lien")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_page_opened_during_the_outage_shows_the_messages_when_it_is_over()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, Soon);
        await using var windows = browser.On(app);
        var page = await windows.CitizenComesAsync();
        await page.GotoAsync("/chat");
        await page.WritesAsync("Bonjour");
        await Expect(page.Locator("#log .by-citizen")).ToContainTextAsync("Bonjour");
        app.Get<ClosableDatabase>().Close();

        (await page.GotoAsync("/chat"))!.Status.Should().Be(503);
        await Expect(page.Locator("#absents")).ToContainTextAsync("gardés");
        app.Get<ClosableDatabase>().Open();

        await Expect(page.Locator("#log .by-citizen")).ToContainTextAsync("Bonjour");
        await Expect(page.Locator("#absents")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task Without_script_the_words_stay_in_the_box_and_the_button_for_a_human_is_a_tab_away(int width)
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, Soon);
        await using var windows = browser.On(app);
        var page = await windows.CitizenComesAsync(script: false, width);
        await page.GotoAsync("/chat");
        await page.WritesAsync("Bonjour");
        await Expect(page.Locator("#log .by-citizen")).ToContainTextAsync("Bonjour");
        app.Get<ClosableDatabase>().Close();

        await page.WritesAsync(Words);

        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync(Words);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("n'a pas été envoyé");
        await page.GetByRole(AriaRole.Button, new() { Name = "Parler à un conseiller" }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".receipt .code")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task The_pages_of_an_outage_break_no_rule(int width)
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, Soon);
        await using var windows = browser.On(app);
        var page = await windows.CitizenComesAsync(width: width);
        var receipt = await page.AsksForHumanAsync();
        app.Get<ClosableDatabase>().Close();
        var broken = new List<string>();

        foreach (var (path, name) in new[] { ("/chat", "chat"), ($"/demande/{receipt}", "request"), ("/registre", "register"), ("/demande", "follow"), ($"/demande/{receipt}/imprimer", "print") })
        {
            await page.GotoAsync(path);
            broken.AddRange(await PageRules.BrokenOnAsync(page, $"away-{name}"));
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width, "{0} fits", path);
        }
        await page.AsksForHumanAsync();
        broken.AddRange(await PageRules.BrokenOnAsync(page, "away-accepted"));

        // The pages of a request refresh themselves and say so, since nothing can be typed there.
        broken.RemoveAll(fault => fault.Contains(": meta-refresh", StringComparison.Ordinal));
        broken.Should().BeEmpty();
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task What_was_not_taken_is_said_and_kept_on_pages_that_break_no_rule(int width)
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, Soon);
        await using var windows = browser.On(app);
        var page = await windows.CitizenComesAsync(width: width);
        var receipt = await page.AsksForHumanAsync();
        var broken = new List<string>();

        await page.GetByText("Aller dans un espace France services").ClickAsync();
        await page.GetByLabel("Votre code postal").FillAsync("97400");
        await AwayAsync("Chercher", "place", "n'a pas été enregistré");
        await Expect(page.GetByLabel("Votre code postal", new() { Exact = false }).First).ToHaveValueAsync("97400");
        await page.GotoAsync($"/demande/{receipt}/retirer");
        await AwayAsync("Oui, retirer ma demande", "withdrawal", "n'a pas été retirée");
        await page.GetByRole(AriaRole.Button, new() { Name = "Oui, retirer ma demande" }).ClickAsync();
        await page.GetByLabel("Bien (4 sur 5)", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("En partie").CheckAsync();
        await AwayAsync("Donner mon avis", "rating", "n'a pas été enregistré");
        await Expect(page.GetByLabel("Bien (4 sur 5)", new() { Exact = true })).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Donner mon avis" }).ClickAsync();

        await Expect(page.GetByText("Merci, votre avis est enregistré.")).ToBeVisibleAsync();
        broken.Should().BeEmpty();

        async Task AwayAsync(string button, string name, string said)
        {
            app.Get<ClosableDatabase>().Close();
            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(said);
            await Expect(page.GetByRole(AriaRole.Alert)).ToBeInViewportAsync();
            broken.AddRange(await PageRules.BrokenOnAsync(page, $"away-{name}-{width}"));
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width, "{0} fits", name);
            app.Get<ClosableDatabase>().Open();
        }
    }
}
