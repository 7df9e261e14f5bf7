using System.Net;
using AwesomeAssertions;
using Xunit;

namespace ServiceRouter.IntegrationTests.SignIn;

public sealed class When_a_program_calls_the_API : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private SignInHost _host = null!;
    private Browser _program = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _provider.Person = People.Counsellor();
        _host = await SignInHost.StartAsync(_provider);
        _program = new Browser(_host.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        await _host.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_the_provider_opens_what_its_role_opens()
    {
        var token = _provider.AccessToken();

        (await CallAsync("/api/desk/handoffs", token)).Body.Should().Contain("nameidentifier=zoe.martel@example.org|role=conseiller");
        (await CallAsync("/api/steering/figures", token)).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_changes_things_without_proof_of_origin()
    {
        var answer = await _program.SendAsync(HttpMethod.Put, "/api/desk/presence", null,
            ("Authorization", "Bearer " + _provider.AccessToken()), ("Sec-Fetch-Site", "cross-site"));

        answer.Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_token_gets_401_problem_details_and_no_redirect()
    {
        var answer = await _program.GetAsync("/api/desk/handoffs");

        answer.Status.Should().Be(HttpStatusCode.Unauthorized);
        answer.MediaType.Should().Be("application/problem+json");
        answer.Headers["WWW-Authenticate"].Should().Be("Bearer");
        _program.Visited.Should().ContainSingle();
    }

    [Fact]
    public async Task A_token_of_another_issuer_another_key_or_for_another_audience_is_refused()
    {
        (await CallAsync("/api/desk/handoffs", _provider.AccessToken(issuer: "https://elsewhere.example/")))
            .Status.Should().Be(HttpStatusCode.Unauthorized);
        (await CallAsync("/api/desk/handoffs", _provider.AccessToken(key: Keys.Stranger())))
            .Status.Should().Be(HttpStatusCode.Unauthorized);
        (await CallAsync("/api/desk/handoffs", _provider.AccessToken(audience: TestProvider.ClientId)))
            .Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_known_program_without_a_role_gets_403()
    {
        _provider.Person = People.Named("comptable");

        (await CallAsync("/api/desk/handoffs", _provider.AccessToken())).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("eidas2", HttpStatusCode.OK)]
    [InlineData("eidas1", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task The_level_asked_for_is_needed_by_programs_too(string? acr, HttpStatusCode expected)
    {
        await using var strict = await SignInHost.StartAsync(_provider, ("SignIn:AcrValues", "eidas2 eidas3"));
        using var program = new Browser(strict.Address);
        if (acr is not null) _provider.Person["acr"] = acr;

        var answer = await program.GetAsync("/api/desk/handoffs", ("Authorization", "Bearer " + _provider.AccessToken()));

        answer.Status.Should().Be(expected);
    }

    [Fact]
    public async Task A_bad_token_is_not_saved_by_a_good_cookie()
    {
        await _program.GetAsync("/desk");

        (await CallAsync("/api/desk/handoffs", "not-a-token")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_bearer_is_worth_nothing_where_no_audience_is_configured()
    {
        await using var closed = await SignInHost.StartAsync(_provider, ("SignIn:ApiAudience", ""));
        using var program = new Browser(closed.Address);

        var answer = await program.GetAsync("/api/desk/handoffs", ("Authorization", "Bearer " + _provider.AccessToken()));

        answer.Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    private Task<Answer> CallAsync(string path, string token) => _program.GetAsync(path, ("Authorization", "Bearer " + token));
}
