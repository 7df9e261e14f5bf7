using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>What no program finds by itself: what is spoken and when, in which language, where the keyboard stands after an act, and what a theme of high contrast leaves of a state.</summary>
public sealed class When_a_counsellor_hears_the_desk_and_works_by_keyboard(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_offer_is_spoken_as_it_comes_and_says_which_one_the_keys_take()
    {
        // What is added to the region is what is read of it.
        const string Listen = """
            () => {
              window.spoken = [];
              new MutationObserver(changes => window.spoken.push(...changes.flatMap(change => [...change.addedNodes]).map(node => node.textContent.trim()).filter(words => words)))
                .observe(document.querySelector('.offers [role=alert]'), { childList: true });
            }
            """;
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        await desk.EvaluateAsync(Listen);
        var first = await app.CitizenComesAsync(asksNow: true);
        await Expect(Offers(desk)).ToHaveCountAsync(1);
        var second = await app.CitizenComesAsync(asksNow: true);
        await Expect(Offers(desk)).ToHaveCountAsync(2);
        await second.WithdrawsAsync();
        await Expect(Offers(desk)).ToHaveCountAsync(1);
        await Expect(desk.Locator(".offers [role=alert]")).ToBeEmptyAsync();
        await app.CitizenComesAsync(asksNow: true);
        await Expect(Offers(desk)).ToHaveCountAsync(2);

        var spoken = await desk.EvaluateAsync<string[]>("window.spoken");
        spoken.Should().HaveCount(3, "each that came was spoken once, and nothing was spoken as one went");
        spoken[0].Should().StartWith("Nouvelle demande\u00a0: ").And.EndWith(". Alt + A pour accepter.");
        spoken[1].Should().StartWith("Nouvelle demande, 2 propositions\u00a0: ").And.Contain(". Alt + A accepte la plus ancienne\u00a0: ");
        spoken[2].Should().Be(spoken[1], "it is the same of another request");
        await desk.Keyboard.PressAsync("Alt+a");
        await Expect(Message(desk)).ToBeFocusedAsync();
        (await first.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor, "it was the oldest");
        windows.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hand_that_presses_on_accepts_nobody_whom_it_has_not_read(bool byKey)
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        await app.CitizenComesAsync(asksNow: true);
        await app.CitizenComesAsync(asksNow: true);
        await Expect(Offers(desk)).ToHaveCountAsync(2);

        if (byKey)
        {
            await desk.Keyboard.DownAsync("Alt");
            await desk.Keyboard.DownAsync("a");
            await Expect(Offers(desk)).ToHaveCountAsync(1);
            await desk.Keyboard.DownAsync("a");
            await desk.Keyboard.UpAsync("a");
            await desk.Keyboard.UpAsync("Alt");
        }
        else
        {
            // As a browser tells the second press of a double click, once the next offer is in that place.
            await Offers(desk).First.Locator("[data-accepts]").ClickAsync();
            await Expect(Offers(desk)).ToHaveCountAsync(1);
            await Offers(desk).First.Locator("[data-accepts]").EvaluateAsync("button => button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 }))");
        }

        await Expect(Offers(desk)).ToHaveCountAsync(1);
        await desk.Keyboard.PressAsync("Alt+r");
        await Expect(desk.GetByLabel("Raison, pour vos collègues")).ToBeFocusedAsync();
        await PressAsync(desk, "Décliner la demande");
        await Expect(Offers(desk)).ToHaveCountAsync(0);
        (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.State == HandoffState.WithCounsellor, Token))).Should().Be(1, "the other one could still be declined");
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task The_keyboard_goes_on_where_it_was_after_each_act()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        await app.CitizenComesAsync(asksNow: true);
        for (var times = 0; times < 2; times++)
        {
            await PressAsync(desk, "Décliner");
            await Expect(desk.GetByLabel("Raison, pour vos collègues")).ToBeFocusedAsync();
            await PressAsync(desk, "Revenir");
            await Expect(Button(desk, "Décliner")).ToBeFocusedAsync();
        }
        await PressAsync(desk, "Décliner");
        await PressAsync(desk, "Décliner la demande");
        await Expect(Heading(desk, "Propositions")).ToBeFocusedAsync();

        await app.CitizenComesAsync(asksNow: true);
        await PressAsync(desk, "Accepter");
        await Expect(Message(desk)).ToBeFocusedAsync();
        await Message(desk).FillAsync("Bonjour, je vous écoute.");
        await PressAsync(desk, "Envoyer");
        await Expect(Message(desk)).ToHaveValueAsync("");
        await Expect(Message(desk)).ToBeFocusedAsync();

        foreach (var act in (string[])["Clore", "Transmettre", "Clore"])
        {
            await PressAsync(desk, act);
            await PressAsync(desk, "Revenir");
            await Expect(Button(desk, act)).ToBeFocusedAsync();
        }
        await PressAsync(desk, "Transmettre");
        var note = desk.GetByLabel("Note pour votre collègue");
        // Longer than the page lets anybody write, so that it is refused.
        await note.EvaluateAsync("field => field.removeAttribute('maxlength')");
        await note.FillAsync(new string('x', 2001));
        await PressAsync(desk, "Transmettre la demande");
        await Expect(Button(desk, "Fermer ce message")).ToBeVisibleAsync();
        await Expect(Button(desk, "Transmettre la demande")).ToBeFocusedAsync();
        await PressAsync(desk, "Fermer ce message");
        await Expect(desk.Locator("#talk-title")).ToBeFocusedAsync();
        await desk.GetByLabel("Son récépissé").FillAsync(app.Get<ReceiptSeal>().New());
        await PressAsync(desk, "Ouvrir");
        await Expect(desk.Locator("#counter-problem")).ToContainTextAsync("Aucune demande n'a ce récépissé");
        await Expect(Button(desk, "Ouvrir")).ToBeFocusedAsync();

        await desk.Keyboard.PressAsync("Alt+c");
        await desk.GetByLabel("Ce qui a été fait").SelectOptionAsync("information");
        await PressAsync(desk, "Clore la demande");
        await Expect(Heading(desk, "Aucune conversation")).ToBeFocusedAsync();
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_half_written_to_somebody_else_is_not_sent_by_a_key_that_closed_the_conversation_before()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var first = await TakesOneAsync(app, desk);
        await Message(desk).FillAsync("Vous n'avez pas droit à");
        await TakesOneAsync(app, desk);
        await desk.Keyboard.PressAsync("Alt+c");
        await desk.GetByLabel("Ce qui a été fait").SelectOptionAsync("information");

        await PressAsync(desk, "Clore la demande");
        await Expect(desk.Locator("#talk-title")).ToContainTextAsync(await PrintedAsync(first));
        await Expect(desk.Locator("#talk-title")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Enter");

        await Expect(Message(desk)).ToHaveValueAsync("Vous n'avez pas droit à");
        (await first.ReadsAsync()).Should().NotContain(a => a.Author == Author.Counsellor);
        await desk.Keyboard.PressAsync("Alt+1");
        await Expect(Message(desk)).ToBeFocusedAsync();

        await desk.ReloadAsync();
        await Expect(Message(desk)).ToHaveValueAsync("Vous n'avez pas droit à");
        await Expect(Message(desk)).Not.ToBeFocusedAsync();
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_that_is_still_held_from_somewhere_else_sends_nothing()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        var citizen = await TakesOneAsync(app, desk);
        await Message(desk).FillAsync("Vous n'avez pas");

        await desk.Locator("#talk-title").FocusAsync();
        await desk.Keyboard.DownAsync("Enter");
        await Message(desk).FocusAsync();
        await desk.Keyboard.DownAsync("Enter");
        await desk.Keyboard.UpAsync("Enter");
        await desk.Keyboard.TypeAsync(" à vous inquiéter.");
        await desk.Keyboard.PressAsync("Enter");

        await Expect(Message(desk)).ToHaveValueAsync("");
        (await citizen.ReadsAsync()).Where(a => a.Author == Author.Counsellor).Select(a => a.Text).Should().Equal("Vous n'avez pas à vous inquiéter.");
    }

    [Fact]
    public async Task Each_message_is_spoken_and_words_are_marked_with_the_language_that_they_have()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        await desk.EvaluateAsync(DeskBrowser.ListenForRegionsBornSpeaking);
        var gone = await app.CitizenComesAsync(asksNow: true);
        await Expect(Offers(desk)).ToHaveCountAsync(1);
        await gone.WithdrawsAsync();
        await Expect(desk.GetByRole(AriaRole.Region, new() { Name = "Propositions" })).ToContainTextAsync("La proposition est terminée");

        var citizen = await app.CitizenComesAsync();
        await app.TamperAsync(db => db.Conversations.Where(c => c.Id == citizen.ConversationId).ExecuteUpdateAsync(s => s.SetProperty(c => c.Language, "en"), Token));
        await citizen.SaysAsync("I lost my card");
        var receipt = await citizen.AsksForHumanAsync();
        await PressAsync(desk, "Accepter");
        await Expect(Message(desk)).ToBeFocusedAsync();
        await Message(desk).FillAsync("Je regarde votre dossier");
        await desk.Keyboard.PressAsync("Enter");
        await Expect(Words(desk, "Je regarde votre dossier")).Not.ToHaveAttributeAsync("lang", "en");
        await Expect(Words(desk, "I lost my card")).ToHaveAttributeAsync("lang", "en");
        await Expect(Words(desk, $"Your receipt: {receipt}")).ToHaveAttributeAsync("lang", "en");
        await Expect(Words(desk, "Nadia Bertholet")).Not.ToHaveAttributeAsync("lang", "en");

        await app.TamperAsync(async db =>
        {
            var thread = new SmsThread { Number = "+33699000001", ConversationId = citizen.ConversationId };
            thread.Stop(TimeProvider.System.GetUtcNow());
            db.SmsThreads.Add(thread);
            await db.SaveChangesAsync(Token);
        });
        await citizen.SaysAsync("Are you there?");
        (await app.Get<AddNote>().RunAsync("conseiller1", receipt, "À rappeler", null, Token)).Should().BeNull();
        await Expect(desk.Locator("#texts-stopped")).ToContainTextAsync("ne reçoit plus de SMS");
        await PressAsync(desk, "Transmettre");
        var away = desk.GetByLabel("À qui").Locator("optgroup[label='Collègues hors ligne'] option").First;
        await desk.GetByLabel("À qui").SelectOptionAsync(new SelectOptionValue { Value = await away.GetAttributeAsync("value") });
        await Expect(desk.Locator("#to-hint")).ToContainTextAsync("ne reçoit pas de demandes");

        (await desk.EvaluateAsync<string[]>("window.bornSpeaking")).Should().BeEmpty("a live region that comes with its words is not read out");
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_theme_of_high_contrast_still_shows_what_is_pressed_and_what_is_open()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await ComesOnLineAsync(desk);
        foreach (var _ in (int[])[1, 2])
        {
            await app.CitizenComesAsync(asksNow: true);
            await PressAsync(desk, "Accepter");
            await Expect(Offers(desk)).ToHaveCountAsync(0);
        }
        await Expect(Button(desk, "Disponible")).ToContainTextAsync("✓");
        await Expect(Button(desk, "Absent")).Not.ToContainTextAsync("✓");
        await desk.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        (await FrameAsync(desk, "[aria-pressed=true]"), await FrameAsync(desk, "[aria-pressed=false]")).Should().Be(("solid 3px", "none"));
        (await FrameAsync(desk, ".talks [aria-current]"), await FrameAsync(desk, ".talks button:not([aria-current])")).Should().Be(("solid 3px", "none"));

        var manager = await windows.SignInAsync("Hélène Marchadier");
        await manager.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await manager.GotoAsync(app.Url + "/pilotage");
        (await FrameAsync(manager, ".periods a[aria-current]"), await FrameAsync(manager, ".periods a:not([aria-current])")).Should().Be(("solid 3px", "none"));
    }

    private static Task<string> FrameAsync(IPage page, string which) => page.Locator(which).First.EvaluateAsync<string>(
        "element => (style => style.outlineStyle === 'none' ? 'none' : `${style.outlineStyle} ${style.outlineWidth}`)(getComputedStyle(element))");

    private static async Task ComesOnLineAsync(IPage desk)
    {
        await desk.Keyboard.PressAsync("Alt+l");
        await Expect(Button(desk, "Disponible")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    private static async Task<Citizen> TakesOneAsync(RouterApp app, IPage desk)
    {
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await PressAsync(desk, "Accepter");
        await Expect(desk.Locator("#talk-title")).ToContainTextAsync(await PrintedAsync(citizen));
        await Expect(Message(desk)).ToBeFocusedAsync();
        return citizen;
    }

    private static async Task<string> PrintedAsync(Citizen citizen) => ReceiptCode.Print((await citizen.HandoffAsync()).Receipt);

    private static async Task PressAsync(IPage desk, string name)
    {
        await Button(desk, name).FocusAsync();
        await desk.Keyboard.PressAsync("Enter");
    }

    private static ILocator Button(IPage desk, string name) => desk.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Heading(IPage desk, string name) => desk.GetByRole(AriaRole.Heading, new() { Name = name });

    private static ILocator Offers(IPage desk) => desk.Locator("[data-offer]");

    private static ILocator Words(IPage desk, string words) => desk.GetByRole(AriaRole.Log).Locator(".words").Filter(new() { HasText = words }).First;

    private static ILocator Message(IPage desk) => desk.GetByLabel("Votre message à l'usager");
}
