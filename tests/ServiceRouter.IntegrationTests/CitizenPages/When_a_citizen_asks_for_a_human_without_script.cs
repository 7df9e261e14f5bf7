using AwesomeAssertions;
using Microsoft.Playwright;
using ServiceRouter.Handoffs;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.CitizenPages;

public sealed class When_a_citizen_asks_for_a_human_without_script(CitizenBrowser people) : IClassFixture<CitizenBrowser>
{
    [Fact]
    public async Task One_press_on_the_home_page_gives_a_receipt()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.GotoAsync("/");
        (await page.Context.CookiesAsync()).Should().BeEmpty("a look at the page starts nothing");

        await page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Parler à un conseiller" }).ClickAsync();

        var receipt = await page.Locator(".receipt .code").InnerTextAsync();
        (await people.App.Get<FollowHandoff>().RunAsync(receipt, CancellationToken.None))!.EndedAt.Should().BeNull();
    }

    [Fact]
    public async Task Whoever_prefers_a_human_sees_no_automatic_message()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.GotoAsync("/");

        await page.GetByRole(AriaRole.Button, new() { Name = "Je préfère un humain" }).ClickAsync();

        await Expect(page.Locator(".receipt .code")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-ai-generated]")).ToHaveCountAsync(0);
        await Expect(page.GetByText("pas d'assistant automatique")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_waiting_page_shows_the_counsellor_who_comes()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.GotoAsync("/humain");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Parler à un conseiller" }).ClickAsync();
        var receipt = await page.Locator(".receipt .code").InnerTextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Suivre l'attente" }).ClickAsync();
        await Expect(page.Locator("meta[http-equiv=refresh]")).ToHaveAttributeAsync("content", "15");

        var counsellor = await people.CounsellorTakesAsync(receipt);
        await counsellor.SaysAsync(receipt, "Bonjour, que puis-je faire pour vous ?");
        await page.ReloadAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Un conseiller s'occupe de votre demande" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("que puis-je faire pour vous");
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Leïla Amrani-Faure, France services");

        await page.GetByRole(AriaRole.Link, new() { Name = "Arrêter l'actualisation" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Suivre les réponses" })).ToBeVisibleAsync();
    }
}
