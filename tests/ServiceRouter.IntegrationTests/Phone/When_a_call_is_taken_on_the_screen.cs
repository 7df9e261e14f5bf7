using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.PhoneSimulator;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>The desk in a browser beside the counsellor's telephone.</summary>
public sealed class When_a_call_is_taken_on_the_screen(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private const string NadiasPhone = PhoneStory.NadiasPhone;
    private const string MarcsPhone = "+33611000002";

    [Fact]
    public async Task The_counsellor_gives_a_number_sees_the_line_and_puts_the_citizen_on_hold()
    {
        await using var story = await PhoneStory.StartAsync("--Desk:OfferTimeout=00:10:00", "--Desk:Lease=00:10:00");
        await using var windows = browser.On(story.App);
        var nadia = await windows.OpenDeskAsync("Nadia Bertholet");
        await nadia.GetByLabel("Mon téléphone pour les appels").FillAsync("06 11 00 00 01");
        var saved = nadia.Locator("#own-phone-saved");
        await Expect(saved).ToHaveAttributeAsync("role", "status");
        await nadia.GetByRole(AriaRole.Button, new() { Name = "Enregistrer" }).ClickAsync();
        await Expect(saved).ToContainTextAsync("Votre numéro est enregistré\u00a0: +33611000001");
        await nadia.GetByRole(AriaRole.Button, new() { Name = "Disponible" }).ClickAsync();
        var citizen = story.Calls();
        await citizen.HearsAsync("tapez 0");
        citizen.Presses("0");
        await nadia.EvaluateAsync(DeskBrowser.ListenForRegionsBornSpeaking);
        await nadia.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();

        await Expect(nadia.GetByLabel("Votre message à l'usager")).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("ne se lit que sur la page de son récépissé"));
        var counsellor = await story.NextRingAsync(NadiasPhone);
        var line = nadia.GetByRole(AriaRole.Region, new() { Name = "Téléphone" });
        await Expect(line).ToContainTextAsync("Votre téléphone sonne");
        counsellor.Answers();
        await counsellor.HearsAsync("tapez 1");
        counsellor.Presses("1");
        await Expect(line).ToContainTextAsync("Vous êtes en ligne");

        // Its words change: that it is pressed would be told twice, and wrongly.
        await Expect(line.Locator("[aria-pressed]")).ToHaveCountAsync(0);
        await line.GetByRole(AriaRole.Button, new() { Name = "Mettre en attente" }).ClickAsync();
        await citizen.HearsAsync("reprend dans un instant");
        await line.GetByRole(AriaRole.Button, new() { Name = "Reprendre" }).ClickAsync();
        await citizen.SeesAsync("off hold");
        await AColleagueJoinsAsync(story, line, citizen);
        citizen.HangsUp();
        await Expect(line).ToContainTextAsync("n'est plus en ligne");

        (await nadia.EvaluateAsync<string[]>("window.bornSpeaking")).Should().BeEmpty("a live region that comes with its words is not read out");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        windows.Faults.Should().BeEmpty("no script fails and the content policy refuses nothing");
    }

    [Fact]
    public async Task Nothing_that_was_written_goes_with_a_request_that_is_handed_over_in_the_call_unasked()
    {
        await using var story = await PhoneStory.StartAsync("--Desk:OfferTimeout=00:10:00", "--Desk:Lease=00:10:00");
        await using var windows = browser.On(story.App);
        var nadia = await windows.OpenDeskAsync("Nadia Bertholet");
        (await story.App.Get<SetPhone>().RunAsync(PhoneStory.Nadia, NadiasPhone, TestContext.Current.CancellationToken)).Should().BeNull();
        await nadia.GetByRole(AriaRole.Button, new() { Name = "Disponible" }).ClickAsync();
        var citizen = story.Calls();
        await citizen.HearsAsync("tapez 0");
        citizen.Presses("0");
        await nadia.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        counsellor.Answers();
        await counsellor.HearsAsync("tapez 1");
        counsellor.Presses("1");
        var line = nadia.GetByRole(AriaRole.Region, new() { Name = "Téléphone" });
        await Expect(line).ToContainTextAsync("Vous êtes en ligne");
        await JoinsAsync(story, line);
        await nadia.GetByLabel("Votre message à l'usager").FillAsync("Votre numéro de dossier");
        await nadia.Keyboard.PressAsync("Alt+n");
        await nadia.GetByLabel("Nouvelle note").FillAsync("Elle parle lentement.");

        await line.GetByRole(AriaRole.Button, new() { Name = "Lui transmettre la demande" }).ClickAsync();
        await Expect(nadia.Locator("#unsent-question")).ToBeFocusedAsync();
        (await story.HandoffAsync()).CounsellorId.Should().Be(PhoneStory.Nadia);
        await line.GetByRole(AriaRole.Button, new() { Name = "Revenir" }).ClickAsync();
        await Expect(line.GetByRole(AriaRole.Button, new() { Name = "Lui transmettre la demande" })).ToBeFocusedAsync();
        await nadia.GetByLabel("Votre message à l'usager").FillAsync("");
        await line.GetByRole(AriaRole.Button, new() { Name = "Lui transmettre la demande" }).ClickAsync();
        await line.GetByRole(AriaRole.Button, new() { Name = "L'ajouter et transmettre" }).ClickAsync();

        await Expect(nadia.GetByRole(AriaRole.Heading, new() { Name = "Aucune conversation" })).ToBeVisibleAsync();
        (await story.HandoffAsync()).CounsellorId.Should().Be("conseiller2");
        (await story.App.LookAsync(db => db.Notes.Select(n => n.Text).SingleAsync(TestContext.Current.CancellationToken))).Should().Be("Elle parle lentement.");
        windows.Faults.Should().BeEmpty("no script fails and the content policy refuses nothing");
    }

    /// <summary>Asked from the panel, heard on the telephone, freed from the panel.</summary>
    private static async Task AColleagueJoinsAsync(PhoneStory story, ILocator line, SimulatedCall citizen)
    {
        var colleague = await JoinsAsync(story, line);
        colleague.Says("bonjour, je vous rejoins");
        await citizen.HearsAsync("je vous rejoins");
        await line.GetByRole(AriaRole.Button, new() { Name = "Libérer ce collègue" }).ClickAsync();
        await Expect(line).ToContainTextAsync("a quitté l'appel");
    }

    private static async Task<SimulatedCall> JoinsAsync(PhoneStory story, ILocator line)
    {
        (await story.App.Get<SetPhone>().RunAsync("conseiller2", MarcsPhone, TestContext.Current.CancellationToken)).Should().BeNull();
        await story.App.CounsellorComesAsync("conseiller2");
        await line.GetByLabel("Faire venir dans l'appel").SelectOptionAsync("colleague:conseiller2");
        await line.GetByRole(AriaRole.Button, new() { Name = "Appeler", Exact = true }).ClickAsync();
        await Expect(line).ToContainTextAsync("sonne");
        var colleague = await story.NextRingAsync(MarcsPhone);
        colleague.Answers();
        await colleague.HearsAsync("tapez 1");
        colleague.Presses("1");
        await Expect(line).ToContainTextAsync("est dans l'appel");
        return colleague;
    }
}
