using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.CitizenPages;

public sealed class When_a_citizen_writes_to_the_assistant(CitizenBrowser people) : IClassFixture<CitizenBrowser>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_answer_is_marked_as_automatic_and_the_human_stays_one_press_away(bool script)
    {
        var page = await people.NewPersonAsync(script);
        await page.GotoAsync("/chat");
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Je suis un assistant automatique, pas une personne");

        await page.WritesAsync("zzz qqq");

        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        await Expect(page.Locator(".by-assistant[data-ai-generated=true]")).ToHaveCountAsync(2);
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Parler à un conseiller" })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-number='1']")).ToContainTextAsync("Assistant automatique");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_receipt_is_answered_by_where_the_request_stands(bool script)
    {
        var receipt = await (await people.NewPersonAsync(script: false)).AsksForHumanAsync();
        var page = await people.NewPersonAsync(script);
        await page.GotoAsync("/chat");

        await page.WritesAsync($"Bonjour, où en est ma demande {receipt} ?");

        await Expect(page.Locator(".by-service").Last).ToContainTextAsync($"Votre demande {receipt} attend un conseiller.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_choice_is_a_button_and_counts_with_its_label(bool script)
    {
        var page = await people.NewPersonAsync(script);
        await page.GotoAsync("/chat");
        await page.WritesAsync("zzz qqq");
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        await page.WritesAsync("zzz vvv");

        await page.GetByRole(AriaRole.Button, new() { Name = "Non, continuer" }).ClickAsync();

        await Expect(page.Locator(".by-citizen").Last).ToContainTextAsync("Non, continuer");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Non, continuer" })).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wrong_answer_is_taken_back_by_a_button_beside_the_answers(bool script)
    {
        var page = await people.NewPersonAsync(script);
        await page.GotoAsync("/chat");
        await page.WritesAsync("je veux refaire ma carte grise");
        var again = page.GetByRole(AriaRole.Button, new() { Name = "Recommencer", Exact = true });
        var bought = page.GetByRole(AriaRole.Button, new() { Name = "J'ai acheté un véhicule" });
        await Expect(bought).ToBeVisibleAsync();
        await Expect(again).ToHaveCountAsync(0);

        await bought.ClickAsync();
        await Expect(again).ToBeVisibleAsync();
        await Expect(page.Locator("#boutons button").Last).ToHaveTextAsync("Recommencer");
        await again.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".by-citizen").Last).ToContainTextAsync("Recommencer");
        await Expect(page.Locator(".by-assistant").Last).ToContainTextAsync("Que se passe-t-il avec votre carte grise");
        await Expect(bought).ToBeVisibleAsync();
        await Expect(again).ToHaveCountAsync(0);
        if (script) await Expect(page.Locator("#choix-dit")).ToContainTextAsync("6 réponses au choix");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_may_not_be_heard_writes_to_the_emergency_number_that_takes_text_messages(bool script)
    {
        var page = await people.NewPersonAsync(script);
        await page.GotoAsync("/chat");

        await page.WritesAsync("mon mari me frappe");

        await Expect(page.Locator("a[href='sms:114']")).ToHaveCountAsync(1);
        await Expect(page.Locator("a[href='tel:17']")).ToHaveCountAsync(1);
        await Expect(page.Locator("a[href='tel:114']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_buttons_of_an_answer_are_told_to_whoever_does_not_see_them()
    {
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        var told = page.Locator("#choix-dit[role=status]");
        await Expect(told).ToBeEmptyAsync();

        await page.WritesAsync("je veux refaire ma carte grise");
        await Expect(told).ToContainTextAsync("au choix");

        foreach (var label in await page.Locator("#boutons button").AllInnerTextsAsync()) await Expect(told).ToContainTextAsync(label);
        await page.WritesAsync("comment retrouver mes points de permis");
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(2);
        await Expect(told).ToContainTextAsync("2 réponses au choix, avant le champ de message : Oui ; Non.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_answer_is_on_a_small_screen_when_the_message_is_sent(bool script)
    {
        var page = await people.NewPersonAsync(script, width: 320, height: 640);
        await page.GotoAsync("/chat");
        await page.WritesAsync("zzz qqq");
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);

        await page.WritesAsync("Comment faire une demande de retraite ?");

        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(2);
        await Expect(page.Locator(".by-citizen + #reponse")).ToHaveCountAsync(1);
        await IsInSightAsync(page);
        await page.ReloadAsync();
        await Expect(page.Locator("#reponse")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_answer_to_a_message_about_a_request_is_on_a_small_screen_too()
    {
        var page = await people.NewPersonAsync(script: false, width: 320, height: 640);
        var receipt = await page.AsksForHumanAsync();
        await page.GotoAsync($"/demande/{receipt}");

        await page.WritesAsync("J'ai retrouvé mon numéro");

        await Expect(page).ToHaveURLAsync(new Regex($"/demande/{receipt}#reponse$"));
        await IsInSightAsync(page);
    }

    [Fact]
    public async Task While_nobody_has_answered_the_page_is_shown_at_its_end()
    {
        var page = await people.NewPersonAsync(script: false, width: 320, height: 640);
        var receipt = await page.AsksForHumanAsync();
        await page.GotoAsync($"/demande/{receipt}");
        await page.WritesAsync("J'ai retrouvé mon numéro");
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);

        // It was told once that words are kept: from now on they are, without an answer.
        await page.WritesAsync("Et mon adresse");

        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(2);
        await Expect(page).ToHaveURLAsync(new Regex("#reponse$"));
        await Expect(page.Locator("#reponse + #fin")).ToHaveCountAsync(1);
        await Expect(page.Locator("#fin")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Whoever_chooses_with_the_keyboard_goes_on_at_the_answer_and_not_in_the_field()
    {
        var page = await people.NewPersonAsync(width: 320, height: 640);
        await page.GotoAsync("/chat");
        await page.WritesAsync("ma carte grise");
        await Expect(page.Locator("#boutons button").First).ToBeVisibleAsync();
        // Each thing that the focus was on, and whether everything of the turn was drawn by then.
        await page.EvaluateAsync("document.addEventListener('focusin', e => (window.visited ??= []).push(`${e.target.id} ${document.querySelectorAll('#boutons button').length > 0}`))");

        await page.Locator("#boutons button").First.FocusAsync();
        await page.EvaluateAsync("window.visited = []");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#reponse")).ToBeFocusedAsync();
        await IsInSightAsync(page);
        (await page.EvaluateAsync<string[]>("window.visited")).Should().Equal("reponse true");
    }

    [Fact]
    public async Task What_is_pressed_while_a_message_is_on_its_way_leaves_after_it_in_this_order()
    {
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        await page.WritesAsync("ma carte grise");
        var choice = page.Locator("#boutons button").First;
        var label = await choice.InnerTextAsync();
        var goOn = new TaskCompletionSource();
        await page.RouteAsync("**/*", async route =>
        {
            if (route.Request.Method == "POST") await goOn.Task;
            await route.ContinueAsync();
        });

        await page.WritesAsync("un instant");
        await choice.ClickAsync();
        await page.WritesAsync("et voilà");
        goOn.SetResult();

        await Expect(page.Locator("#log .by-citizen .words")).ToHaveTextAsync(["ma carte grise", "un instant", label, "et voilà"]);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
    }

    // Under the header that stays, and not below the screen.
    private static Task IsInSightAsync(IPage page) => Eventually.HoldsAsync(
        () => page.EvaluateAsync<bool>("(top => top >= document.querySelector('header.top').getBoundingClientRect().bottom && top < innerHeight / 2)(document.getElementById('reponse').getBoundingClientRect().top)"),
        "the first answer is at the top of the screen");

    [Fact]
    public async Task Danger_gives_numbers_to_call_and_a_request()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.GotoAsync("/chat");

        await page.WritesAsync("je veux mourir");

        await Expect(page.Locator("a[href='tel:3114']")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Récépissé et suite de la demande" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_empty_message_is_refused_in_words_and_starts_nothing()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.GotoAsync("/chat");

        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Écrivez votre message avant de l'envoyer.");
        (await page.Context.CookiesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_too_long_is_refused_and_kept()
    {
        var page = await people.NewPersonAsync(script: false);
        await page.GotoAsync("/chat");
        var text = new string('a', 4001);
        await page.Locator("#texte").EvaluateAsync("(field, text) => { field.maxLength = 5000; field.value = text; }", text);

        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("4000");
        await Expect(page.Locator("#texte")).ToHaveValueAsync(text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_has_the_script_is_told_that_Enter_sends(bool script)
    {
        var page = await people.NewPersonAsync(script);

        await page.GotoAsync("/chat");

        var hint = Expect(page.Locator("#texte-aide"));
        await (script ? hint : hint.Not).ToContainTextAsync("Entrée envoie le message, Maj + Entrée va à la ligne.");
    }

    [Fact]
    public async Task The_keyboard_alone_sends_and_reaches_the_human()
    {
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        await TabToAsync(page, "document.activeElement.id === 'texte'");
        await page.Keyboard.TypeAsync("zzz qqq");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        await Expect(page.Locator("#texte")).ToBeFocusedAsync();
        await Expect(page.Locator("#texte")).ToHaveValueAsync("");

        await page.ReloadAsync();
        await TabToAsync(page, "document.activeElement.textContent.trim() === 'Parler à un conseiller'");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".receipt .code")).ToBeVisibleAsync();
    }

    private static async Task TabToAsync(IPage page, string reached)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>(reached)) return;
        }
        throw new InvalidOperationException($"Not reached by Tab: {reached}");
    }
}
