using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ServiceRouter.IntegrationTests.SignIn;

public sealed class When_the_service_runs_as_a_demo : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private DirectoryInfo _storage = null!;
    private SignInHost _host = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _storage = Directory.CreateTempSubdirectory("sign-in-demo-");
        _host = await SignInHost.StartDemoAsync(_storage.FullName, _time);
        _browser = new Browser(_host.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
        _storage.Delete(recursive: true);
    }

    [Theory]
    [InlineData("conseiller3", "", "/desk", "name=Claire Montbriand|nameidentifier=conseiller3|role=conseiller")]
    [InlineData("responsable1", "/desk", "/pilotage", "name=Hélène Marchadier|nameidentifier=responsable1|role=responsable")]
    [InlineData("conseiller8", "/desk?demande=1", "/desk", "nameidentifier=conseiller8")]
    [InlineData("conseiller1", "https://elsewhere.example/desk", "/desk", "nameidentifier=conseiller1")]
    public async Task Taking_an_account_leads_to_its_own_page(string user, string returnPath, string page, string who)
    {
        var answer = await DemoPage.TakeAsync(_browser, user, returnPath);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.From.Host.Should().Be("localhost");
        answer.From.AbsolutePath.Should().Be(page);
        answer.Body.Should().Contain(who);
    }

    [Fact]
    public async Task A_visitor_of_the_desk_is_sent_to_the_accounts()
    {
        var answer = await _browser.GetAsync("/desk");

        answer.From.AbsolutePath.Should().Be("/demo");
        answer.Body.Should().Contain("conseiller8").And.Contain("responsable1").And.Contain("France services Boussac (23)");
    }

    [Fact]
    public async Task An_account_is_not_taken_without_the_token_of_the_form()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["user"] = "conseiller1" });

        (await _browser.PostAsync("/demo", form)).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_token_is_given_and_survives_a_restart()
    {
        var token = await TokenAsync("conseiller2");
        token.GetProperty("user").GetString().Should().Be("conseiller2");
        token.GetProperty("roles")[0].GetString().Should().Be("conseiller");
        token.GetProperty("expiresAt").GetDateTimeOffset().Should().BeAfter(_time.GetUtcNow());
        await _host.DisposeAsync();
        _host = await SignInHost.StartDemoAsync(_storage.FullName, _time);
        using var program = new Browser(_host.Address);

        var answer = await program.GetAsync("/api/desk/handoffs", Authorization(token));

        answer.Body.Should().Be("name=Marc Vauzelle|nameidentifier=conseiller2|role=conseiller");
        (await program.GetAsync("/api/steering/figures", Authorization(token))).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_ends_at_its_time()
    {
        var token = await TokenAsync("conseiller2");
        _time.SetUtcNow(token.GetProperty("expiresAt").GetDateTimeOffset());

        (await _browser.GetAsync("/api/desk/handoffs", Authorization(token))).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_unknown_account_gets_404_problem_details()
    {
        var answer = await _browser.PostAsync("/demo/token", JsonContent.Create(new { user = "conseiller99" }));

        answer.Status.Should().Be(HttpStatusCode.NotFound);
        answer.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task A_session_ends_after_an_hour_without_use()
    {
        await DemoPage.TakeAsync(_browser, "conseiller1");
        _time.Advance(TimeSpan.FromMinutes(59));
        (await _browser.GetAsync("/api/desk/handoffs")).Status.Should().Be(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromMinutes(61));

        (await _browser.GetAsync("/api/desk/handoffs")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_in_use_ends_after_twelve_hours()
    {
        await DemoPage.TakeAsync(_browser, "conseiller1");
        for (var minutes = 0; minutes < 11 * 60 + 40; minutes += 50)
        {
            _time.Advance(TimeSpan.FromMinutes(50));
            (await _browser.GetAsync("/api/desk/handoffs")).Status.Should().Be(
                minutes + 50 < 12 * 60 ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        }

        _time.Advance(TimeSpan.FromMinutes(20));
        (await _browser.GetAsync("/api/desk/handoffs")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    private async Task<JsonElement> TokenAsync(string user)
    {
        var answer = await _browser.PostAsync("/demo/token", JsonContent.Create(new { user }));
        answer.Status.Should().Be(HttpStatusCode.OK);
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    private static (string, string) Authorization(JsonElement token) =>
        ("Authorization", "Bearer " + token.GetProperty("token").GetString());
}
