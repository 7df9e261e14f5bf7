using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.Desk;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.DeadLetters;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Degraded;

/// <summary>The circuit is gone with its node; what was typed is in the browser (G8).</summary>
public sealed class When_the_node_of_a_desk_is_lost(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    [Fact]
    public async Task What_was_typed_comes_back_with_the_page_and_is_forgotten_when_sent_or_signed_out()
    {
        var setUp = RouterSetUp.Embedded();
        string[] settings = [$"--urls=http://127.0.0.1:{FreePort.Next()}", "--Desk:Lease=00:05:00"];
        var before = await RouterApp.StartAsync(setUp, clock: null, settings);
        await using var windows = browser.On(before);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.Keyboard.PressAsync("Alt+l");
        await before.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await desk.GetByLabel("Votre message à l'usager").FillAsync("Bonjour, je cherche");
        await desk.GetByText("Notes entre conseillers").ClickAsync();
        await desk.GetByLabel("Nouvelle note").FillAsync("À rappeler");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Clore", Exact = true }).ClickAsync();
        await desk.GetByLabel("Ce qui a été fait").SelectOptionAsync("sans_reponse");
        await desk.GetByLabel("Note (facultative)").FillAsync("Dossier complet");

        await before.StopAsync();
        await using var after = await RouterApp.StartAsync(setUp, clock: null, settings);
        await desk.ReloadAsync();

        var message = desk.GetByLabel("Votre message à l'usager");
        await Expect(message).ToHaveValueAsync("Bonjour, je cherche");
        await Expect(desk.GetByLabel("Nouvelle note")).ToHaveValueAsync("À rappeler");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Clore", Exact = true }).ClickAsync();
        await Expect(desk.GetByLabel("Note (facultative)")).ToHaveValueAsync("Dossier complet");
        await Expect(desk.GetByLabel("Ce qui a été fait")).ToHaveValueAsync("sans_reponse");
        await Expect(desk.GetByText("Je confirme que l'usager n'a pas pu être joint")).ToBeVisibleAsync();

        await desk.GetByRole(AriaRole.Button, new() { Name = "Envoyer", Exact = true }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Log)).ToContainTextAsync("Bonjour, je cherche");
        await Expect(message).ToHaveValueAsync("");
        (await KeptAsync(desk)).Should().NotContain("Bonjour").And.Contain("rappeler");
        await desk.GetByRole(AriaRole.Link, new() { Name = "Se déconnecter" }).ClickAsync();
        (await KeptAsync(desk)).Should().NotContain("rappeler").And.NotContain("Dossier");
    }

    [Fact]
    public async Task What_was_said_without_an_answer_does_not_stand_in_its_box_again()
    {
        var setUp = RouterSetUp.Embedded();
        string[] settings = [$"--urls=http://127.0.0.1:{FreePort.Next()}", "--Desk:Lease=00:05:00"];
        var before = await RouterApp.StartAsync(setUp, clock: null, settings);
        await using var windows = browser.On(before);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.Keyboard.PressAsync("Alt+l");
        var receipt = (await (await before.CitizenComesAsync(asksNow: true)).HandoffAsync()).Receipt;
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await desk.GetByLabel("Votre message à l'usager").FillAsync("Bonjour,\nje cherche. ");
        await desk.Keyboard.PressAsync("Alt+n");
        await desk.GetByLabel("Nouvelle note").FillAsync("À rappeler");

        // Committed by a node that dies before the page hears of it.
        (await before.Get<CounsellorSays>().RunAsync("conseiller1", receipt, "Bonjour,\nje cherche. ", "a", TestContext.Current.CancellationToken)).Should().BeNull();
        (await before.Get<AddNote>().RunAsync("conseiller1", receipt, "À rappeler", "b", TestContext.Current.CancellationToken)).Should().BeNull();
        await before.StopAsync();
        await using var after = await RouterApp.StartAsync(setUp, clock: null, settings);
        await desk.ReloadAsync();

        await Expect(desk.GetByRole(AriaRole.Log)).ToContainTextAsync("je cherche.");
        await Expect(desk.GetByLabel("Votre message à l'usager")).ToHaveValueAsync("");
        await Expect(desk.GetByLabel("Nouvelle note")).ToHaveValueAsync("");
        (await KeptAsync(desk)).Should().NotContain("je cherche").And.NotContain("rappeler");
    }

    [Fact]
    public async Task What_was_noted_of_a_failed_message_comes_back_with_the_page_and_is_forgotten_with_the_message()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Desk:Lease=00:05:00");
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.Keyboard.PressAsync("Alt+l");
        await app.Get<IDeadLetterBox>().KeepAsync(
            new FailedMessage(MassTransit.NewId.NextGuid(), FailedBy.NoConsumer, "sr-x", null, null, "{}", null, TimeProvider.System.GetUtcNow()), TestContext.Current.CancellationToken);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Prendre en charge" }).ClickAsync();
        var note = desk.GetByLabel("Ce qui a été fait");
        await note.FillAsync("Rappelé, tout est en ordre");

        await desk.ReloadAsync();

        await Expect(note).ToHaveValueAsync("Rappelé, tout est en ordre");
        // Also in what the page will send, and not only on the screen.
        await desk.GetByRole(AriaRole.Button, new() { Name = "Clore ce message" }).ClickAsync();
        await Expect(desk.GetByText("Aucun message en échec.")).ToBeVisibleAsync();
        (await app.LookAsync(db => db.DeadLetters.SingleAsync())).Note.Should().Be("Rappelé, tout est en ordre");
        (await KeptAsync(desk)).Should().NotContain("en ordre");
    }

    private static Task<string> KeptAsync(IPage page) => page.EvaluateAsync<string>("JSON.stringify(sessionStorage)");
}
