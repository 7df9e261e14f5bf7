using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.Conversations;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>The computer of a France services space, a family's tablet: the next person neither reads the conversation before theirs nor asks in its name.</summary>
public sealed class When_people_share_a_device(CitizenBrowser people) : IClassFixture<CitizenBrowser>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_comes_next_makes_a_request_of_their_own(bool script)
    {
        var page = await people.NewPersonAsync(script);
        var first = await page.AsksForHumanAsync();
        await page.WritesAsync("Mon dossier à moi");
        await Expect(page.GetByText("Mon dossier à moi")).ToBeVisibleAsync();
        if (script) await page.GetByLabel("Votre message").FillAsync("Pas encore envoyé");

        await page.GetByRole(AriaRole.Link, new() { Name = "Terminer ici, ou faire votre propre demande" }).ClickAsync();
        await Expect(page.GetByText(first)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Oublier sur cet appareil" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cet appareil ne garde aucune conversation" })).ToBeVisibleAsync();
        // What was typed is the first person's.
        if (script) await page.WaitForFunctionAsync("sessionStorage.length === 0");
        await page.GotoAsync("/chat");
        await Expect(page.GetByText("Mon dossier à moi")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
        var second = await page.AsksForHumanAsync();

        second.Should().NotBe(first);
        await Expect(page.GetByText("Mon dossier à moi")).ToHaveCountAsync(0);
        await page.GotoAsync($"/demande/{first}");
        await Expect(page.GetByText("Mon dossier à moi")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Terminer ici" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Before_a_number_is_left_in_the_name_of_somebody_else_the_page_says_whose_request_it_is_for()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.GotoAsync("/appel");
        await Expect(page.Locator(".device")).ToHaveCountAsync(0);
        await page.AsksForHumanAsync();

        await page.GotoAsync("/appel");

        await Expect(page.Locator(".device")).ToContainTextAsync("le rappel la concernera");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Faire votre propre demande" })).ToHaveAttributeAsync("href", "/appareil");
    }

    [Fact]
    public async Task Over_https_a_neighbouring_host_cannot_plant_the_key_of_a_conversation_to_come()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Limits:TrustedProxies=127.0.0.1");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Url) };
        var planted = ConversationKey.New();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/humain") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "192.0.2.7");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Cookie", $"sr-conversation={planted}");

        using var answer = await http.SendAsync(request, Token);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.GetValues("Set-Cookie").Should().ContainSingle(c => c.StartsWith("__Host-sr-conversation=", StringComparison.Ordinal)).Which.Should().Contain("secure").And.Contain("path=/").And.NotContain("domain");
        (await app.LookAsync(db => db.Conversations.AnyAsync(c => c.Id == planted.ConversationId, Token))).Should().BeFalse();
    }
}
