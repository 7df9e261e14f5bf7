using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.IntegrationTests.SignIn;

namespace ServiceRouter.IntegrationTests.Steering;

/// <summary>The descriptions of counsellors over HTTP: who may, what is refused and how, and what is told to nobody.</summary>
public sealed class When_a_program_describes_counsellors
{
    private const string One = "/api/steering/counsellors/conseiller1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_is_what_stands_and_what_the_desk_says()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var manager = await ProgramAsync(app, "responsable1");
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        var read = await manager.AsksAsync(HttpMethod.Get, One);
        read.Body.GetProperty("territory").GetString().Should().Be("23");

        var answer = await manager.AsksAsync(HttpMethod.Put, One, Wish(read) with { SpaceName = " France services  Guéret ", Territory = "2A", Skills = ["caf", "deces"], Languages = ["fr", "ar"], Alias = "Camille R.", AliasReason = "Menaces." });

        answer.Status.Should().Be(200);
        answer.Body.GetRawText().Should().Be((await manager.AsksAsync(HttpMethod.Get, One)).Body.GetRawText());
        answer.Body.Deserialize<Sent>(JsonSerializerOptions.Web).Should().BeEquivalentTo(
            new { SpaceName = "France services Guéret", Territory = "2A", Quality = "Conseillère France services", Skills = new[] { "caf", "deces" }, Languages = new[] { "fr", "ar" }, Alias = "Camille R.", AliasReason = "Menaces." });
        var mine = (await desk.GetAsync("presence")).Body.GetProperty("counsellor");
        (mine.GetProperty("territory").GetString(), mine.GetProperty("name").GetString()).Should().Be(("2A", "Camille R."));
    }

    [Fact]
    public async Task The_list_is_searched_and_exported()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var manager = await ProgramAsync(app, "responsable1");

        var all = (await manager.AsksAsync(HttpMethod.Get, "/api/steering/counsellors")).Body.EnumerateArray().Select(c => c.GetProperty("id").GetString()).ToList();
        all.Should().HaveCount(8).And.StartWith("conseiller7", "Amrani-Faure comes first");
        (await manager.AsksAsync(HttpMethod.Get, "/api/steering/counsellors?search=creuse")).Body.GetArrayLength().Should().Be(2);
        (await manager.AsksAsync(HttpMethod.Get, "/api/steering/counsellors?withoutDepartment=true")).Body.GetArrayLength().Should().Be(0);
        using var csv = await manager.Http.GetAsync("/api/steering/counsellors.csv?search=creuse", Token);
        csv.Content.Headers.ContentType!.ToString().Should().Be("text/csv; charset=utf-8");
        (await csv.Content.ReadAsStringAsync(Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(3).And.Contain(line => line.StartsWith("conseiller2;Vauzelle;Marc;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_part()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var manager = await ProgramAsync(app, "responsable1");
        var wish = Wish(await manager.AsksAsync(HttpMethod.Get, One));

        var wrong = await manager.AsksAsync(HttpMethod.Put, One, wish with { Territory = "Creuse", Skills = ["danse", null!], Alias = "Camille" });
        wrong.ShouldBeProblem(400, "counsellor-description");
        wrong.Body.GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Equal("territory", "skills", "aliasReason");
        (await manager.AsksAsync(HttpMethod.Put, One, wish with { Quality = null })).ShouldBeProblem(400, "counsellor-incomplete");
        (await manager.AsksAsync(HttpMethod.Put, One, wish with { Version = null, Quality = "x" })).ShouldBeProblem(400, "counsellor-version");
        (await manager.AsksAsync(HttpMethod.Put, One, wish with { Version = int.MaxValue, Quality = "x" })).ShouldBeProblem(400, "counsellor-version");
        (await manager.AsksAsync(HttpMethod.Put, "/api/steering/counsellors/nobody", wish)).ShouldBeProblem(404, "counsellor-unknown");
        (await manager.AsksAsync(HttpMethod.Get, "/api/steering/counsellors/nobody")).ShouldBeProblem(404, "counsellor-unknown");
        (await manager.AsksAsync(HttpMethod.Put, One, wish with { Quality = "Conseillère principale" })).Status.Should().Be(200);
        (await manager.AsksAsync(HttpMethod.Put, One, wish with { Territory = "01" })).ShouldBeProblem(409, "counsellor-changed");
    }

    [Fact]
    public async Task An_account_with_a_slash_is_reached()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await app.TamperAsync(async db =>
        {
            db.Counsellors.Add(new Counsellor { Id = "idp|a/b c@é", FirstName = "A", LastName = "B", Quality = "Q", SpaceName = "S", Territory = "" });
            await db.SaveChangesAsync();
        });
        using var manager = await ProgramAsync(app, "responsable1");

        (await manager.AsksAsync(HttpMethod.Get, "/api/steering/counsellors/" + Uri.EscapeDataString("idp|a/b c@é"))).Body.GetProperty("lastName").GetString().Should().Be("B");
    }

    [Fact]
    public async Task Nobody_but_a_manager_reads_or_changes_any()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var counsellor = await ProgramAsync(app, "conseiller1");
        using var citizen = new Caller(new HttpClient { BaseAddress = new Uri(app.Url) });
        foreach (var path in (string[])["/api/steering/counsellors", "/api/steering/counsellors.csv", One, "/api/steering/counsellor-changes"])
        {
            (await counsellor.AsksAsync(HttpMethod.Get, path)).ShouldBeProblem(403, "wrong-role");
            (await citizen.AsksAsync(HttpMethod.Get, path)).ShouldBeProblem(401, "sign-in-needed");
        }
        (await counsellor.AsksAsync(HttpMethod.Put, One, Sent.Any)).ShouldBeProblem(403, "wrong-role");
        (await citizen.AsksAsync(HttpMethod.Put, One, Sent.Any)).ShouldBeProblem(401, "sign-in-needed");

        using var browser = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(browser, "conseiller1");
        foreach (var path in (string[])["/pilotage/conseillers", "/pilotage/conseillers/fiche?compte=conseiller1"])
        {
            (await browser.GetAsync(path)).Status.Should().Be(System.Net.HttpStatusCode.Forbidden);
            using var form = new FormUrlEncodedContent([new("qualite", "x")]);
            (await browser.PostAsync(path, form)).Status.Should().BeOneOf(System.Net.HttpStatusCode.Forbidden, System.Net.HttpStatusCode.MethodNotAllowed);
        }
        (await app.LookAsync(db => db.CounsellorChanges.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_page_of_another_site_changes_nothing_with_a_managers_session()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var browser = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(browser, "responsable1");
        foreach (var handler in (string[])["", "&handler=Retablir"])
        {
            using var form = new FormUrlEncodedContent([new("version", "0"), new("espace", "x"), new("qualite", "x"), new("competences", "general")]);
            (await browser.PostAsync("/pilotage/conseillers/fiche?compte=conseiller1" + handler, form)).Status.Should().Be(System.Net.HttpStatusCode.BadRequest);
        }

        using var wish = JsonContent.Create(Sent.Any);
        (await browser.SendAsync(HttpMethod.Put, One, wish, ("Sec-Fetch-Site", "cross-site"))).Body.Should().Contain("cross-origin-call");

        (await app.LookAsync(db => db.CounsellorChanges.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Why_somebody_has_an_alias_is_told_to_managers_only_and_their_name_to_no_citizen()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var manager = await ProgramAsync(app, "responsable1");
        var wish = Wish(await manager.AsksAsync(HttpMethod.Get, One)) with { Alias = "Camille R.", AliasReason = "Menaces-reçues" };
        (await manager.AsksAsync(HttpMethod.Put, One, wish)).Status.Should().Be(200);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        using var mine = await DeskProgram.SignInAsync(app, "conseiller1");
        using var colleague = await DeskProgram.SignInAsync(app, "conseiller2");

        foreach (var reply in (Reply[])[await mine.GetAsync("presence"), await colleague.GetAsync("colleagues"), await colleague.GetAsync($"handoffs/{receipt}"), await mine.GetAsync($"handoffs/{receipt}")])
            reply.Body.GetRawText().Should().NotContain("Menaces");
        foreach (var path in (string[])["/api/steering/counsellors", "/api/steering/counsellor-changes"])
            (await manager.AsksAsync(HttpMethod.Get, path)).Body.GetRawText().Should().NotContain("Menaces");
        (await manager.Http.GetStringAsync("/api/steering/counsellors.csv", Token)).Should().Contain("Camille").And.NotContain("Menaces");
        (await manager.AsksAsync(HttpMethod.Get, "/api/steering/counsellor-changes")).Body.EnumerateArray().Single().GetProperty("fields").EnumerateArray().Select(f => f.GetString()).Should().Equal("alias", "aliasReason");

        using var visitor = new HttpClient { BaseAddress = new Uri(app.Url) };
        var words = await visitor.GetStringAsync($"/demande/{receipt}", Token) + string.Join(' ', (await citizen.ReadsAsync()).Select(a => a.Text));
        words.Should().Contain("Camille R.").And.NotContain("Bertholet").And.NotContain("Menaces");
    }

    [Fact]
    public async Task The_document_describes_the_calls()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };

        var paths = (await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token)).GetProperty("paths");

        var calls = paths.EnumerateObject().Where(path => path.Name.StartsWith("/api/steering/counsellor", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject().Select(call => (Name: $"{call.Name} {path.Name}", Call: call.Value))).ToList();
        calls.Select(c => c.Name).Should().BeEquivalentTo(
            "get /api/steering/counsellors", "get /api/steering/counsellors.csv", "get /api/steering/counsellors/{id}", "put /api/steering/counsellors/{id}", "get /api/steering/counsellor-changes");
        calls.Should().OnlyContain(c => c.Call.GetProperty("summary").GetString()!.Length > 10);
        calls.Single(c => c.Name.StartsWith("put", StringComparison.Ordinal)).Call.GetProperty("responses").EnumerateObject().Select(r => r.Name).Should().Contain(["200", "400", "404", "409"]);
    }

    private static Sent Wish(Reply read) => read.Body.Deserialize<Sent>(JsonSerializerOptions.Web)!;

    private static async Task<Caller> ProgramAsync(RouterApp app, string user)
    {
        var http = new HttpClient { BaseAddress = new Uri(app.Url) };
        using var given = await http.PostAsJsonAsync("/demo/token", new { user }, Token);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await given.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("token").GetString());
        return new Caller(http);
    }

    private sealed record Sent(int? Version, string? SpaceName, string? Territory, string? Quality, string[]? Skills, string[]? Languages, string? Alias, string? AliasReason)
    {
        public static Sent Any { get; } = new(0, "x", "01", "x", ["general"], ["fr"], null, null);
    }

    private sealed class Caller(HttpClient http) : IDisposable
    {
        public HttpClient Http => http;

        public async Task<Reply> AsksAsync(HttpMethod method, string path, object? body = null)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var response = await http.SendAsync(request, Token);
            var text = await response.Content.ReadAsStringAsync(Token);
            return new Reply((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, JsonSerializer.Deserialize<JsonElement>(text), null);
        }

        public void Dispose() => http.Dispose();
    }
}
