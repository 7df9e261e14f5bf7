using System.IO.Compression;
using Microsoft.Playwright;
using ServiceRouter.Steering;
using ServiceRouter.Steering.Anchoring;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.CitizenPages;

public sealed class When_any_page_is_opened(CitizenBrowser people) : IClassFixture<CitizenBrowser>
{
    private const int MostScriptBytes = 15_000;

    // Pages of people who sign in, and of what is no page, are not the citizens'.
    private static readonly string[] NotOurs = ["/demo", "/desk", "/pilotage", ".txt", ".json", ".csv"];

    private static readonly string[] Missing = ["/nowhere", "/demande/nothing"];

    [Fact]
    public async Task It_has_the_human_as_a_form_and_does_not_scroll_sideways_on_a_small_screen()
    {
        var page = await people.NewPersonAsync(width: 320, height: 640);
        var faults = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("404")) faults.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => faults.Add($"{page.Url}: {error}");
        var receipt = await page.AsksForHumanAsync();
        var known = new HashSet<string>(["/", .. Missing, "/espaces?lieu=23000", $"/demande/{receipt}", $"/demande/{receipt}/attente"]);
        var todo = new Queue<string>(known);
        while (todo.TryDequeue(out var path))
        {
            var answer = await page.GotoAsync(path);
            if (!answer!.Ok && !Missing.Contains(path)) faults.Add($"{path}: answers {answer.Status}");
            if (await page.Locator("form[action='/humain'][method=post] button[type=submit]:visible").CountAsync() == 0) faults.Add($"{path}: no human form");
            if (await page.Locator("h1").CountAsync() != 1) faults.Add($"{path}: not one h1");
            if (await page.Locator("html[lang=fr]").CountAsync() != 1) faults.Add($"{path}: no language");
            if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth")) faults.Add($"{path}: scrolls sideways at 320 px");
            if (await page.EvaluateAsync<bool>(DescribedByNothing)) faults.Add($"{path}: a field described by what is not there");
            if (await page.EvaluateAsync<bool>(NoNameFor)) faults.Add($"{path}: a field without a label");
            var links = await page.Locator("a[href^='/']").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href').split('#')[0])");
            foreach (var link in links.Where(l => !NotOurs.Any(l.Contains) && known.Add(l))) todo.Enqueue(link);
        }

        faults.Should().BeEmpty();
        known.Should().HaveCountGreaterThan(15).And.Contain(["/chat", "/appel", "/accessibilite", "/donnees-personnelles", "/mentions-legales", "/algorithmes", $"/demande/{receipt}/retirer"]);
    }

    [Fact]
    public async Task The_register_does_not_scroll_sideways_either_when_a_day_is_anchored()
    {
        var anchor = new DayAnchor { Day = new DateOnly(2026, 11, 1), Root = new string('f', 64), PreviousHash = "", Leaves = 1 }.Sealed();
        await people.App.TamperAsync(db =>
        {
            db.LogAnchors.Add(anchor);
            return db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        people.App.Get<ReadRegister>().Renew();
        var page = await people.NewPersonAsync(width: 320, height: 640);

        await page.GotoAsync("/registre");

        await Expect(page.GetByText(anchor.Hash)).ToBeVisibleAsync();
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth")).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_said_of_when_a_desk_closes_is_what_is_set()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--SignIn:IdleLimit=00:20:00");
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };

        (await http.GetStringAsync("/accessibilite", TestContext.Current.CancellationToken)).Should().Contain("20 minutes sans activit");
    }

    [Fact]
    public async Task What_is_said_of_how_long_words_are_kept_is_what_is_set()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Jobs:WordsKept=10.00:00:00", "--Jobs:ConversationsKept=12.00:00:00", "--Jobs:LooksKept=200.00:00:00");
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };

        (await http.GetStringAsync("/donnees-personnelles", TestContext.Current.CancellationToken)).Should().Contain("Effacés 10").And.Contain("Effacée 12").And.Contain("gardée 200").And.NotContain("30 jours").And.NotContain("180 jours");
    }

    [Fact]
    public async Task Whoever_answers_for_the_service_is_named_where_the_law_wants_it()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(
            "--Publisher:Name=Préfecture de la Creuse", "--Publisher:Address=4 place Louis Lacrocq, 23000 Guéret", "--Publisher:Director=La préfète", "--Publisher:HostedBy=Centre serveur, 1 rue du Bois, 87000 Limoges, 05 00 00 00 00",
            "--Publisher:Contact=https://creuse.example.fr/contact", "--Publisher:DataProtection=dpo@creuse.example.fr", "--Publisher:AccessibilityPlan=https://creuse.example.fr/schema");
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };

        var legal = await ReadAsync("/mentions-legales");
        legal.Should().Contain("Préfecture de la Creuse").And.Contain("4 place Louis Lacrocq").And.Contain("La préfète").And.Contain("Centre serveur").And.Contain("href=\"https://creuse.example.fr/contact\"").And.NotContain("Non indiqué");
        (await ReadAsync("/donnees-personnelles")).Should().Contain("Préfecture de la Creuse").And.Contain("href=\"mailto:dpo@creuse.example.fr\"").And.NotContain("SMS, un opérateur", "this service has no telephone");
        (await ReadAsync("/accessibilite")).Should().Contain("Préfecture de la Creuse s'engage").And.Contain("href=\"https://creuse.example.fr/schema\"").And.Contain("href=\"https://creuse.example.fr/contact\"");

        async Task<string> ReadAsync(string path) => System.Net.WebUtility.HtmlDecode(await http.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_nobody_has_named_is_said_to_be_missing()
    {
        using var http = new HttpClient { BaseAddress = new Uri(people.App.Url) };

        (await http.GetStringAsync("/mentions-legales", TestContext.Current.CancellationToken)).Should().Contain("Non indiqu");
        (await http.GetStringAsync("/donnees-personnelles", TestContext.Current.CancellationToken)).Should().Contain("La structure qui vous re");
    }

    [Theory]
    [InlineData("/nowhere", 404, "Page introuvable")]
    [InlineData("/erreur/500", 200, "Le service a un problème")]
    public async Task An_error_is_told_in_words_with_a_way_on(string path, int status, string title)
    {
        var page = await people.NewPersonAsync(script: false);

        var answer = await page.GotoAsync(path);

        answer!.Status.Should().Be(status);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = title })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "112" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Its_script_stays_small()
    {
        using var http = new HttpClient();
        var script = await http.GetByteArrayAsync(new Uri($"{people.App.Url}/js/chat.js"));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(script);

        packed.Length.Should().BeInRange(500, MostScriptBytes);
    }

    private const string DescribedByNothing =
        "[...document.querySelectorAll('[aria-describedby]')].some(field => field.getAttribute('aria-describedby').split(' ').some(id => !document.getElementById(id)))";

    private const string NoNameFor =
        "[...document.querySelectorAll('input:not([type=hidden]), textarea, select')].some(field => !field.labels || field.labels.length === 0)";
}
