using System.Net;
using Microsoft.EntityFrameworkCore;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>What costs much is refused for a while; the way to a human is not.</summary>
public sealed class When_one_address_asks_for_too_much
{
    private static readonly string[] OneTurn = ["--Limits:TurnsPerSecond=1", "--Limits:TurnsAtOnce=1"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_turns_are_refused_with_a_page_that_carries_the_exit()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(OneTurn);
        using var visitor = new Visitor(app);

        using var refused = await visitor.WritesUntilRefusedAsync();

        refused.Headers.RetryAfter!.Delta.Should().BePositive();
        var page = await refused.Content.ReadAsStringAsync(Token);
        page.Should().Contain("action=\"/humain\"").And.Contain("tel:3939").And.Contain("à certaines heures").And.NotContain("personne maintenant").And.Contain("Attendez quelques secondes").And.Contain("lang=\"fr\"");
        page.Should().Contain("action=\"/chat\"").And.Contain($"\n{WebUtility.HtmlEncode(Visitor.Words)}</textarea>", "what was typed is given back");
    }

    [Fact]
    public async Task A_form_of_another_site_does_not_come_back_as_ours()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(OneTurn);
        using var visitor = new Visitor(app);
        (await visitor.WritesUntilRefusedAsync()).Dispose();
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };
        string page;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new FormUrlEncodedContent([new("cle", "chosen-elsewhere"), new("texte", "mots d'ailleurs")]) };
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            request.Headers.Add("Accept", "text/html");
            using var answer = await http.SendAsync(request, Token);
            page = answer.StatusCode == HttpStatusCode.TooManyRequests ? await answer.Content.ReadAsStringAsync(Token) : "";
        }
        while (page.Length == 0);

        page.Should().Contain("action=\"/humain\"").And.NotContain("chosen-elsewhere").And.NotContain("ailleurs");
    }

    [Fact]
    public async Task The_script_is_told_in_words_and_keeps_what_was_typed()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(OneTurn);
        using var visitor = new Visitor(app);

        using var refused = await visitor.WritesUntilRefusedAsync("application/json");

        (await refused.Content.ReadAsStringAsync(Token)).Should().Contain("\"problem\":").And.Contain("\"activities\":[]");
    }

    [Fact]
    public async Task A_program_gets_a_problem()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(OneTurn);
        using var visitor = new Visitor(app);

        using var refused = await visitor.WritesUntilRefusedAsync("*/*");

        refused.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await refused.Content.ReadAsStringAsync(Token)).Should().Contain("urn:service-router:too-many-requests").And.Contain("/humain");
    }

    [Fact]
    public async Task The_button_the_request_and_the_emergency_pages_stay_open_to_it()
    {
        await using var app = await RouterApp.StartEmbeddedAsync([.. OneTurn, "--Limits:PagesPerSecond=10", "--Limits:PagesAtOnce=10", "--Limits:AsksPerSecond=10", "--Limits:AsksAtOnce=10", "--Limits:AsksTogether=2"]);
        using var visitor = new Visitor(app);
        (await visitor.WritesUntilRefusedAsync()).Dispose();

        // Three times what an address may have at once: these wait, and are all answered.
        var receipts = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => visitor.AsksForHumanAsync()));

        receipts.Distinct().Should().HaveCount(30);
        foreach (var path in (string[])[$"/demande/{receipts[0]}", "/humain", "/", "/appel", "/espaces?lieu=23000", "/erreur/500"])
        {
            using var answer = await visitor.OpensAsync(path);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, path);
        }
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(30);
    }

    [Fact]
    public async Task Live_streams_beyond_its_share_are_refused_and_the_page_is_not()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Limits:Streams=1");
        using var visitor = new Visitor(app);
        var receipt = await visitor.AsksForHumanAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };
        using var first = await http.GetAsync($"/demande/{receipt}/direct", HttpCompletionOption.ResponseHeadersRead, Token);

        using var second = await http.GetAsync($"/demande/{receipt}/direct", HttpCompletionOption.ResponseHeadersRead, Token);
        using var page = await visitor.OpensAsync($"/demande/{receipt}");

        (first.StatusCode, second.StatusCode, page.StatusCode).Should().Be((HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK));
    }

    [Fact]
    public async Task One_conversation_has_a_share_of_its_own()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Limits:TurnsOfConversationPerSecond=1", "--Limits:TurnsOfConversationAtOnce=1");
        using var talkative = new Doors.CitizenHttp(app);
        (await talkative.SendsAsync("/chat", ("texte", "Bonjour"))).Status.Should().Be(HttpStatusCode.Found);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await talkative.SendsAsync("/chat", ("texte", "Bonjour"))).Status));

        statuses.Should().Contain(HttpStatusCode.TooManyRequests);
        using var neighbour = new Visitor(app);
        using var answer = await neighbour.SaysAsync("Bonjour");
        answer.StatusCode.Should().Be(HttpStatusCode.Found);
    }
}
