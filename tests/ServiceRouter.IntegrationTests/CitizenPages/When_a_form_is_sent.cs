using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>At the level of HTTP: what a browser cannot be made to do on purpose.</summary>
public sealed partial class When_a_form_is_sent : IAsyncLifetime
{
    private RouterApp app = null!;

    public async ValueTask InitializeAsync() => app = await RouterApp.StartEmbeddedAsync();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_double_press_on_the_human_button_makes_one_request()
    {
        using var http = Visitor();
        var key = KeyField().Match(await http.GetStringAsync("/")).Groups[1].Value;

        var first = await PostAsync(http, "/humain", "same-origin", ("cle", key));
        // The second press leaves the browser before the first answer, and its cookie, are back.
        using var beforeTheCookie = Visitor();
        var second = await PostAsync(beforeTheCookie, "/humain", "same-origin", ("cle", key));

        second.Headers.Location.Should().Be(first.Headers.Location);
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/chat")]
    public async Task Words_and_a_wish_sent_from_one_page_before_its_cookie_is_there_are_of_one_conversation(string path)
    {
        using var http = Visitor();
        var keys = KeyField().Matches(await http.GetStringAsync(path)).Select(match => match.Groups[1].Value).ToList();
        keys.Should().HaveCountGreaterThan(1).And.OnlyContain(key => key == keys[0]);

        using var words = Visitor();
        await PostAsync(words, "/chat", "same-origin", ("cle", keys[0]), ("texte", "mon loyer"), ("envoi", "a1"));
        using var wish = Visitor();
        await PostAsync(wish, "/humain", "same-origin", ("cle", keys[^1]));

        var asked = await app.LookAsync(db => db.Handoffs.SingleAsync());
        (await app.LookAsync(db => db.Activities.AnyAsync(a => a.ConversationId == asked.ConversationId && a.Text == "mon loyer"))).Should().BeTrue();
    }

    [Fact]
    public async Task A_message_sent_twice_is_stored_once()
    {
        using var http = Visitor();
        var key = KeyField().Match(await http.GetStringAsync("/chat")).Groups[1].Value;

        await PostAsync(http, "/chat", "same-origin", ("cle", key), ("texte", "bonjour à vous"), ("envoi", "a1"));
        await PostAsync(http, "/chat", "same-origin", ("cle", key), ("texte", "bonjour à vous"), ("envoi", "a1"));

        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen))).Should().Be(1);
    }

    [Fact]
    public async Task Words_that_were_changed_before_they_were_sent_again_are_kept_beside_the_first_and_once()
    {
        using var http = Visitor();
        var key = KeyField().Match(await http.GetStringAsync("/chat")).Groups[1].Value;
        string[] sent = ["ma facture", "ma facture, URGENT, coupure demain", "ma facture, URGENT, coupure demain", "ma facture"];

        foreach (var words in sent) await PostAsync(http, "/chat", "same-origin", ("cle", key), ("texte", words), ("envoi", "a1"));

        (await app.LookAsync(db => db.Activities.Where(a => a.Author == Author.Citizen).OrderBy(a => a.Number).Select(a => a.Text).ToListAsync())).Should().Equal(sent[0], sent[1]);
    }

    /// <summary>Without script somebody goes back to a page that the browser has kept, and presses another button of the same form.</summary>
    [Fact]
    public async Task The_button_for_a_person_is_heard_under_an_id_that_was_there_before_and_once()
    {
        using var http = Visitor();
        var key = KeyField().Match(await http.GetStringAsync("/chat")).Groups[1].Value;
        await PostAsync(http, "/chat", "same-origin", ("cle", key), ("choix", "oui"), ("envoi", "a1"));

        for (var time = 0; time < 2; time++) await PostAsync(http, "/chat", "same-origin", ("cle", key), ("choix", ServiceChoices.Human), ("envoi", "a1"));

        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen))).Should().Be(2);
    }

    /// <summary>A browser counts a line end once, and sends two signs for it.</summary>
    [Fact]
    public async Task A_message_as_long_as_may_be_is_taken_whatever_its_line_ends()
    {
        using var http = Visitor();
        var lines = string.Join("\r\n", Enumerable.Repeat(new string('a', 99), 40));

        (await PostAsync(http, "/chat", "same-origin", ("texte", lines + "a"), ("envoi", "a1"))).StatusCode.Should().Be(HttpStatusCode.Redirect);
        var refused = await PostAsync(http, "/chat", "same-origin", ("texte", lines + "aa"), ("envoi", "a2"));

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).Should().Contain(new string('a', 99), "it is given back");
        (await app.LookAsync(db => db.Activities.SingleAsync(a => a.Author == Author.Citizen))).Text.Should().HaveLength(4000).And.NotContain("\r");
    }

    /// <summary>No character, half of a pair, digits of another script: typed, pasted or made up.</summary>
    [Theory]
    [InlineData("/espaces?lieu=Paris%20%D9%A1%D9%A2")]
    [InlineData("/espaces?lieu=%EF%BF%BE")]
    [InlineData("/espaces?lieu=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%F0%9F%98%80")]
    public async Task A_place_of_odd_signs_is_looked_for_as_any_other(string path)
    {
        using var http = Visitor();

        (await http.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_button_of_odd_signs_fails_nothing()
    {
        using var http = Visitor();
        await PostAsync(http, "/chat", "same-origin", ("texte", "zzz qqq"), ("envoi", "a1"));
        await PostAsync(http, "/chat", "same-origin", ("texte", "qqq zzz"), ("envoi", "a2"));

        ((int)(await PostAsync(http, "/chat", "same-origin", ("choix", "a\uFFFE"), ("texte", "oui"), ("envoi", "a3"))).StatusCode).Should().BeLessThan(500);
    }

    [Fact]
    public async Task A_field_leads_to_no_other_request_than_the_address()
    {
        using var other = Visitor();
        var target = (await PostAsync(other, "/humain", "same-origin")).Headers.Location!.ToString()["/demande/".Length..];
        using var http = Visitor();
        var page = (await PostAsync(http, "/humain", "same-origin")).Headers.Location!.ToString();

        await PostAsync(http, page, "same-origin", ("texte", "bonjour à vous"), ("envoi", "a1"), ("receipt", target));

        var said = await app.LookAsync(db => db.Activities.SingleAsync(a => a.Text == "bonjour à vous"));
        var asked = await app.LookAsync(db => db.Handoffs.SingleAsync(h => h.ConversationId == said.ConversationId));
        page.Should().EndWith(ReceiptCode.Print(asked.Receipt));
    }

    [Fact]
    public async Task What_went_wrong_is_said_of_the_answer_and_not_of_a_field()
    {
        using var http = Visitor();
        var page = (await PostAsync(http, "/humain", "same-origin")).Headers.Location!.ToString();

        var answer = await PostAsync(http, $"{page}?handler=Lieu", "cross-site", ("code", "23000"));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("L&#x27;envoi n&#x27;a pas été accepté");
    }

    [Fact]
    public async Task A_browser_keeps_its_conversation_from_each_of_its_pages_on()
    {
        using var http = Visitor();
        var asked = (await PostAsync(http, "/humain", "same-origin")).Headers.Location!.ToString();
        var chat = await http.GetAsync("/chat");
        var request = await http.GetAsync(asked);
        var said = await PostAsync(http, asked, "same-origin", ("texte", "bonjour"), ("envoi", "a1"));
        using var another = Visitor();
        var ofAnother = await another.GetAsync(asked);

        foreach (var answer in new[] { chat, request, said })
            answer.Headers.GetValues("Set-Cookie").Should().Contain(cookie => cookie.StartsWith("sr-conversation=", StringComparison.Ordinal) && cookie.Contains("max-age=2592000"));
        (ofAnother.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []).Should().NotContain(cookie => cookie.StartsWith("sr-conversation=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_said_on_a_page_whose_words_were_erased_meanwhile_begins_another_conversation()
    {
        using var http = Visitor();
        var page = (await PostAsync(http, "/humain", "same-origin")).Headers.Location!.ToString();
        var erased = await app.LookAsync(db => db.Handoffs.SingleAsync());
        (await app.Get<WithdrawHandoff>().RunAsync(erased.Receipt, TestContext.Current.CancellationToken)).Should().BeNull();
        await app.TamperAsync(db => db.Conversations.ExecuteUpdateAsync(s => s.SetProperty(c => c.WordsErasedAt, erased.AskedAt.AddDays(999))));

        var words = await PostAsync(http, page, "same-origin", ("texte", "carte grise"), ("envoi", "a1"));
        var wish = await PostAsync(http, page, "same-origin", ("texte", "je veux parler à un conseiller"), ("envoi", "a2"));

        words.Headers.Location!.ToString().Should().Be("/chat#reponse");
        var asked = await app.LookAsync(db => db.Handoffs.SingleAsync(h => h.EndedAt == null));
        wish.Headers.Location!.ToString().Should().Be($"/demande/{ReceiptCode.Print(asked.Receipt)}#reponse");
        (await app.LookAsync(db => db.Activities.Where(a => a.Author == Author.Citizen).Select(a => a.ConversationId).Distinct().ToListAsync())).Should().Equal(asked.ConversationId).And.NotContain(erased.ConversationId);
        (await http.GetStringAsync(page)).Should().NotContain("carte grise").And.NotContain("id=\"ecrire\"");
    }

    [Fact]
    public async Task A_page_that_shows_another_conversation_than_the_browsers_is_told_nothing_of_this_one()
    {
        using var http = Visitor();
        await PostAsync(http, "/humain", "same-origin");
        var mark = MarkField().Match(await http.GetStringAsync("/chat")).Groups[1].Value;

        (await http.GetStringAsync("/chat/live?vu=0&de=0123456789abcdef")).Should().Be("event: none\ndata: 1\n\n");
        using var stream = new StreamReader(await http.GetStreamAsync($"/chat/live?vu=0&de={mark}"));
        (await stream.ReadLineAsync()).Should().StartWith("retry: ");
    }

    [Fact]
    public async Task A_page_that_has_heard_more_than_the_database_holds_is_told_so()
    {
        using var http = Visitor();
        var page = (await PostAsync(http, "/humain", "same-origin")).Headers.Location!.ToString();
        http.DefaultRequestHeaders.Add("Accept", "application/json");
        var last = (await app.LookAsync(db => db.Conversations.SingleAsync())).LastActivity;

        (await FirstLinesAsync($"{page}/direct?vu={last + 1}")).Should().Contain("event: older");
        (await FirstLinesAsync($"{page}/direct?vu={last}")).Should().NotContain("event: older");
        // Also where no stream comes through: what was said stands under a number that the page has.
        (await SaysAsync(page, "a1", last + 1000)).Should().Contain($"\"goes\":\"{page}\"");
        (await SaysAsync("/chat", "a2", last + 1000)).Should().Contain("\"goes\":\"/chat\"");
        (await SaysAsync(page, "a3", last)).Should().NotContain("\"goes\":\"");

        async Task<string> SaysAsync(string path, string sentId, int seen)
        {
            using var answer = await PostAsync(http, path, "same-origin", ("texte", "bonjour à vous"), ("envoi", sentId), ("vu", $"{seen}"));
            return await answer.Content.ReadAsStringAsync();
        }

        async Task<IReadOnlyList<string>> FirstLinesAsync(string path)
        {
            using var stream = new StreamReader(await http.GetStreamAsync(path));
            // Its pause, a beat, and what comes next: the first of it, or where the request stands.
            var lines = new List<string>();
            while (lines.Count(line => line.StartsWith("event:", StringComparison.Ordinal)) < 2) lines.Add(await stream.ReadLineAsync() ?? throw new InvalidOperationException("The stream has ended"));
            return lines;
        }
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task Another_site_cannot_send_it_and_the_refusal_offers_a_human(string site)
    {
        using var http = Visitor();

        var answer = await PostAsync(http, "/humain", site);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("action=\"/humain\"").And.Contain("L&#x27;envoi n&#x27;a pas été accepté");
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_key_brought_by_a_form_of_unknown_origin_is_not_used()
    {
        using var http = Visitor();
        var key = ConversationKey.New();

        var answer = await PostAsync(http, "/humain", site: null, ("cle", key.ToString()));

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await app.LookAsync(db => db.Conversations.AnyAsync(c => c.Id == key.ConversationId))).Should().BeFalse();
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var http = Visitor();

        var answer = await PostAsync(http, "/humain", "same-origin");

        answer.Headers.GetValues("Set-Cookie").Should().ContainSingle().Which.Should()
            .StartWith("sr-conversation=").And.Contain("httponly").And.Contain("samesite=lax").And.Contain("max-age=2592000");
    }

    [Fact]
    public async Task With_our_cookie_and_no_word_of_the_browser_the_token_decides()
    {
        using var http = Visitor();
        await PostAsync(http, "/humain", "same-origin");
        var token = TokenField().Match(await http.GetStringAsync("/chat")).Groups[1].Value;

        (await PostAsync(http, "/chat", site: null, ("texte", "sans jeton"))).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await PostAsync(http, "/chat", site: null, ("texte", "avec jeton"), ("__RequestVerificationToken", token))).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_database_that_fails_leaves_the_citizen_with_numbers_and_no_trace_of_the_inside()
    {
        using var http = Visitor();
        await app.TamperAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE conversations RENAME TO conversations_away; ALTER TABLE handoffs RENAME TO handoffs_away"));

        var asked = await PostAsync(http, "/humain", "same-origin");
        var answer = await http.GetAsync("/registre");

        asked.StatusCode.Should().Be(HttpStatusCode.Redirect, "a request for a human has other doors");
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        var page = await answer.Content.ReadAsStringAsync();
        page.Should().Contain("action=\"/humain\"").And.Contain("tel:112").And.Contain("tel:3939").And.Contain("/espaces");
        page.Should().NotContain("Exception").And.NotContain("conversations").And.NotContain("handoffs");
    }

    [Theory]
    [InlineData("POST", "/espaces", "t%5B=1")]
    [InlineData("POST", "/espaces/imprimer", "a%5Bb=1&c=2")]
    [InlineData("POST", "/demo/telephone", "t%5B=1")]
    [InlineData("GET", "/espaces?t%5B=1", "t%5B=1")]
    [InlineData("POST", "/deconnexion", "a=%00")]
    [InlineData("POST", "/deconnexion", "a", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: \r\n\r\na\r\n--x--\r\n")]
    public async Task What_cannot_be_read_is_no_failure_of_ours(string method, string path, string form, string type = "application/x-www-form-urlencoded", string? body = null)
    {
        using var http = Visitor();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body ?? form) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        var answer = await http.SendAsync(request);

        ((int)answer.StatusCode).Should().BeLessThan(500);
    }

    private HttpClient Visitor() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(app.Url) };

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string? site, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        return await http.SendAsync(request);
    }

    [GeneratedRegex("name=\"de\" value=\"([^\"]+)\"")]
    private static partial Regex MarkField();

    [GeneratedRegex("name=\"cle\" value=\"([^\"]+)\"")]
    private static partial Regex KeyField();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
