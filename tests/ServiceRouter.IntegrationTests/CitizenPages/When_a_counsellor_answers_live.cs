using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.CitizenPages;

public sealed class When_a_counsellor_answers_live(CitizenBrowser people) : IClassFixture<CitizenBrowser>
{
    [Fact]
    public async Task The_words_and_the_name_arrive_without_a_reload()
    {
        var page = await people.NewPersonAsync();
        var receipt = await page.AsksForHumanAsync();
        await page.EvaluateAsync("window.notReloaded = true");

        var counsellor = await people.CounsellorTakesAsync(receipt);
        await counsellor.SaysAsync(receipt, "Bonjour, je lis votre demande.");

        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Bonjour, je lis votre demande.");
        await Expect(page.Locator("#statut")).ToContainTextAsync("Leïla Amrani-Faure, Conseillère France services");
        await Expect(page.Locator(".by-counsellor[data-ai-generated]")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Vous ne pouvez pas attendre" })).ToBeHiddenAsync();
        (await page.EvaluateAsync<bool>("window.notReloaded")).Should().BeTrue();
    }

    [Fact]
    public async Task Whoever_was_leaving_a_number_meanwhile_keeps_the_keyboards_place_and_the_number()
    {
        var page = await people.NewPersonAsync();
        var receipt = await page.AsksForHumanAsync();
        await page.Locator("#rappel summary").ClickAsync();
        await page.Locator("#numero").PressSequentiallyAsync("01 99");

        await people.CounsellorTakesAsync(receipt);

        await Expect(page.Locator("#autres-voies")).ToBeHiddenAsync();
        await Expect(page.GetByLabel("Votre message")).ToBeFocusedAsync();
        await Expect(page.Locator("#numero")).ToHaveValueAsync("01 99");
    }

    [Fact]
    public async Task A_reload_keeps_every_message_in_its_place()
    {
        var page = await people.NewPersonAsync();
        var receipt = await page.AsksForHumanAsync();
        var counsellor = await people.CounsellorTakesAsync(receipt);
        await page.GetByLabel("Votre message").FillAsync("Ma carte est perdue");
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).ClickAsync();
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        await counsellor.SaysAsync(receipt, "Je regarde.");
        await Expect(page.Locator(".by-counsellor")).ToHaveCountAsync(1);
        var before = await page.Locator("#log .words").AllInnerTextsAsync();

        await page.ReloadAsync();

        (await page.Locator("#log .words").AllInnerTextsAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task After_a_lost_network_nothing_is_missing_and_nothing_is_twice()
    {
        var page = await people.NewPersonAsync();
        var receipt = await page.AsksForHumanAsync();
        var counsellor = await people.CounsellorTakesAsync(receipt);
        await counsellor.SaysAsync(receipt, "Avant la coupure");
        await Expect(page.Locator(".by-counsellor")).ToHaveCountAsync(1);

        await page.Context.SetOfflineAsync(true);
        await counsellor.SaysAsync(receipt, "Pendant la coupure");
        await page.GetByLabel("Votre message").FillAsync("Vous êtes toujours là ?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).ClickAsync();
        await Expect(page.Locator("#lien")).ToContainTextAsync("Connexion perdue, nouvelle tentative");
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("Vous êtes toujours là ?");
        await page.Context.SetOfflineAsync(false);

        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        await Expect(page.Locator(".by-counsellor")).ToHaveCountAsync(2);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
        await Expect(page.Locator("#lien")).ToBeEmptyAsync();
        var numbers = await page.Locator("#log > li").EvaluateAllAsync<int[]>("items => items.map(item => Number(item.dataset.number))");
        numbers.Should().Equal(Enumerable.Range(1, numbers.Length));
    }

    [Fact]
    public async Task Words_not_sent_survive_a_reload()
    {
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        await page.GetByLabel("Votre message").FillAsync("Je voudrais savoir");

        await page.ReloadAsync();

        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("Je voudrais savoir");
    }
}
