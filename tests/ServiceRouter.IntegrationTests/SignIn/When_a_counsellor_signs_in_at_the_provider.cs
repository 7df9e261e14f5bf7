using System.Net;
using System.Web;
using AwesomeAssertions;
using Xunit;

namespace ServiceRouter.IntegrationTests.SignIn;

public sealed class When_a_counsellor_signs_in_at_the_provider : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private SignInHost _host = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _provider.Person = People.Counsellor();
        _host = await SignInHost.StartAsync(_provider);
        _browser = new Browser(_host.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task The_page_first_asked_for_opens_with_the_person_and_the_role()
    {
        var answer = await _browser.GetAsync("/desk");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.From.AbsolutePath.Should().Be("/desk");
        answer.Body.Should().Be("name=Zoé Martel|nameidentifier=zoe.martel@example.org|role=conseiller");
    }

    [Fact]
    public async Task The_question_to_the_provider_has_long_state_and_nonce_a_PKCE_challenge_and_nothing_unknown()
    {
        await _browser.GetAsync("/desk");

        var asked = _provider.Asked.Single();
        asked["state"].Length.Should().BeGreaterThanOrEqualTo(32);
        asked["nonce"].Length.Should().BeGreaterThanOrEqualTo(32);
        asked["code_challenge_method"].Should().Be("S256");
        asked.Keys.Should().BeSubsetOf(
            ["client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge", "code_challenge_method"]);
        asked["scope"].Should().Be("openid given_name usual_name email");
    }

    [Fact]
    public async Task The_browser_holds_one_short_host_cookie_and_no_token()
    {
        await _browser.GetAsync("/desk");

        var cookies = _browser.Cookies.GetCookies(_host.Address).Where(c => c.Value.Length > 0).ToList();
        var session = cookies.Should().ContainSingle().Subject;
        session.Name.Should().Be("__Host-sr");
        session.Secure.Should().BeTrue();
        session.HttpOnly.Should().BeTrue();
        session.Path.Should().Be("/");
        // An identity token alone has more: what is here can only be the key of the session.
        session.Value.Length.Should().BeLessThan(500);
    }

    [Fact]
    public async Task A_page_of_another_role_is_refused_with_403()
    {
        await _browser.GetAsync("/desk");

        (await _browser.GetAsync("/pilotage")).Status.Should().Be(HttpStatusCode.Forbidden);
        var call = await _browser.GetAsync("/api/steering/figures");
        call.Status.Should().Be(HttpStatusCode.Forbidden);
        call.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_provider()
    {
        await _browser.GetAsync("/desk");
        var copied = _browser.Cookies.GetCookieHeader(_host.Address);

        var after = await _browser.GetAsync("/deconnexion", ("Sec-Fetch-Site", "same-origin"));

        after.From.AbsolutePath.Should().Be("/");
        var asked = _provider.Asked[^1];
        asked["id_token_hint"].Split('.').Should().HaveCount(3);
        asked["state"].Length.Should().BeGreaterThanOrEqualTo(32);
        asked["post_logout_redirect_uri"].Should().Be(new Uri(_host.Address, "/connexion/fin").ToString());
        (await _browser.GetAsync("/api/desk/handoffs")).Status.Should().Be(HttpStatusCode.Unauthorized);
        using var thief = new Browser(_host.Address);
        (await thief.GetAsync("/api/desk/handoffs", ("Cookie", copied))).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Whoever_signs_in_over_a_session_has_another_and_the_one_before_ends()
    {
        await _browser.GetAsync("/desk");
        var copied = _browser.Cookies.GetCookieHeader(_host.Address);
        _provider.Person = People.Counsellor();
        _provider.Person["given_name"] = "Anna";

        await _browser.GetAsync("/connexion?retour=/desk");

        (await _browser.GetAsync("/desk")).Body.Should().StartWith("name=Anna Martel");
        _browser.Cookies.GetCookieHeader(_host.Address).Should().NotBe(copied);
        using var thief = new Browser(_host.Address);
        (await thief.GetAsync("/api/desk/handoffs", ("Cookie", copied))).Status.Should().Be(HttpStatusCode.Unauthorized, "the desk of whoever came after is not theirs");
    }

    [Fact]
    public async Task Signing_out_from_another_site_only_asks()
    {
        await _browser.GetAsync("/desk");

        var answer = await _browser.GetAsync("/deconnexion", ("Sec-Fetch-Site", "cross-site"));

        answer.Body.Should().Contain("<form method=\"post\" action=\"/deconnexion\">");
        (await _browser.GetAsync("/api/desk/handoffs")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("code")]
    public async Task A_tampered_answer_is_refused(string parameter)
    {
        _browser.OnRedirect = to => to.AbsolutePath == "/connexion/retour" ? Tamper(to, parameter) : to;

        var answer = await _browser.GetAsync("/desk");

        answer.From.AbsolutePath.Should().Be("/connexion/retour");
        answer.Status.Should().Be(HttpStatusCode.Forbidden);
        (await _browser.GetAsync("/api/desk/handoffs")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_answer_brought_by_another_browser_is_refused()
    {
        Uri? stolen = null;
        _browser.OnRedirect = to =>
        {
            if (to.AbsolutePath != "/connexion/retour")
                return to;
            stolen = to;
            return null;
        };
        await _browser.GetAsync("/desk");
        using var victim = new Browser(_host.Address);

        var answer = await victim.GetAsync(stolen!.PathAndQuery);

        answer.Status.Should().Be(HttpStatusCode.Forbidden);
        (await victim.GetAsync("/api/desk/handoffs")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_answer_brought_again_with_its_cookies_is_refused_without_asking_the_provider()
    {
        Uri? answer = null;
        var cookies = "";
        _browser.OnRedirect = to =>
        {
            if (to.AbsolutePath == "/connexion/retour") (answer, cookies) = (to, _browser.Cookies.GetCookieHeader(to));
            return to;
        };
        await _browser.GetAsync("/desk");
        _provider.Redeemed.Should().Be(1);
        using var thief = new Browser(_host.Address);

        foreach (var _ in Enumerable.Range(0, 3))
            (await thief.GetAsync(answer!.PathAndQuery, ("Cookie", cookies))).Status.Should().Be(HttpStatusCode.Forbidden);

        _provider.Redeemed.Should().Be(1);
        (await thief.GetAsync("/api/desk/handoffs")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static Uri Tamper(Uri to, string parameter)
    {
        var query = HttpUtility.ParseQueryString(to.Query);
        var value = query[parameter]!;
        var middle = value.Length / 2;
        query[parameter] = value[..middle] + (value[middle] == 'A' ? 'B' : 'A') + value[(middle + 1)..];
        return new UriBuilder(to) { Query = query.ToString() }.Uri;
    }
}
