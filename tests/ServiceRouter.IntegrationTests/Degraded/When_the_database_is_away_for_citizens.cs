using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.Degraded;

/// <summary>Every page keeps its exit and what was typed, and says what is so (G1, G10).</summary>
public sealed partial class When_the_database_is_away_for_citizens
{
    private const string Words = "Je n'arrive pas à refaire ma carte grise";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_page_is_empty_shows_a_stack_trace_or_loses_the_way_to_a_human()
    {
        await using var app = await StartAsync();
        using var known = new CitizenHttp(app);
        var receipt = await known.AsksForHumanAsync();
        using var stranger = new CitizenHttp(app);
        app.Get<ClosableDatabase>().Close();

        foreach (var (path, whole) in Pages(receipt))
            foreach (var (who, citizen) in new[] { ("known", known), ("stranger", stranger) })
            {
                var (status, page) = await ArrivesAsync(citizen, path);
                page.Should().Contain("action=\"/humain\"", "{0} for {1} keeps its exit", path, who).And.Contain("</html>").And.NotContain("   at ").And.NotContain("Exception");
                MainOf(page).Length.Should().BeGreaterThan(100, "{0} for {1} says something", path, who);
                if (whole) status.Should().Be(HttpStatusCode.OK, "{0} needs no database", path);
                else status.Should().BeOneOf([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], "{0} for {1} says honestly what is so", path, who);
            }
        (await known.OpensAsync("/chat")).Status.Should().Be(HttpStatusCode.ServiceUnavailable, "messages that exist cannot be shown");
        (await stranger.OpensAsync("/chat")).Status.Should().Be(HttpStatusCode.OK, "whoever has none sees the page as ever");
        (await known.OpensAsync("/registre")).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await stranger.AsksForHumanAsync()).Should().NotBeNull("the exit works");
    }

    [Fact]
    public async Task What_was_typed_stays_in_the_box_and_counts_once_when_it_is_sent_again()
    {
        await using var app = await StartAsync();
        var database = app.Get<ClosableDatabase>();
        using var citizen = new CitizenHttp(app);
        await citizen.SendsAsync("/chat", ("texte", "Bonjour"), ("envoi", "first"));
        database.Close();

        var (status, page, _) = await citizen.SendsAsync("/chat", ("texte", Words), ("envoi", "second"));

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        page.Should().Contain(FrenchSpaces.Keep(SayOnWeb.NotSent)).And.MatchRegex($"<textarea[^>]*>{Regex.Escape(Words)}</textarea>").And.Contain("name=\"envoi\" value=\"second\"");
        database.Open();
        var again = await citizen.SendsAsync("/chat", ("texte", Words), ("envoi", "second"));
        await citizen.SendsAsync("/chat", ("texte", Words), ("envoi", "second"));
        again.Goes.Should().Be("/chat#reponse");
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text == Words))).Should().Be(1);
    }

    [Fact]
    public async Task A_first_message_that_was_stored_without_an_answer_is_not_doubled_by_the_second_try()
    {
        await using var app = await StartAsync("--Storage:PageTimeout=00:00:00.300");
        var database = app.Get<ClosableDatabase>();
        using var citizen = new CitizenHttp(app);
        database.CommitSilently();

        var (status, page, _) = await citizen.SendsAsync("/chat", ("texte", Words), ("envoi", "first"), (OwnConversation.KeyField, ConversationKey.New().ToString()));

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        database.Open();
        var key = KeyInForm().Match(page).Groups[1].Value;
        await Eventually.HoldsAsync(async () => (await citizen.SendsAsync("/chat", ("texte", Words), ("envoi", "first"), (OwnConversation.KeyField, key))).Goes == "/chat#reponse", "it is sent");
        (await app.LookAsync(db => db.Conversations.CountAsync())).Should().Be(1);
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text == Words))).Should().Be(1);
    }

    [Theory]
    [InlineData("je veux parler à un conseiller")]
    [InlineData("pas de robot")]
    public async Task Words_for_a_human_go_through_another_door(string words)
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        app.Get<ClosableDatabase>().Close();

        var (status, _, goes) = await citizen.SendsAsync("/chat", ("texte", words), ("envoi", "first"));

        status.Should().Be(HttpStatusCode.Found);
        goes.Should().StartWith("/demande/");
        app.Get<AskJournal>().Count.Should().Be(1);
        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(async () => await app.LookAsync(db => db.Handoffs.CountAsync()) == 1, "the request is in the database");
    }

    [Theory]
    [InlineData("je veux parler à un conseiller", "first", 1, "its answer was lost, and they were served for it")]
    [InlineData("je veux parler à un conseiller", "second", 2, "whoever wishes for somebody again is called again")]
    [InlineData("je veux encore parler à un conseiller", "first", 2, "a page gave the words back with their id, and they were changed")]
    public async Task The_same_words_sent_again_through_another_door_are_no_new_wish(string sentAgain, string sentAgainAs, int requests, string because)
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        await citizen.SendsAsync("/chat", ("texte", "je veux parler à un conseiller"), ("envoi", "first"));
        var desk = await app.CounsellorComesAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        app.Get<ClosableDatabase>().Close();

        var (_, _, goes) = await citizen.SendsAsync("/chat", ("texte", sentAgain), ("envoi", sentAgainAs));

        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the asking is in the database");
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(requests, because);
        (await citizen.OpensAsync(goes!)).Status.Should().Be(HttpStatusCode.OK, "its receipt leads to a request in either case");
    }

    [Fact]
    public async Task Words_that_were_kept_beside_others_of_their_id_and_are_sent_again_through_another_door_are_no_new_wish()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        await citizen.SendsAsync("/chat", ("texte", "je veux parler à un conseiller"), ("envoi", "first"));
        await citizen.SendsAsync("/chat", ("texte", "un conseiller, je vous prie"), ("envoi", "first"));
        var desk = await app.CounsellorComesAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        app.Get<ClosableDatabase>().Close();

        var (_, _, goes) = await citizen.SendsAsync("/chat", ("texte", "un conseiller, je vous prie "), ("envoi", "first"));

        goes.Should().StartWith("/demande/");
        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the asking is in the database");
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(1);
    }

    /// <summary>The answer of the first try was lost, and with it the receipt.</summary>
    [Theory]
    [InlineData("je veux parler à un conseiller", false, 1)]
    [InlineData("je veux parler à un conseiller", true, 1)]
    [InlineData("je veux encore parler à un conseiller", false, 2)]
    [InlineData("je veux encore parler à un conseiller", true, 2)]
    public async Task Words_that_came_by_another_door_and_were_answered_are_no_new_wish_when_they_are_sent_again(string sentAgain, bool isAwayAgain, int requests)
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var key = ConversationKey.New().ToString();
        app.Get<ClosableDatabase>().Close();
        (await citizen.SendsAsync("/chat", ("texte", "je veux parler à un conseiller"), ("envoi", "first"), (OwnConversation.KeyField, key))).Goes.Should().StartWith("/demande/");
        app.Get<ClosableDatabase>().Open();
        var desk = await app.CounsellorComesAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        if (isAwayAgain) app.Get<ClosableDatabase>().Close();

        var (_, _, goes) = await citizen.SendsAsync("/chat", ("texte", sentAgain), ("envoi", "first"), (OwnConversation.KeyField, key));

        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the asking is in the database");
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(requests);
        if (!isAwayAgain && requests == 1) (await citizen.OpensAsync(goes!)).Page.Should().Contain(sentAgain).And.Contain("nous était déjà parvenu");
    }

    /// <summary>All buttons of a form have its id, and a page that the browser kept has it again.</summary>
    [Theory]
    [InlineData("oui", 2, "another button of the form was stored, and nobody was served for this one")]
    [InlineData(ServiceChoices.Human, 1, "its answer was lost, and they were served for it")]
    public async Task The_button_for_a_person_is_a_wish_whatever_was_pressed_under_its_id_before(string pressedBefore, int requests, string because)
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        await citizen.SendsAsync("/chat", ("texte", "je veux parler à un conseiller"), ("envoi", "words"));
        var desk = await app.CounsellorComesAsync();
        await citizen.SendsAsync("/chat", ("choix", pressedBefore), ("envoi", "a1"));
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        app.Get<ClosableDatabase>().Close();

        var (_, _, goes) = await citizen.SendsAsync("/chat", ("choix", ServiceChoices.Human), ("envoi", "a1"));

        goes.Should().StartWith("/demande/");
        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the asking is in the database");
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(requests, because);
    }

    [Fact]
    public async Task The_button_for_a_person_that_came_by_another_door_and_was_answered_is_no_new_wish_also_under_an_id_of_others()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        await citizen.SendsAsync("/chat", ("texte", "bonjour"), ("envoi", "words"));
        await citizen.SendsAsync("/chat", ("choix", "oui"), ("envoi", "a1"));
        app.Get<ClosableDatabase>().Close();
        await citizen.SendsAsync("/chat", ("choix", ServiceChoices.Human), ("envoi", "a1"));
        app.Get<ClosableDatabase>().Open();
        var desk = await app.CounsellorComesAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();

        await citizen.SendsAsync("/chat", ("choix", ServiceChoices.Human), ("envoi", "a1"));

        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(1);
    }

    [Fact]
    public async Task Words_of_danger_that_came_by_another_door_and_were_answered_are_a_request_when_they_are_sent_again()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var key = ConversationKey.New().ToString();
        app.Get<ClosableDatabase>().Close();
        await citizen.SendsAsync("/chat", ("texte", "je veux mourir"), ("envoi", "first"), (OwnConversation.KeyField, key));
        app.Get<ClosableDatabase>().Open();
        var desk = await app.CounsellorComesAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();

        await citizen.SendsAsync("/chat", ("texte", "je veux mourir"), ("envoi", "first"), (OwnConversation.KeyField, key));

        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(2);
    }

    [Fact]
    public async Task The_page_of_a_request_on_its_way_changes_by_itself_only_for_whoever_asks_for_it()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        app.Get<ClosableDatabase>().Close();
        var (_, _, goes) = await citizen.SendsAsync("/chat", ("texte", "conseiller"), ("envoi", "first"));

        var still = (await citizen.OpensAsync(goes!)).Page;
        var moving = (await citizen.OpensAsync($"{goes}?suivre=oui")).Page;

        still.Should().NotContain("http-equiv=\"refresh\"").And.Contain($"{goes}?suivre=oui").And.Contain("id=\"lieu\"");
        moving.Should().Contain("http-equiv=\"refresh\"").And.MatchRegex("<a href=\"[^?\"]*\">Arrêter").And.NotContain("id=\"lieu\"", "nothing that is typed is emptied");
    }

    [Fact]
    public async Task Words_of_distress_go_through_it_with_their_rank_and_its_numbers()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        app.Get<ClosableDatabase>().Close();

        var (_, _, goes) = await citizen.SendsAsync("/chat", ("texte", "je veux mourir"), ("envoi", "first"));

        (await citizen.OpensAsync(goes!)).Page.Should().Contain("tel:112", "somebody answers there now");
        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AnyAsync()), "the request is in the database");
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Should().Match<Handoff>(h => h.Rank == HandoffRank.Distress && h.Reason == "detresse");
        (await citizen.OpensAsync(goes!)).Page.Should().Contain("tel:3114");
    }

    [Fact]
    public async Task Words_of_distress_raise_a_request_that_was_open_before()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        await citizen.AsksForHumanAsync();
        app.Get<ClosableDatabase>().Close();

        await citizen.SendsAsync("/chat", ("texte", "je veux mourir"), ("envoi", "first"));

        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AnyAsync(h => h.Rank == HandoffRank.Distress)), "it goes before the others");
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text!.Contains("3114")))).Should().Be(1);
    }

    [Fact]
    public async Task A_refusal_of_the_assistant_goes_through_it_too()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        app.Get<ClosableDatabase>().Close();
        await citizen.SendsAsync("/chat", ("texte", "pas de robot"), ("envoi", "first"));

        app.Get<ClosableDatabase>().Open();

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Conversations.AnyAsync(c => c.RefusesAssistant)), "it is remembered");
    }

    [Fact]
    public async Task A_message_about_a_request_stays_in_a_box_that_can_be_sent_again()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var receipt = await citizen.AsksForHumanAsync();
        app.Get<ClosableDatabase>().Close();

        var (status, page, _) = await citizen.SendsAsync($"/demande/{receipt}", ("texte", Words), ("envoi", "once"));

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        page.Should().MatchRegex($"<textarea[^>]*>{Regex.Escape(Words)}</textarea>").And.Contain("name=\"envoi\" value=\"once\"").And.Contain(receipt);
        app.Get<ClosableDatabase>().Open();
        (await citizen.SendsAsync($"/demande/{receipt}", ("texte", Words), ("envoi", "once"))).Status.Should().Be(HttpStatusCode.Found);
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text == Words))).Should().Be(1);
    }

    [Fact]
    public async Task A_postcode_that_was_not_taken_is_said_not_to_be_and_kept()
    {
        var (status, page) = await SentDuringOutageAsync("?handler=Lieu", ("code", "97400"));

        SaysNotRecorded(status, page);
        page.Should().MatchRegex("name=\"code\"[^>]*value=\"97400\"").And.Contain("?handler=Lieu");
    }

    [Fact]
    public async Task A_way_to_be_spoken_with_that_was_not_taken_is_said_not_to_be_and_kept()
    {
        var (status, page) = await SentDuringOutageAsync("?handler=Besoin", ("besoin", "SignLanguage"));

        SaysNotRecorded(status, page);
        page.Should().MatchRegex("value=\"SignLanguage\"[^>]*selected").And.Contain("?handler=Besoin");
    }

    [Fact]
    public async Task A_rating_that_was_not_taken_is_said_not_to_be_and_kept()
    {
        var (status, page) = await SentDuringOutageAsync("?handler=Avis", ("note", "4"), ("resolu", "Partly"), ("mots", Words));

        SaysNotRecorded(status, page);
        page.Should().MatchRegex("id=\"note-4\"[^>]*checked").And.MatchRegex("id=\"resolu-Partly\"[^>]*checked").And.MatchRegex($"<textarea[^>]*>{Regex.Escape(Words)}</textarea>").And.Contain("?handler=Avis");
    }

    [Fact]
    public async Task A_button_that_was_not_taken_can_be_pressed_again_under_the_same_id()
    {
        var (status, page) = await SentDuringOutageAsync("", ("choix", "oui"), ("envoi", "once"));

        SaysNotRecorded(status, page);
        page.Should().Contain("name=\"choix\" value=\"oui\"").And.Contain("name=\"envoi\" value=\"once\"");
    }

    [Fact]
    public async Task A_message_that_was_not_taken_is_not_called_done()
    {
        var (_, page) = await SentDuringOutageAsync("", ("texte", Words), ("envoi", "once"));

        page.Should().NotContain("rien à refaire").And.NotContain("http-equiv=\"refresh\"");
    }

    [Fact]
    public async Task A_withdrawal_that_was_not_taken_is_said_not_to_be_and_can_be_sent_again()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var receipt = await citizen.AsksForHumanAsync();
        app.Get<ClosableDatabase>().Close();

        var (status, page, _) = await citizen.SendsAsync($"/demande/{receipt}/retirer");

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        page.Should().MatchRegex("role=\"alert\">Votre demande n'a pas été retirée").And.NotContain("rien à refaire").And.NotContain("http-equiv=\"refresh\"")
            .And.Contain($"action=\"/demande/{receipt}/retirer\"").And.Contain("action=\"/humain\"");
        app.Get<ClosableDatabase>().Open();
        (await citizen.SendsAsync($"/demande/{receipt}/retirer")).Goes.Should().Be($"/demande/{receipt}");
        (await app.LookAsync(db => db.Handoffs.Select(h => h.State).SingleAsync())).Should().Be(HandoffState.Withdrawn);
    }

    [Fact]
    public async Task The_script_is_told_with_the_same_id_and_its_stream_stays_open_and_goes_on()
    {
        await using var app = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        http.DefaultRequestHeaders.Add("Accept", "application/json");
        using var citizen = new CitizenHttp(app);
        var receipt = await citizen.AsksForHumanAsync();
        using var opened = await http.GetAsync($"/demande/{receipt}/direct?vu=1000", HttpCompletionOption.ResponseHeadersRead, Token);
        using var patience = Patience.New();
        using var stream = new StreamReader(await opened.Content.ReadAsStreamAsync(patience.Token));
        await ReadUntilAsync(stream, "event: status", patience.Token);

        app.Get<ClosableDatabase>().Close();
        await ReadUntilAsync(stream, "event: away", patience.Token);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("texte", Words), KeyValuePair.Create("envoi", "mine")]);
        using var answer = await http.PostAsync($"/demande/{receipt}", form, Token);
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.Should().BePositive("a program that sends again by itself does not ask without a pause");
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("envoi").GetString().Should().Be("mine");
        using var refused = await http.GetAsync($"/demande/{receipt}/direct", Token);
        (refused.StatusCode, await refused.Content.ReadAsStringAsync(Token)).Should().Be((HttpStatusCode.ServiceUnavailable, ""));

        app.Get<ClosableDatabase>().Open();
        await ReadUntilAsync(stream, "event: back", patience.Token);
    }

    private static async Task<(HttpStatusCode Status, string Page)> SentDuringOutageAsync(string handler, params (string Name, string Value)[] fields)
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var receipt = await citizen.AsksForHumanAsync();
        app.Get<ClosableDatabase>().Close();
        var (status, page, _) = await citizen.SendsAsync($"/demande/{receipt}{handler}", fields);
        page.Should().Contain(receipt).And.Contain("action=\"/humain\"");
        return (status, page);
    }

    private static void SaysNotRecorded(HttpStatusCode status, string page)
    {
        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        page.Should().MatchRegex("role=\"alert\">Ce que vous venez d'envoyer n'a pas été enregistré").And.NotContain("rien à refaire").And.NotContain("http-equiv=\"refresh\"");
    }

    private static (string Path, bool Whole)[] Pages(string receipt) =>
    [
        ("/", true), ("/chat", false), ("/appel", true), ("/espaces", true), ("/espaces?lieu=23000", true), ("/humain", true), ("/demande", true), ($"/demande/{receipt}", false),
        ($"/demande/{receipt}/retirer", false), ($"/demande/{receipt}/imprimer", false), ($"/demande/{receipt}/attente", false), ($"/demande/{receipt}/lettre", false),
        ($"/demande/{receipt}/copie.txt", false), ("/lettre", true), ("/registre", false), ("/algorithmes", true), ("/accessibilite", true), ("/donnees-personnelles", true),
    ];

    /// <summary>Follows redirects as a browser does, and fails when they go round.</summary>
    private static async Task<(HttpStatusCode Status, string Page)> ArrivesAsync(CitizenHttp citizen, string path)
    {
        for (var steps = 0; steps < 5; steps++)
        {
            var (status, page, goes) = await citizen.LooksAsync(path);
            if (goes is null) return (status, page);
            path = goes;
        }
        throw new InvalidOperationException($"{path} goes round");
    }

    private static async Task ReadUntilAsync(StreamReader stream, string line, CancellationToken ct)
    {
        while (await stream.ReadLineAsync(ct) is { } read)
            if (read == line) return;
        throw new InvalidOperationException("the stream ended");
    }

    private static string MainOf(string page) => MainElement().Match(page).Groups[1].Value;

    private static Task<RouterApp> StartAsync(params string[] settings) => RouterApp.StartAsync(
        RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, ["--Doors:LookAgainInterval=00:00:00.100", .. settings]);

    [GeneratedRegex("<main[^>]*>(.*)</main>", RegexOptions.Singleline)]
    private static partial Regex MainElement();

    [GeneratedRegex("name=\"cle\" value=\"([^\"]+)\"")]
    private static partial Regex KeyInForm();
}
