using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.Platform.DeadLetters;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

public sealed class When_counsellors_work_at_the_desk(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    [Fact]
    public async Task A_request_is_declined_by_one_and_served_by_the_other_with_the_keyboard_alone()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var nadia = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(nadia);
        var citizen = await app.CitizenComesAsync();
        await citizen.SaysAsync("Bonjour, je veux refaire ma carte grise");
        await citizen.AsksForHumanAsync();

        await Expect(nadia).ToHaveTitleAsync("(1) Nouvelle demande – Bureau");
        await Expect(nadia.Locator(".offers [role=alert]")).ToContainTextAsync("Nouvelle demande");
        await Expect(nadia.Locator("#conversation")).ToContainTextAsync("Acceptez une proposition");
        await nadia.Keyboard.PressAsync("Alt+r");
        await Expect(nadia.GetByLabel("Raison, pour vos collègues")).ToBeFocusedAsync();
        await nadia.Keyboard.PressAsync("Tab");
        await nadia.Keyboard.PressAsync("Enter");
        await Expect(nadia).ToHaveTitleAsync("Bureau – France services");

        var marc = await windows.OpenDeskAsync("Marc Vauzelle");
        await ComesOnLineAsync(marc);
        await Expect(marc).ToHaveTitleAsync("(1) Nouvelle demande – Bureau");
        await marc.Keyboard.PressAsync("Alt+a");
        await Expect(Message(marc)).ToBeFocusedAsync();
        await marc.Keyboard.TypeAsync("Bonjour, je suis Marc.");
        await marc.Keyboard.PressAsync("Shift+Enter");
        await marc.Keyboard.TypeAsync("Je regarde.");
        await marc.Keyboard.PressAsync("Enter");
        await Expect(Log(marc)).ToContainTextAsync("Je regarde.");
        await Expect(Message(marc)).ToHaveValueAsync("");
        (await citizen.ReadsAsync()).Should().Contain(a => a.Text == "Bonjour, je suis Marc.\nJe regarde." && a.AuthorName == "Marc Vauzelle");

        await citizen.SaysAsync("Merci !");
        await Expect(Log(marc)).ToContainTextAsync("Merci !");
        await marc.Keyboard.PressAsync("Alt+c");
        await Expect(marc.GetByLabel("Ce qui a été fait")).ToBeFocusedAsync();
        await Expect(marc.GetByLabel("Ce qui a été fait")).ToHaveValueAsync("");
        await marc.Keyboard.PressAsync("ArrowDown");
        await marc.Keyboard.PressAsync("Tab");
        await marc.Keyboard.PressAsync("Tab");
        await marc.Keyboard.PressAsync("Enter");
        await Expect(marc.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
        await Expect(marc.GetByRole(AriaRole.Region, new() { Name = "Mes dernières clôtures" })).ToContainTextAsync("Information donnée");
        windows.Faults.Should().BeEmpty("no script fails and the content policy refuses nothing");
    }

    [Fact]
    public async Task The_field_that_comes_has_the_focus_as_it_comes_and_takes_it_from_nobody_later()
    {
        // A program's own: what runs right after the field is on the page, before any answer of the server to that.
        const string Watch = """
            () => new MutationObserver((_, watch) => {
              const field = document.querySelector('#message');
              if (!field) return;
              watch.disconnect();
              setTimeout(() => window.hadFocus = document.activeElement === field, 0);
            }).observe(document.body, { childList: true, subtree: true })
            """;
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        await app.CitizenComesAsync(asksNow: true);
        var accept = desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" });
        await Expect(accept).ToBeVisibleAsync();
        await desk.EvaluateAsync(Watch);

        await accept.ClickAsync();
        await desk.WaitForFunctionAsync("() => 'hadFocus' in window");

        (await desk.EvaluateAsync<bool>("window.hadFocus")).Should().BeTrue();
    }

    [Fact]
    public async Task A_desk_that_is_not_drawn_yet_says_that_it_opens()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        var opening = desk.GetByText("Ouverture de la page…");
        await Expect(opening).ToBeHiddenAsync();

        await desk.RouteAsync("**/_blazor/**", line => line.AbortAsync());
        await desk.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await Expect(opening).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Drafts_and_unread_messages_are_kept_per_conversation()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var first = await TakesOneAsync(app, desk);
        await Message(desk).FillAsync("Un brouillon pour la première personne");
        var second = await TakesOneAsync(app, desk);
        await Expect(Message(desk)).ToHaveValueAsync("");

        await first.SaysAsync("Vous êtes là ?");
        await Expect(desk).ToHaveTitleAsync("(1) Message – Bureau");
        await desk.Keyboard.PressAsync("Alt+1");

        await Expect(Message(desk)).ToHaveValueAsync("Un brouillon pour la première personne");
        await Expect(Log(desk)).ToContainTextAsync("Vous êtes là ?");
        await Expect(desk).ToHaveTitleAsync("Bureau – France services");
        second.ConversationId.Should().NotBe(first.ConversationId);
    }

    [Fact]
    public async Task What_nobody_has_answered_is_unread_again_on_a_page_that_is_reloaded()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        await TakesOneAsync(app, desk);
        var second = await TakesOneAsync(app, desk);
        await second.SaysAsync("Vous êtes là ?");
        await Expect(Log(desk)).ToContainTextAsync("Vous êtes là ?");
        var talks = desk.GetByRole(AriaRole.Navigation, new() { Name = "Mes conversations" });
        await Expect(talks).Not.ToContainTextAsync("nouveau message");

        await desk.ReloadAsync();
        await Expect(talks.GetByRole(AriaRole.Listitem).Nth(1)).ToContainTextAsync("1 nouveau message");
        await Expect(desk).ToHaveTitleAsync("(1) Message – Bureau");

        await desk.Keyboard.PressAsync("Alt+2");
        await Expect(talks.GetByRole(AriaRole.Listitem).Nth(1)).ToContainTextAsync("sans réponse écrite");
        await Message(desk).FillAsync("Oui, je suis là.");
        await desk.Keyboard.PressAsync("Enter");
        await Expect(Log(desk)).ToContainTextAsync("Oui, je suis là.");
        await desk.ReloadAsync();
        await Expect(talks).ToContainTextAsync("Mes conversations (2)");
        await Expect(talks).Not.ToContainTextAsync("nouveau message");
        await Expect(talks.GetByRole(AriaRole.Listitem).Nth(1)).Not.ToContainTextAsync("sans réponse écrite");
        await Expect(desk).ToHaveTitleAsync("Bureau – France services");
    }

    [Fact]
    public async Task The_newest_message_is_in_sight()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);

        for (var i = 1; i <= 12; i++) await citizen.SaysAsync($"Une phrase de plus, la numéro {i}, assez longue pour remplir la fenêtre.");

        await Expect(Log(desk)).ToContainTextAsync("la numéro 12");
        await Eventually.HoldsAsync(
            () => desk.EvaluateAsync<bool>("(log => log.scrollTop > 0 && log.scrollTop + log.clientHeight >= log.scrollHeight - 2)(document.querySelector('[data-stick]'))"),
            "the newest message is in sight");
    }

    [Fact]
    public async Task A_conversation_that_is_taken_back_says_so()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);

        await citizen.WithdrawsAsync();

        await Expect(desk.GetByRole(AriaRole.Main)).ToContainTextAsync("L'usager a retiré sa demande");
        await Expect(Message(desk)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_desk_that_lost_its_citizens_says_so_plainly_and_shows_what_was_not_sent()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        // A node that has just started takes nobody for gone.
        clock.Advance(new DeskOptions().Lease);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        await TakesOneAsync(app, desk);
        await Message(desk).FillAsync("Bonjour, je regarde votre dossier");
        foreach (var (act, label) in new[] { ("Transmettre", "Note pour votre collègue"), ("Clore", "Note (facultative)") })
        {
            await desk.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
            await desk.GetByLabel(label).FillAsync($"Pour {act}");
        }
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Clore la demande" })).ToBeVisibleAsync();

        await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == "conseiller1")
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseUntil, c => c.LastOfferAt)));
        (await app.TimeMovesAsync()).Should().Be(1);

        await Expect(desk.GetByRole(AriaRole.Main)).ToContainTextAsync("Cette conversation n'est plus la vôtre");
        await Expect(desk.GetByRole(AriaRole.Region, new() { Name = "Ma présence" })).ToContainTextAsync("Votre statut est maintenant «\u00a0Hors ligne\u00a0»");
        foreach (var (label, words) in new[]
                 {
                     ("Ce que vous aviez écrit n'a pas été envoyé", "Bonjour, je regarde votre dossier"), ("Votre note pour votre collègue n'a pas été enregistrée", "Pour Transmettre"),
                     ("Votre note de clôture n'a pas été enregistrée", "Pour Clore"),
                 })
        {
            await Expect(desk.GetByLabel(label)).ToHaveValueAsync(words);
            await Expect(desk.GetByLabel(label)).Not.ToBeEditableAsync();
        }
        (await PageRules.BrokenOnAsync(desk, "desk-lost")).Should().BeEmpty();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Retirer de ma liste" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_desk_that_comes_back_after_a_long_sleep_tells_what_it_lost_and_what_was_not_sent()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        clock.Advance(new DeskOptions().Lease);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);
        await Message(desk).FillAsync("Bonjour, je regarde votre dossier");
        // The circuit is gone with its page, and the lease runs out.
        await desk.GotoAsync("about:blank");
        await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == "conseiller1").ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseUntil, c => c.LastOfferAt)));
        (await app.TimeMovesAsync()).Should().Be(1);
        (await citizen.HandoffAsync()).CounsellorId.Should().BeNull();

        await desk.GotoAsync(app.Url + "/desk");

        await Expect(desk.GetByRole(AriaRole.Main)).ToContainTextAsync("Cette conversation n'est plus la vôtre");
        await Expect(desk.GetByLabel("Ce que vous aviez écrit n'a pas été envoyé")).ToHaveValueAsync("Bonjour, je regarde votre dossier");
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Mes conversations (1)" })).ToBeVisibleAsync();
        await Expect(desk.GetByRole(AriaRole.Region, new() { Name = "Ma présence" })).ToContainTextAsync("Votre statut est maintenant «\u00a0Hors ligne\u00a0»");
        (await PageRules.BrokenOnAsync(desk, "desk-back")).Should().BeEmpty();
        // Available again, it is offered as to anybody, and what was written stands in its box.
        await ComesOnLineAsync(desk);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await Expect(Message(desk)).ToHaveValueAsync("Bonjour, je regarde votre dossier");
        await desk.ReloadAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Mes conversations (1)" })).ToBeVisibleAsync();
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_windows_of_one_counsellor_show_the_same()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var other = await desk.Context.NewPageAsync();
        await other.GotoAsync(app.Url + "/desk");
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Disponible" })).ToHaveAttributeAsync("aria-pressed", "true");
        await TakesOneAsync(app, desk);

        await Expect(Message(other)).ToBeVisibleAsync();
        await Message(other).FillAsync("Bonjour de l'autre fenêtre");
        await Message(other).PressAsync("Enter");
        await Expect(Log(desk)).ToContainTextAsync("Bonjour de l'autre fenêtre");
        await desk.Keyboard.PressAsync("Alt+c");
        await desk.GetByLabel("Ce qui a été fait").SelectOptionAsync("information");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Clore la demande" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Main)).ToContainTextAsync("terminée, par vous dans un autre onglet");
    }

    [Fact]
    public async Task A_page_that_is_reloaded_finds_its_conversation_and_its_draft()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        await TakesOneAsync(app, desk);
        await Message(desk).FillAsync("Je n'ai pas encore envoyé ceci");

        await desk.ReloadAsync();

        await Expect(Message(desk)).ToHaveValueAsync("Je n'ai pas encore envoyé ceci");
        await Message(desk).PressAsync("Enter");
        await Expect(Log(desk)).ToContainTextAsync("Je n'ai pas encore envoyé ceci");
    }

    [Fact]
    public async Task A_conversation_that_is_closed_takes_no_unsent_message_with_it_unasked()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);
        await Message(desk).FillAsync("Votre dossier est complet.");

        await desk.Keyboard.PressAsync("Alt+c");
        var code = desk.GetByLabel("Ce qui a été fait");
        await Expect(code).ToBeFocusedAsync();
        await Expect(code).ToHaveValueAsync("");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Clore la demande" }).ClickAsync();
        await Expect(desk.GetByText("Vous avez un message non envoyé.")).ToBeHiddenAsync();
        await code.FocusAsync();
        await desk.Keyboard.PressAsync("ArrowDown");
        await desk.Keyboard.PressAsync("Tab");
        await desk.Keyboard.PressAsync("Tab");
        await desk.Keyboard.PressAsync("Enter");

        await Expect(desk.GetByText("Vous avez un message non envoyé.")).ToBeVisibleAsync();
        await Expect(desk.Locator("#unsent-question")).ToBeFocusedAsync();
        (await PageRules.BrokenOnAsync(desk, "desk-unsent")).Should().BeEmpty();
        await desk.Keyboard.PressAsync("Enter");
        (await citizen.HandoffAsync()).EndedAt.Should().BeNull("a key pressed once too often decides nothing");
        await desk.GetByRole(AriaRole.Group, new() { Name = "Vous avez un message non envoyé." }).GetByRole(AriaRole.Button, new() { Name = "Revenir" }).ClickAsync();
        await Expect(code).ToHaveValueAsync("information");
        await Expect(code).ToBeFocusedAsync();
        await Expect(Message(desk)).ToHaveValueAsync("Votre dossier est complet.");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Clore la demande" }).ClickAsync();
        await Expect(desk.Locator("#unsent-question")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Tab");
        await desk.Keyboard.PressAsync("Enter");

        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Served);
        (await citizen.ReadsAsync()).Should().Contain(a => a.Text == "Votre dossier est complet.");
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_note_that_was_not_added_is_asked_about_as_a_message_is()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);
        await desk.Keyboard.PressAsync("Alt+n");
        await desk.GetByLabel("Nouvelle note").FillAsync("Dossier complet, il manque la signature.");
        await Message(desk).FillAsync("Un instant, je");

        await desk.Keyboard.PressAsync("Alt+t");
        await desk.GetByLabel("Note pour votre collègue").FillAsync("Voir ma note");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Transmettre la demande" }).ClickAsync();
        await Expect(desk.GetByText("Vous avez un message non envoyé et une note non ajoutée.")).ToBeVisibleAsync();
        await Expect(desk.Locator("#unsent-question")).ToBeFocusedAsync();
        (await PageRules.BrokenOnAsync(desk, "desk-unsent-note")).Should().BeEmpty();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        await desk.GetByRole(AriaRole.Group, new() { Name = "Vous avez un message" }).GetByRole(AriaRole.Button, new() { Name = "Revenir" }).ClickAsync();
        await Message(desk).FillAsync("");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Transmettre la demande" }).ClickAsync();
        await Expect(desk.GetByText("Vous avez une note non ajoutée.")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "L'ajouter et transmettre" }).ClickAsync();

        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        (await app.LookAsync(db => db.Notes.OrderBy(n => n.At).Select(n => n.Text).ToListAsync(TestContext.Current.CancellationToken)))
            .Should().BeEquivalentTo("Dossier complet, il manque la signature.", "Voir ma note");
        (await citizen.ReadsAsync()).Should().NotContain(a => a.Text == "Un instant, je");
        windows.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Transmettre", "Transmettre la demande", "Transmettre sans l'envoyer", HandoffState.Waiting)]
    [InlineData("Prendre un engagement", "Enregistrer l'engagement", "Enregistrer sans l'envoyer", HandoffState.Promised)]
    [InlineData("L'usager ne répond pas", "Enregistrer l'absence", "Enregistrer sans l'envoyer", HandoffState.Absent)]
    public async Task Each_act_that_ends_a_conversation_here_asks_what_becomes_of_an_unsent_message(string act, string submit, string without, HandoffState state)
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);
        // Nobody is absent to whom nothing was written.
        (await app.Get<CounsellorSays>().RunAsync("conseiller1", (await citizen.HandoffAsync()).Receipt, "Êtes-vous là ?", draftId: null, TestContext.Current.CancellationToken)).Should().BeNull();
        await Message(desk).FillAsync("Un instant, je");

        await desk.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
        if (state == HandoffState.Promised) await desk.GetByLabel("Numéro à rappeler").FillAsync("01 99 00 12 34");
        if (state == HandoffState.Waiting) await desk.GetByLabel("Note pour votre collègue").FillAsync("À reprendre");
        await desk.GetByRole(AriaRole.Button, new() { Name = submit }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = without }).ClickAsync();

        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
        (await citizen.HandoffAsync()).State.Should().Be(state);
        (await citizen.ReadsAsync()).Should().NotContain(a => a.Text == "Un instant, je");
    }

    [Fact]
    public async Task An_act_that_was_refused_for_something_else_lets_nobody_go_over_words_that_came_meanwhile()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Prendre un engagement", Exact = true }).ClickAsync();
        var due = desk.GetByLabel("Pour quand");
        var chosen = $"{(await due.InputValueAsync())[..10]}T14:30";
        await desk.GetByLabel("Ce que vous promettez").SelectOptionAsync(nameof(CommitmentKind.Appointment));
        await due.FillAsync("2020-01-06T10:00");
        await citizen.SaysAsync("j'ai autre chose à vous dire");
        await Expect(desk.GetByText("j'ai autre chose à vous dire")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Enregistrer l'engagement" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Alert).GetByText("La date doit être à venir")).ToBeVisibleAsync();
        await Expect(due).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("La date doit être à venir"));
        await due.FillAsync(chosen);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Enregistrer l'engagement" }).ClickAsync();

        await Expect(desk.GetByText("L'usager vient d'écrire")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Enregistrer l'engagement" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Promised && h.DueAt!.Value.Minute == 30, "the moment that was chosen is promised");
    }

    [Fact]
    public async Task A_letter_that_was_promised_is_listed_and_done_before_its_date()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Prendre un engagement", Exact = true }).ClickAsync();
        await desk.GetByLabel("Ce que vous promettez").SelectOptionAsync(nameof(CommitmentKind.Letter));
        await desk.GetByRole(AriaRole.Button, new() { Name = "Enregistrer l'engagement" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();

        await Expect(desk.GetByRole(AriaRole.List, new() { Name = "Courriers que vous avez promis" })).ToContainTextAsync("Courrier au plus tard le");
        (await PageRules.BrokenOnAsync(desk, "desk-letters")).Should().BeEmpty();
        var doIt = desk.GetByRole(AriaRole.Button, new() { Name = "Faire ce courrier maintenant" });
        await doIt.ClickAsync();

        await Expect(Message(desk)).ToBeVisibleAsync();
        await Expect(doIt).ToHaveCountAsync(0);
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_back_to_nobodys_number_is_refused_beside_its_field_and_promised_with_one()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Prendre un engagement", Exact = true }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Enregistrer l'engagement" }).ClickAsync();

        var number = desk.GetByLabel("Numéro à rappeler");
        await Expect(number).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("Aucun numéro n'est connu"));
        await number.FillAsync("01 99 00 12 34");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Enregistrer l'engagement" }).ClickAsync();

        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Promised);
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Colleagues_who_are_there_come_first_and_of_the_others_it_is_said()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        // Known since then, and not on line.
        await windows.OpenDeskAsync("Marc Vauzelle");
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        await TakesOneAsync(app, desk);
        await app.CounsellorComesAsync("conseiller7");

        await desk.Keyboard.PressAsync("Alt+t");
        var to = desk.GetByLabel("À qui");
        await Expect(to).ToBeFocusedAsync();
        (await to.Locator("optgroup").EvaluateAllAsync<string[]>("groups => groups.map(g => g.label)")).Should().Equal("Un groupe de compétence", "Collègues en ligne", "Collègues hors ligne");
        await Expect(desk.GetByText("ne reçoit pas de demandes en ce moment")).ToBeHiddenAsync();
        await to.SelectOptionAsync(new SelectOptionValue { Value = await to.Locator("optgroup[label='Collègues hors ligne'] option").First.GetAttributeAsync("value") });

        await Expect(desk.GetByText("ne reçoit pas de demandes en ce moment")).ToBeVisibleAsync();
        await Expect(to).ToHaveAttributeAsync("aria-describedby", "to-hint");
    }

    [Fact]
    public async Task A_failed_message_is_taken_and_closed_with_the_keyboard()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        var region = desk.GetByRole(AriaRole.Region, new() { Name = "Messages en échec" });
        await Expect(region).ToContainTextAsync("Aucun message en échec.");
        await ComesOnLineAsync(desk);

        await app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(
            MassTransit.NewId.NextGuid(), FailedBy.Consumer, "sr-asked-handoffs", null, "System.InvalidOperationException",
            "{\"receipt\":\"illisible\",\"callBackNumber\":\"01 99 00 12 34\"}", null, TimeProvider.System.GetUtcNow()), TestContext.Current.CancellationToken);

        await Expect(region).ToContainTextAsync("Le service n'a pas pu traiter ce message.");
        (await PageRules.BrokenOnAsync(desk, "desk-dead-letter")).Should().BeEmpty();
        await region.GetByRole(AriaRole.Button, new() { Name = "Prendre en charge" }).FocusAsync();
        await desk.Keyboard.PressAsync("Enter");
        await Expect(region.GetByLabel("Ce qui a été fait")).ToBeFocusedAsync();
        await Expect(region).ToContainTextAsync("01 99 00 12 34");
        (await PageRules.BrokenOnAsync(desk, "desk-dead-letter-taken")).Should().BeEmpty();
        await desk.Keyboard.TypeAsync("Personne rappelée.");
        await desk.Keyboard.PressAsync("Tab");
        await desk.Keyboard.PressAsync("Enter");
        await Expect(region).ToContainTextAsync("Aucun message en échec.");
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_manager_is_shown_out()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");

        var answer = await page.GotoAsync(app.Url + "/desk");

        answer!.Status.Should().Be(403);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Accès refusé" })).ToBeVisibleAsync();
    }

    private static async Task ComesOnLineAsync(IPage desk)
    {
        await desk.Keyboard.PressAsync("Alt+l");
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Disponible" })).ToHaveAttributeAsync("aria-pressed", "true");
    }

    private static async Task<Citizen> TakesOneAsync(RouterApp app, IPage desk)
    {
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await Expect(desk.Locator("#talk-title")).ToContainTextAsync(ReceiptCode.Print((await citizen.HandoffAsync()).Receipt));
        return citizen;
    }

    private static ILocator Message(IPage desk) => desk.GetByLabel("Votre message à l'usager");

    private static ILocator Log(IPage desk) => desk.GetByRole(AriaRole.Log);
}
