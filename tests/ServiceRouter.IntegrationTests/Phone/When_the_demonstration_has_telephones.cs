using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Host.Composition;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>What the page's script does, done by hand: a call from the browser reaches a person without an account of any provider.</summary>
public sealed class When_the_demonstration_has_telephones : IAsyncLifetime
{
    private const string Device = "/demo/telephone/appareil";

    private WebApplication app = null!;
    private HttpClient browser = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var url = $"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}";
        app = ServiceRouterApp.BuildDemo(["--environment=Demo", $"--urls={url}", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft=None", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None", .. RouterSetUp.EmbeddedInMemory().Settings]);
        await ServiceRouterApp.StartAsync(app, Token);
        browser = new HttpClient { BaseAddress = new Uri(url) };
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_citizen_calls_from_the_page_and_asks_for_a_person_by_key()
    {
        (await browser.GetStringAsync("/demo/telephone", Token)).Should().Contain("Appeler France services").And.Contain("data-service=\"+33199000000\"".Replace("+", "&#x2B;", StringComparison.Ordinal));
        using var begun = await browser.PostAsJsonAsync($"{Device}/calls", new { from = "+33612345678", to = "+33199000000" }, Token);
        var sid = (await begun.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("sid").GetString();
        await HearsAsync(sid, "tapez 0");

        using var pressed = await browser.PostAsJsonAsync($"{Device}/calls/{sid}/keys", new { keys = "0" }, Token);

        await HearsAsync(sid, "Votre demande de parler à un conseiller est enregistrée");
        await using var db = await app.Services.GetRequiredService<Transactions>().ReadAsync(Token);
        (await db.Handoffs.SingleAsync(Token)).Channel.Should().Be("phone");
    }

    [Fact]
    public async Task A_counsellors_telephone_is_plugged_into_a_desk_and_out_again()
    {
        using var window = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = browser.BaseAddress };
        window.DefaultRequestHeaders.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");

        (await PlugAsync(window, "oui")).Should().Be("/demo/telephone/poste?compte=conseiller1");
        (await PhoneAsync()).Should().Be("+33199002001");
        (await browser.GetStringAsync("/demo/telephone/poste?compte=conseiller1", Token)).Should().Contain("Décrocher").And.Contain("33199002001");

        (await PlugAsync(window, "non")).Should().Be("/demo/telephone/poste");
        (await PhoneAsync()).Should().BeNull();
    }

    [Fact]
    public async Task The_microphone_is_open_to_this_page_alone()
    {
        using var phone = await browser.GetAsync("/demo/telephone", Token);
        using var home = await browser.GetAsync("/", Token);

        phone.Headers.GetValues("Permissions-Policy").Single().Should().Contain("microphone=(self)");
        home.Headers.GetValues("Permissions-Policy").Single().Should().Contain("microphone=()");
    }

    [Fact]
    public async Task Where_a_provider_carries_the_calls_there_is_none()
    {
        await using var story = await PhoneStory.StartAsync();
        using var visitor = new HttpClient { BaseAddress = new Uri(story.App.Url) };

        foreach (var path in (string[])["/demo/telephone", "/demo/telephone/poste", $"{Device}/numbers", "/demo/operateur/2010-04-01/Accounts/AC00000000000000000000000000000000/Calls.json"])
        {
            using var answer = await visitor.GetAsync(path, Token);
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        }
    }

    /// <summary>Reads the event stream until the words come.</summary>
    private async Task HearsAsync(string? sid, string words)
    {
        await using var stream = await browser.GetStreamAsync($"{Device}/calls/{sid}/lines", Token);
        using var lines = new StreamReader(stream);
        using var patience = Patience.New();
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            using var said = JsonDocument.Parse(line["data: ".Length..]);
            if (said.RootElement.GetProperty("text").GetString()!.Contains(words, StringComparison.Ordinal)) return;
        }
        throw new InvalidOperationException($"The call ended before {words} was heard.");
    }

    private static async Task<string?> PlugAsync(HttpClient window, string plugged)
    {
        var page = await window.GetStringAsync(plugged == "oui" ? "/demo/telephone/poste" : "/demo/telephone/poste?compte=conseiller1", Token);
        var token = System.Text.RegularExpressions.Regex.Match(page, "__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["compte"] = "conseiller1", ["branche"] = plugged, ["__RequestVerificationToken"] = token });
        using var answer = await window.PostAsync("/demo/telephone/poste", form, Token);
        return answer.Headers.Location?.OriginalString;
    }

    private async Task<string?> PhoneAsync()
    {
        await using var db = await app.Services.GetRequiredService<Transactions>().ReadAsync(Token);
        return await db.Counsellors.Where(counsellor => counsellor.Id == "conseiller1").Select(counsellor => counsellor.Phone).SingleAsync(Token);
    }
}
