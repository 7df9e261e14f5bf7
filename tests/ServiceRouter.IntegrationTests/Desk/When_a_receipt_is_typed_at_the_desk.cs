using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.Channels;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.IntegrationTests.SignIn;
using ServiceRouter.Platform.Looks;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>The citizen says the receipt at the counter, the counsellor types it: read, told how it stands, and taken where nobody else has it.</summary>
public sealed class When_a_receipt_is_typed_at_the_desk(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private const string Marc = "conseiller2";

    // WCAG 1.4.10: 320 px is 1280 px at a zoom of four.
    private const int Narrow = 320;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_is_found_read_and_taken_with_the_keyboard_alone_on_a_narrow_screen()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var citizen = await app.CitizenComesAsync();
        await citizen.SaysAsync("Bonjour, je veux refaire ma carte grise");
        var receipt = await citizen.AsksForHumanAsync();
        (await app.Get<TellNeed>().RunAsync(receipt, AccessNeed.SignLanguage, Token)).Should().BeNull();
        var desk = await windows.OpenDeskAsync("Marc Vauzelle");
        await desk.SetViewportSizeAsync(Narrow, 800);

        await desk.Keyboard.PressAsync("Alt+g");
        await Expect(Field(desk)).ToBeFocusedAsync();
        await desk.Keyboard.TypeAsync("K7PR-2XW");
        await desk.Keyboard.PressAsync("Enter");
        await Expect(desk.Locator("#counter-problem")).ToContainTextAsync("Ce n'est pas un récépissé");
        await Expect(Field(desk)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(Field(desk)).ToBeFocusedAsync();
        (await PageRules.BrokenOnAsync(desk, "desk-no-receipt")).Should().BeEmpty();

        await TypesAsync(desk, app.Get<ReceiptSeal>().New());
        await Expect(desk.Locator("#counter-problem")).ToContainTextAsync("Aucune demande n'a ce récépissé");

        await TypesAsync(desk, receipt.ToLowerInvariant().Replace('-', ' '));
        await Expect(desk.Locator("#visitor-title")).ToBeFocusedAsync();
        await Expect(desk.Locator("#visitor-title")).ToContainTextAsync(receipt);
        await Expect(desk.Locator("#counter-problem")).ToBeEmptyAsync();
        await Expect(Field(desk)).ToHaveValueAsync("");
        var main = desk.GetByRole(AriaRole.Main);
        await Expect(main).ToContainTextAsync("Cette demande est dans la file, à la place 1.");
        await Expect(main).ToContainTextAsync("Langue des signes");
        await Expect(desk.GetByRole(AriaRole.Log)).ToContainTextAsync("je veux refaire ma carte grise");
        (await PageRules.BrokenOnAsync(desk, "desk-visitor")).Should().BeEmpty();
        (await desk.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).Should().BeTrue("nobody scrolls sideways");
        (await app.Get<RecordLooks>().ListAsync(Token)).Should().ContainSingle("each reading is recorded").Which.Scope.Should().BeNull();

        await desk.Locator("#visitor-title").FocusAsync();
        await desk.Keyboard.PressAsync("Tab");
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Je reçois cette personne" })).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Enter");

        await Expect(desk.GetByLabel("Votre message à l'usager")).ToBeFocusedAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Mes conversations (1)" })).ToBeVisibleAsync();
        (await citizen.HandoffAsync()).CounsellorId.Should().Be(Marc);
        windows.Faults.Should().BeEmpty("no script fails and the content policy refuses nothing");
    }

    [Fact]
    public async Task What_a_colleague_has_is_shown_with_who_it_is_and_a_note_reaches_them()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var nadia = await app.CounsellorComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        var receipt = await nadia.TakesNextAsync();
        var desk = await windows.OpenDeskAsync("Marc Vauzelle");

        await TypesAsync(desk, receipt);

        var main = desk.GetByRole(AriaRole.Main);
        await Expect(main).ToContainTextAsync("Cette demande est avec Nadia Bertholet.");
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Je reçois cette personne" })).ToHaveCountAsync(0);
        await desk.Keyboard.PressAsync("Alt+n");
        await Expect(desk.GetByLabel("Nouvelle note")).ToBeFocusedAsync();
        await desk.Keyboard.TypeAsync("La personne est devant moi");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Ajouter la note" }).ClickAsync();
        await Expect(main.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "La personne est devant moi" })).ToContainTextAsync("Marc Vauzelle");
        (await app.Get<ReadDesk>().HandoffAsync(nadia.Id, receipt, before: null, Token))!.Notes.Should().ContainSingle().Which.Text.Should().Be("La personne est devant moi");

        await desk.GetByRole(AriaRole.Button, new() { Name = "Fermer", Exact = true }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_note_that_was_not_added_is_asked_about_before_it_goes()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var nadia = await app.CounsellorComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        var receipt = await nadia.TakesNextAsync();
        var other = ReceiptCode.Print((await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync()).Receipt);
        var desk = await windows.OpenDeskAsync("Marc Vauzelle");
        await TypesAsync(desk, receipt);
        await Expect(desk.Locator("#visitor-title")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Alt+n");
        await Expect(desk.GetByLabel("Nouvelle note")).ToBeFocusedAsync();
        await desk.Keyboard.TypeAsync("La personne est devant moi");

        await TypesAsync(desk, other);
        await Expect(desk.Locator("#counter-problem")).ToContainTextAsync($"Votre note sur la demande {receipt} n'est pas ajoutée");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Fermer", Exact = true }).ClickAsync();
        await Expect(desk.Locator("#unsent-question")).ToBeFocusedAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "L'ajouter et fermer" }).ClickAsync();

        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
        (await app.Get<ReadDesk>().HandoffAsync(nadia.Id, receipt, before: null, Token))!.Notes.Should().ContainSingle().Which.Text.Should().Be("La personne est devant moi");
        await TypesAsync(desk, other);
        await Expect(desk.Locator("#visitor-title")).ToContainTextAsync(other);
    }

    [Fact]
    public async Task A_page_that_is_behind_is_told_who_was_quicker()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = ReceiptCode.Print((await citizen.HandoffAsync()).Receipt);
        var desk = await windows.OpenDeskAsync("Marc Vauzelle");
        await TypesAsync(desk, receipt);
        var take = desk.GetByRole(AriaRole.Button, new() { Name = "Je reçois cette personne" });
        await Expect(take).ToBeVisibleAsync();
        (await (await app.CounsellorIsAtCounterAsync("conseiller1")).ReceivesAsync(receipt)).Should().BeNull();

        await take.ClickAsync();

        await Expect(desk.GetByRole(AriaRole.Main).GetByRole(AriaRole.Alert)).ToContainTextAsync("Cette demande est avec Nadia Bertholet.");
        await Expect(take).ToHaveCountAsync(0);
        (await citizen.HandoffAsync()).CounsellorId.Should().Be("conseiller1");
    }

    [Fact]
    public async Task One_that_has_ended_says_how_to_ask_again_and_ones_own_is_opened_as_ever()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var (over, mine) = (await app.CitizenComesAsync(asksNow: true), await app.CitizenComesAsync(asksNow: true));
        await over.WithdrawsAsync();
        var desk = await windows.OpenDeskAsync("Marc Vauzelle");
        var receipt = ReceiptCode.Print((await mine.HandoffAsync()).Receipt);
        (await (await app.CounsellorIsAtCounterAsync(Marc)).ReceivesAsync(receipt)).Should().BeNull();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Mes conversations (1)" })).ToBeVisibleAsync();

        await TypesAsync(desk, (await over.HandoffAsync()).Receipt);
        await Expect(desk.GetByRole(AriaRole.Main)).ToContainTextAsync("Pour en faire une nouvelle, la personne appuie sur «\u00a0Parler à un conseiller\u00a0»");
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Je reçois cette personne" })).ToHaveCountAsync(0);

        await TypesAsync(desk, receipt);
        await Expect(desk.GetByLabel("Votre message à l'usager")).ToBeFocusedAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Au guichet, pas encore prise" }).ClickAsync();
        await Expect(desk.Locator("#visitor-title")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_program_takes_it_by_its_receipt_and_managers_see_that_somebody_did()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = ReceiptCode.Print((await citizen.HandoffAsync()).Receipt);
        using var desk = await DeskProgram.SignInAsync(app, Marc);
        using var other = await DeskProgram.SignInAsync(app, "conseiller1");

        (await desk.PostAsync($"handoffs/{receipt}/take")).Status.Should().Be(204);
        (await desk.PostAsync($"handoffs/{receipt}/take")).Status.Should().Be(204);
        (await other.PostAsync($"handoffs/{receipt}/take")).ShouldBeProblem(409, "handoff-with-colleague");
        (await other.PostAsync($"handoffs/{app.Get<ReceiptSeal>().New()}/take")).ShouldBeProblem(404, "handoff-unknown");
        (await desk.GetAsync($"handoffs/{receipt}")).Body.GetProperty("counsellorName").GetString().Should().Be("Marc Vauzelle");

        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");
        (await manager.GetAsync("/pilotage")).Body.Should().Contain("0 lecture de demandes").And.Contain("1 demande prise au guichet");
        var look = JsonDocument.Parse((await manager.GetAsync("/api/steering/looks")).Body).RootElement.EnumerateArray().Single();
        (look.GetProperty("person").GetString(), look.GetProperty("scope").GetString()).Should().Be((Marc, "counter"));
        var entries = JsonDocument.Parse((await manager.GetAsync($"/api/steering/log?receipt={receipt}")).Body).RootElement.GetProperty("requests")[0].GetProperty("entries");
        entries.EnumerateArray().Select(e => e.GetProperty("facts").GetString()).Should().ContainSingle(facts => facts!.Contains("\"rung\":\"counter\""), "an auditor sees it too");
    }

    private static ILocator Field(IPage desk) => desk.GetByLabel("Son récépissé");

    private static async Task TypesAsync(IPage desk, string receipt)
    {
        await desk.Keyboard.PressAsync("Alt+g");
        await Expect(Field(desk)).ToBeFocusedAsync();
        await Field(desk).FillAsync("");
        await desk.Keyboard.TypeAsync(receipt);
        await desk.Keyboard.PressAsync("Enter");
    }
}
