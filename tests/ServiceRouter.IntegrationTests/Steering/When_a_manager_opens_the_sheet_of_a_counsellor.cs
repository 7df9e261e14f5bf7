using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.Desk;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.IntegrationTests.Doors;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Steering;

/// <summary>The list and the form under /pilotage/conseillers, by hand.</summary>
public sealed class When_a_manager_opens_the_sheet_of_a_counsellor(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_the_keyboard_alone_a_counsellor_is_found_described_and_put_back()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.SetViewportSizeAsync(320, 900);
        await page.GotoAsync(app.Url + "/pilotage");
        await page.GetByRole(AriaRole.Link, new() { Name = "Conseillers", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Conseillers");
        (await page.Locator("tbody th a").AllInnerTextsAsync()).Should().HaveCount(8).And.StartWith("Leïla Amrani-Faure");
        List<string> broken = [.. await ShownAsync(page, "counsellors")];

        await page.GetByLabel("Chercher un conseiller").FocusAsync();
        await page.Keyboard.TypeAsync("creuse");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 conseillers sur 8");
        await page.GetByRole(AriaRole.Link, new() { Name = "Nadia Bertholet" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Fiche de Nadia Bertholet");
        broken.AddRange(await ShownAsync(page, "counsellor"));
        (await page.GetByLabel("Département de l'espace").InputValueAsync()).Should().Be("23");
        (await page.GetByLabel("Retraite").IsCheckedAsync()).Should().BeFalse();

        await page.GetByLabel("Département de l'espace").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.GetByLabel("Retraite").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByLabel("Nom montré aux usagers").FocusAsync();
        await page.Keyboard.TypeAsync("Camille R.");
        await page.Keyboard.PressAsync("Enter");

        // Wrong: the alias has no reason. All that was typed is there, and the page says where to look.
        await Expect(page).ToHaveTitleAsync(new Regex("^Erreur"));
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Donnez le motif du nom d'emprunt");
        await Expect(page.GetByLabel("Motif, si")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByLabel("Motif, si")).ToHaveAttributeAsync("aria-describedby", "motif-aide motif-probleme");
        (await page.GetByLabel("Département de l'espace").InputValueAsync()).Should().Be("24");
        (await page.GetByLabel("Retraite").IsCheckedAsync()).Should().BeTrue();
        broken.AddRange(await ShownAsync(page, "counsellor-wrong"));
        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Motif, si")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Menaces reçues au guichet.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer la fiche" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveTitleAsync(new Regex("^Enregistré"));
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C'est enregistré : département, compétences, nom d'emprunt, motif du nom d'emprunt.");
        var latest = page.GetByRole(AriaRole.Region, new() { Name = "Dernière modification" });
        await Expect(latest).ToContainTextAsync("par responsable1");
        await Expect(latest).ToContainTextAsync("département : Creuse (23)");
        broken.AddRange(await ShownAsync(page, "counsellor-done"));
        (await app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == "conseiller1"))).Should().BeEquivalentTo(
            new { Territory = "24", Skills = new[] { "general", "titres", "caf", "retraite", "agricole" }, Alias = "Camille R.", AliasReason = "Menaces reçues au guichet." });

        await page.GetByRole(AriaRole.Button, new() { Name = "Rétablir ce qui était avant" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Département de l'espace")).ToHaveValueAsync("23");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C'est enregistré");
        (await app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == "conseiller1"))).Should().BeEquivalentTo(new { Territory = "23", Alias = (string?)null, AliasReason = (string?)null });

        broken.Should().BeEmpty();
        windows.Faults.Should().OnlyContain(fault => fault.Contains("400"), "the browser itself notes that a page came back with a problem");
    }

    [Fact]
    public async Task It_works_without_script()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.CitizenComesAsync(script: false, width: 320);
        await page.GotoAsync("/demo?retour=/pilotage/conseillers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hélène Marchadier" }).ClickAsync();
        await page.GotoAsync("/pilotage/conseillers");
        await page.GetByLabel("Chercher un conseiller").FillAsync("vauzelle");
        await page.GetByRole(AriaRole.Button, new() { Name = "Chercher" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Marc Vauzelle" }).ClickAsync();
        await page.GetByLabel("Qualité").FillAsync("Conseiller principal");
        await page.GetByLabel("arabe").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer la fiche" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C'est enregistré : qualité, langues.");
        (await app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == "conseiller2"))).Should().BeEquivalentTo(new { Quality = "Conseiller principal", Languages = new[] { "fr", "ar" } });
    }

    [Fact]
    public async Task Taking_a_change_back_with_two_presses_takes_it_back_and_says_so()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.GotoAsync(app.Url + "/pilotage/conseillers/fiche?compte=conseiller1");
        await page.GetByLabel("Qualité").FillAsync("Conseillère principale");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer la fiche" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C'est enregistré");
        var form = await page.GetByRole(AriaRole.Button, new() { Name = "Rétablir ce qui était avant" }).EvaluateAsync<string>("b => new URLSearchParams(new FormData(b.form)).toString()");
        var action = await page.GetByRole(AriaRole.Button, new() { Name = "Rétablir ce qui était avant" }).EvaluateAsync<string>("b => b.form.action");

        for (var press = 0; press < 2; press++)
        {
            var answer = await page.APIRequest.PostAsync(action, new() { Data = form, Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" } });
            answer.Status.Should().Be(200);
            System.Net.WebUtility.HtmlDecode(await answer.TextAsync()).Should().Contain("C'est enregistré").And.NotContain("Rien n'a été enregistré");
        }

        (await app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == "conseiller1"))).Quality.Should().NotBe("Conseillère principale");
        (await app.LookAsync(db => db.CounsellorChanges.CountAsync())).Should().Be(2);
    }

    [Fact]
    public async Task Whoever_was_overtaken_keeps_what_was_typed_and_sees_what_stands()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.GotoAsync(app.Url + "/pilotage/conseillers/fiche?compte=conseiller1");
        var (sheet, _) = (await app.Get<ReadCounsellors>().FindAsync("conseiller1", Token))!.Value;
        await app.Get<DescribeCounsellor>().RunAsync("conseiller1", sheet.Version, sheet.Description with { Territory = "974", Skills = ["caf"] }, "responsable2", Token);

        await page.GetByLabel("Qualité").FillAsync("Conseillère principale");
        await page.GetByLabel("Département de l'espace").SelectOptionAsync("2A");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer la fiche" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("responsable2 a changé cette fiche depuis que vous l'avez ouverte (département, compétences)");
        (await page.GetByLabel("Qualité").InputValueAsync()).Should().Be("Conseillère principale");
        (await page.GetByLabel("Département de l'espace").InputValueAsync()).Should().Be("2A");
        await Expect(page.Locator("#departement-present")).ToContainTextAsync("La Réunion (974)");
        await Expect(page.Locator("#competences-present")).ToContainTextAsync("Prestations familiales et sociales");
        await Expect(page.Locator("#espace-present")).ToHaveCountAsync(0);
        (await app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == "conseiller1"))).Quality.Should().Be(sheet.Description.Quality);
        (await PageRules.BrokenOnAsync(page, "counsellor-overtaken")).Should().BeEmpty();

        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer la fiche" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C'est enregistré");
        (await app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == "conseiller1"))).Should().BeEquivalentTo(new { Territory = "2A", Quality = "Conseillère principale" });
    }

    [Fact]
    public async Task An_open_desk_shows_it_at_once()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.OpenDeskAsync("Nadia Bertholet");
        var (sheet, _) = (await app.Get<ReadCounsellors>().FindAsync("conseiller1", Token))!.Value;

        await app.Get<DescribeCounsellor>().RunAsync("conseiller1", sheet.Version, sheet.Description with { SpaceName = "France services Guéret" }, "responsable1", Token);

        await Expect(page.Locator(".who")).ToHaveTextAsync("Nadia Bertholet, France services Guéret");
    }

    [Fact]
    public async Task A_list_of_nobody_says_so_and_one_of_many_has_pages()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.SetViewportSizeAsync(320, 900);
        await app.TamperAsync(db => db.Counsellors.ExecuteDeleteAsync());
        await page.GotoAsync(app.Url + "/pilotage/conseillers");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Aucun conseiller ne s'est encore connecté.");
        List<string> broken = [.. await ShownAsync(page, "counsellors-none")];

        await app.TamperAsync(async db =>
        {
            db.Counsellors.AddRange(Enumerable.Range(1, 150).Select(n => new Counsellor { Id = $"c{n}", FirstName = "Ada", LastName = $"Nom {n:000}", Quality = "Conseillère", SpaceName = "France services", Territory = n > 1 ? "" : "Creuse" }));
            await db.SaveChangesAsync();
        });
        await page.ReloadAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(100);
        await page.GetByRole(AriaRole.Link, new() { Name = "Page suivante" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(50);
        broken.AddRange(await ShownAsync(page, "counsellors-second"));
        await page.GetByLabel("Chercher un conseiller").FillAsync("personne");
        await page.GetByLabel("Seulement ceux dont le département n'est pas connu (150)").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Chercher" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Aucun conseiller ne correspond à « personne »");
        broken.AddRange(await ShownAsync(page, "counsellors-not-found"));
        await page.GotoAsync(app.Url + "/pilotage/conseillers/fiche?compte=c1");
        await Expect(page.Locator("#departement-aide")).ToContainTextAsync("« Creuse », qui n'est le numéro d'aucun département");

        broken.Should().BeEmpty();
        (await page.GotoAsync(app.Url + "/pilotage/conseillers/fiche?compte=nobody"))!.Status.Should().Be(404);
    }

    [Fact]
    public async Task What_was_typed_survives_a_database_that_is_away()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put);
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.GotoAsync(app.Url + "/pilotage/conseillers/fiche?compte=conseiller1");
        await page.GetByLabel("Qualité").FillAsync("Conseillère principale");
        app.Get<ClosableDatabase>().Close();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer la fiche" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("La base de données n'a pas répondu");
        (await page.GetByLabel("Qualité").InputValueAsync()).Should().Be("Conseillère principale");
        (await PageRules.BrokenOnAsync(page, "counsellor-away")).Should().BeEmpty();
        app.Get<ClosableDatabase>().Open();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer la fiche" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C'est enregistré : qualité.");

        app.Get<ClosableDatabase>().Close();
        (await page.GotoAsync(app.Url + "/pilotage/conseillers"))!.Status.Should().Be(503);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("La liste revient avec elle.");
    }

    /// <summary>What axe finds, and whether the page scrolls sideways.</summary>
    private static async Task<IReadOnlyList<string>> ShownAsync(IPage page, string name)
    {
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(page.ViewportSize!.Width, name);
        return await PageRules.BrokenOnAsync(page, name);
    }
}
