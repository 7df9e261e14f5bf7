using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Steering;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.CitizenPages;

public sealed class When_a_citizen_follows_a_request(CitizenBrowser people) : IClassFixture<CitizenBrowser>
{
    [Fact]
    public async Task The_receipt_typed_carelessly_on_another_device_opens_it_and_takes_a_message()
    {
        var receipt = await (await people.NewPersonAsync(script: false)).AsksForHumanAsync();
        var elsewhere = await people.NewPersonAsync(script: false);
        await elsewhere.GotoAsync("/demande");

        await elsewhere.GetByLabel("Votre récépissé").FillAsync(" " + receipt.ToLowerInvariant().Replace('-', ' '));
        await elsewhere.GetByRole(AriaRole.Button, new() { Name = "Voir ma demande" }).ClickAsync();
        await elsewhere.WritesAsync("J'ajoute une chose");

        await Expect(elsewhere.Locator(".by-citizen")).ToContainTextAsync("J'ajoute une chose");
        (await elsewhere.Context.CookiesAsync()).Should().BeEmpty("the receipt is all it takes");
    }

    [Fact]
    public async Task Asking_again_from_another_device_keeps_the_one_request()
    {
        var receipt = await (await people.NewPersonAsync(script: false)).AsksForHumanAsync();
        var elsewhere = await people.NewPersonAsync(script: false);
        await elsewhere.GotoAsync($"/demande/{receipt}");

        await elsewhere.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Parler à un conseiller" }).ClickAsync();

        await Expect(elsewhere.Locator(".receipt .code")).ToHaveTextAsync(receipt);
    }

    [Fact]
    public async Task What_is_said_in_another_language_than_the_page_is_marked_as_such()
    {
        var page = await people.NewPersonAsync(script: false);
        var receipt = await page.AsksForHumanAsync();
        await Expect(page.Locator(".words").First).ToHaveAttributeAsync("dir", "auto");
        await Expect(page.Locator(".words[lang]")).ToHaveCountAsync(0);

        var code = ServiceRouter.Handoffs.ReceiptCode.Parse(receipt);
        await people.App.TamperAsync(db => db.Conversations.Where(c => db.Handoffs.Any(h => h.ConversationId == c.Id && h.Receipt == code))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Language, "en")));
        await page.ReloadAsync();

        await Expect(page.Locator(".words").First).ToHaveAttributeAsync("lang", "en");
        foreach (var other in (string[])["attente", "imprimer"])
        {
            await page.GotoAsync($"/demande/{receipt}/{other}");
            await Expect(page.Locator(".words").First).ToHaveAttributeAsync("lang", "en");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_asks_for_somebody_on_the_page_of_a_request_that_has_ended_is_on_the_page_of_the_new_one(bool script)
    {
        var page = await people.NewPersonAsync(script);
        var first = await page.AsksForHumanAsync();
        var desk = await people.CounsellorTakesAsync(first);
        (await desk.ClosesAsync(first)).Should().BeNull();
        var code = ReceiptCode.Parse(first);
        await people.App.BecomesAsync(db => db.Handoffs.AnyAsync(h => h.Receipt == code && h.RatingInvitedAt != null));
        if (script) await Expect(page.Locator("#change")).ToBeVisibleAsync();

        await page.WritesAsync("Ce n'est pas réglé");
        await Expect(page.GetByText("Aucun conseiller n'a encore lu votre message")).ToBeVisibleAsync();
        await page.Locator("#boutons").GetByRole(AriaRole.Button, new() { Name = "Parler à un conseiller" }).ClickAsync();

        await Expect(page.Locator(".receipt .code")).Not.ToHaveTextAsync(first);
        var second = await page.Locator(".receipt .code").InnerTextAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/demande/{second}"));
        await page.WritesAsync("Je suis là");
        await Expect(page.Locator(".by-citizen").Last).ToContainTextAsync("Je suis là");
        await page.GotoAsync($"/demande/{first}");
        await Expect(page.GetByLabel("Votre message")).ToHaveCountAsync(0);
        await page.Locator("#suite").GetByRole(AriaRole.Link, new() { Name = second }).ClickAsync();
        await Expect(page.Locator(".receipt .code")).ToHaveTextAsync(second);
    }

    [Fact]
    public async Task An_unknown_receipt_leads_to_the_form_and_to_a_human()
    {
        var page = await people.NewPersonAsync(script: false);

        var answer = await page.GotoAsync("/demande/K7PR-2XW-9AD-FM4H");

        answer!.Status.Should().Be(404);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Demande introuvable" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Votre récépissé")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Withdrawing_is_confirmed_on_a_page_and_can_be_rated()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.AsksForHumanAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Retirer ma demande" }).ClickAsync();
        await Expect(page.GetByText("Vous pourrez en faire une nouvelle")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Oui, retirer ma demande" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Vous avez retiré votre demande" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Donner mon avis" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choisissez une note");
        await Expect(page).ToHaveTitleAsync(new Regex("^Erreur"));
        await Expect(page.GetByRole(AriaRole.Radiogroup, new() { Name = "Comment cela s'est-il passé" })).ToHaveAttributeAsync("aria-describedby", "avis-probleme");
        await page.GetByLabel("Moyen (3 sur 5)").CheckAsync();
        await page.GetByLabel("En partie").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Donner mon avis" }).ClickAsync();

        await Expect(page.GetByText("Merci, votre avis est enregistré.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_postcode_shows_spaces_and_a_wrong_one_is_explained()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.AsksForHumanAsync();
        await page.GetByText("Aller dans un espace France services").ClickAsync();

        await page.GetByLabel("Votre code postal").FillAsync("123");
        await page.GetByRole(AriaRole.Button, new() { Name = "Chercher" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("code postal");
        await Expect(page.GetByLabel("Votre code postal")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByLabel("Votre code postal")).ToHaveAttributeAsync("aria-describedby", new Regex("code-probleme"));
        await Expect(page).ToHaveTitleAsync(new Regex("^Erreur"));
        await page.GetByLabel("Votre code postal").FillAsync("23000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Chercher" }).ClickAsync();

        await Expect(page.Locator("article.space")).ToHaveCountAsync(3);
        await Expect(page.GetByText("à vérifier avant de vous déplacer")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_call_back_is_promised_without_a_word_in_the_chat()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.GotoAsync("/appel");
        var days = page.GetByLabel("Jour");
        await days.SelectOptionAsync((await days.Locator("option").Last.GetAttributeAsync("value"))!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Demander à être rappelé" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choisissez aussi l'heure");
        await page.GetByLabel("Heure", new() { Exact = true }).SelectOptionAsync("10:00");

        await page.GetByLabel("Votre numéro de téléphone").FillAsync("12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Demander à être rappelé" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ce numéro n'est pas reconnu");
        await Expect(page.Locator("[aria-invalid=true]")).ToHaveIdAsync("numero");
        await page.GetByLabel("Votre numéro de téléphone").FillAsync("01 99 00 12 34");
        await page.GetByRole(AriaRole.Button, new() { Name = "Demander à être rappelé" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Un conseiller vous rappellera le" })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-ai-generated]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Whoever_chooses_no_moment_is_called_as_soon_as_possible_and_keeps_the_place()
    {
        var page = await people.NewPersonAsync(script: false);
        var receipt = await page.AsksForHumanAsync();
        await page.Locator("#rappel summary").ClickAsync();
        await page.GetByLabel("Votre numéro de téléphone").FillAsync("01 99 00 12 34");

        await page.GetByRole(AriaRole.Button, new() { Name = "Demander à être rappelé" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex($"/demande/{receipt}"));
        await Expect(page.GetByText("Un conseiller vous rappelle dès que possible, et vous gardez votre place")).ToHaveCountAsync(1);
        var code = ReceiptCode.Parse(receipt);
        var handoff = await people.App.LookAsync(db => db.Handoffs.SingleAsync(h => h.Receipt == code));
        handoff.State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
        (await people.App.LookAsync(db => db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId))).CallBackNumber.Should().Be("0199001234");
    }

    [Fact]
    public async Task Of_a_call_back_refused_for_its_moment_the_moment_is_marked_and_the_number_is_not()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.GotoAsync("/appel");
        await page.GetByLabel("Votre numéro de téléphone").FillAsync("01 99 00 12 34");
        await page.EvaluateAsync("document.querySelector('#jour option').value = '2001-01-01'");
        await page.GetByLabel("Heure", new() { Exact = true }).SelectOptionAsync("10:00");

        await page.GetByRole(AriaRole.Button, new() { Name = "Demander à être rappelé" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ce moment est passé");
        (await page.Locator("[aria-invalid=true]").EvaluateAllAsync<string[]>("all => all.map(one => one.id + ' ' + one.getAttribute('aria-describedby'))")).Should().Equal("jour rappel-aide rappel-probleme", "heure rappel-aide rappel-probleme");
        await Expect(page.GetByLabel("Votre numéro de téléphone")).ToHaveValueAsync("01 99 00 12 34");
    }

    [Fact]
    public async Task The_transcript_can_be_printed_and_kept_as_text()
    {
        var page = await people.NewPersonAsync(script: false);
        var receipt = await page.AsksForHumanAsync();
        await page.WritesAsync("Une phrase à garder");

        await page.GotoAsync($"/demande/{receipt}/imprimer");
        await Expect(page.GetByText("Une phrase à garder")).ToBeVisibleAsync();
        await Expect(page.GetByText("C'est une demande d'information et d'accompagnement")).ToBeVisibleAsync();
        await Expect(page.GetByText("Un programme calcule l'ordre de la file")).ToContainTextAsync("/algorithmes");
        var copy = await page.APIRequest.GetAsync($"/demande/{receipt}/copie.txt");

        copy.Headers["content-type"].Should().StartWith("text/plain");
        (await copy.TextAsync()).Should().Contain(receipt).And.Contain("Une phrase à garder");
    }
}
