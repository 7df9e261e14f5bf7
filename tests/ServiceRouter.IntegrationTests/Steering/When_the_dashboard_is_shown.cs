using Microsoft.Playwright;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.Platform.DeadLetters;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Steering;

public sealed class When_the_dashboard_is_shown(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task The_page_does_not_scroll_sideways_and_shows_the_way_out(int width)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await When_a_manager_looks_at_the_figures.ServedAndRatedAsync(app);
        await (await app.CitizenComesAsync(asksNow: true)).GivesPostcodeAsync("97419");
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.SetViewportSizeAsync(width, 900);

        await page.GotoAsync(app.Url + "/pilotage?periode=hour");
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(closed => closed.open = true)");

        (await page.Locator("table caption").AllInnerTextsAsync()).Should().Contain("Demandes qui attendent un conseiller, par territoire");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width);
        (await page.Locator("table caption").AllInnerTextsAsync()).Should().Contain("Avis des usagers");
        (await page.GetByRole(AriaRole.Link, new() { Name = "Se déconnecter" }).GetAttributeAsync("href")).Should().Be("/deconnexion");
        (await page.GetByRole(AriaRole.Link, new() { Name = "Registre public" }).GetAttributeAsync("href")).Should().Be("/registre");
        await page.GotoAsync(app.Url + "/pilotage");
        (await page.Locator(".scale span").AllInnerTextsAsync()).Should().HaveCount(2).And.OnlyHaveUniqueItems("a day ends at the hour at which it began");
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task What_refreshes_itself_can_be_stopped_first_of_all_and_takes_nothing_that_is_typed()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");

        await page.GotoAsync(app.Url + "/pilotage?direct=true");

        (await page.Locator("meta[http-equiv=refresh]").CountAsync()).Should().Be(1);
        (await page.Locator("main a").First.InnerTextAsync()).Should().Be("Arrêter l'actualisation");
        (await page.Locator("input[name=receipt], input[type=date]").CountAsync()).Should().Be(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Arrêter l'actualisation pour exporter" }).ClickAsync();
        await Expect(page.GetByLabel("Récépissé")).ToHaveCountAsync(1);
        (await page.Locator("meta[http-equiv=refresh]").CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task An_export_that_was_mistyped_comes_back_filled_in_with_what_was_wrong()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var receipt = (await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync()).Receipt;
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.GotoAsync(app.Url + "/pilotage?periode=week");
        var field = page.GetByLabel("Récépissé");
        await field.FillAsync("K7PR-2XW");
        await page.GetByRole(AriaRole.Button, new() { Name = "Exporter la demande" }).ClickAsync();

        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        (await field.InputValueAsync()).Should().Be("K7PR-2XW");
        (await page.Locator("#recepisse-probleme").InnerTextAsync()).Should().Contain("n'est pas reconnu");
        (await page.TitleAsync()).Should().StartWith("Erreur");
        (await page.Locator("a[aria-current=page]").InnerTextAsync()).Should().Be(await page.Locator(".periods a[href*='periode=week']").InnerTextAsync(), "the period stays chosen");
        (await PageRules.BrokenOnAsync(page, "dashboard-export")).Should().BeEmpty();

        await page.GetByLabel("Du", new() { Exact = true }).FillAsync("2026-11-20");
        await page.GetByLabel("au", new() { Exact = true }).FillAsync("2026-11-10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Exporter la période" }).ClickAsync();
        await Expect(page.Locator("#jours-probleme")).ToContainTextAsync("avant le premier");
        (await page.GetByLabel("Du", new() { Exact = true }).InputValueAsync()).Should().Be("2026-11-20");

        await field.FillAsync(ServiceRouter.Handoffs.ReceiptCode.Print(receipt));
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Exporter la demande" }).ClickAsync());
        download.SuggestedFilename.Should().StartWith("journal-").And.EndWith(".json");

        var program = await page.Context.APIRequest.GetAsync(app.Url + "/api/steering/log?receipt=K7PR", new() { Headers = [new("Accept", "application/json")] });
        (program.Status, program.Headers["content-type"]).Should().Be((400, "application/problem+json"));
        await page.GotoAsync(app.Url + "/api/steering/log?receipt=K7PR");
        (await field.InputValueAsync()).Should().Be("K7PR");
        windows.Faults.Should().OnlyContain(fault => fault.Contains("400"), "the browser itself notes that a page came back with a problem");
    }

    [Fact]
    public async Task What_is_away_is_told_in_French_that_does_not_break_before_a_colon()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put);
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        app.Get<ClosableDatabase>().Close();

        await Eventually.HoldsAsync(
            async () =>
            {
                await page.GotoAsync(app.Url + "/pilotage");
                return (await page.GetByRole(AriaRole.Main).InnerTextAsync()).Contains("ne passent pas\u00a0: la page le dit", StringComparison.Ordinal);
            },
            "the panel tells citizens' side of it");
    }

    [Fact]
    public async Task Failed_messages_are_told_in_words()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.GotoAsync(app.Url + "/pilotage");
        var region = page.GetByRole(AriaRole.Region, new() { Name = "Messages en échec" });
        (await region.InnerTextAsync()).Should().Contain("Aucun message en échec.");

        foreach (var failedBy in (FailedBy[])[FailedBy.Sending, FailedBy.Sending, FailedBy.Consumer])
            await app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(MassTransit.NewId.NextGuid(), failedBy, "sr-x", null, null, "{}", null, TimeProvider.System.GetUtcNow()), TestContext.Current.CancellationToken);
        await page.ReloadAsync();

        (await region.InnerTextAsync()).Should().Contain("3 messages en échec, le plus ancien depuis le").And.Contain("Envoi impossible\u00a0: 2").And.Contain("Traitement impossible\u00a0: 1");
        (await PageRules.BrokenOnAsync(page, "dashboard-dead-letters")).Should().BeEmpty();
    }
}
