using System.Net;
using AwesomeAssertions;
using Microsoft.AspNetCore.Builder;
using ServiceRouter.Host.SignIn;
using Xunit;

namespace ServiceRouter.IntegrationTests.SignIn;

public sealed class When_an_endpoint_is_opened : IAsyncLifetime
{
    private SignInHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await SignInHost.StartDemoAsync();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Each_guarded_path_needs_its_role()
    {
        var rows = await RoleMatrix.OfAsync(_host.App.Services);

        RoleMatrix.Faults(rows).Should().BeEmpty();
        rows.Should().Contain(new RoleMatrix.Row("GET", "/forgotten", RoleMatrix.SignedIn));
        // The other pages of the host are here too: what is open to anyone is listed for sign-in's own paths only.
        rows.Where(r => r.Needs == RoleMatrix.Anyone && IsOfSignIn(r.Path)).Select(r => r.Methods + " " + r.Path).Should().BeEquivalentTo(
            "* /demo", "* /demo/telephone", "* /demo/telephone/poste", "POST /demo/token", "GET /connexion", "GET /connexion/terminee", "GET /deconnexion", "POST /deconnexion");
    }

    [Fact]
    public async Task The_matrix_sees_an_endpoint_with_the_wrong_role_or_none()
    {
        await using var careless = await SignInHost.StartAsync("Development", https: false, null, null, [("Demo:Enabled", "true")], app =>
        {
            app.MapGet("/desk/open", () => "").AllowAnonymous();
            app.MapGet("/desk/forgotten", () => "");
            app.MapGet("/api/steering/wrong", () => "").RequireAuthorization(Policies.Counsellor);
        });

        RoleMatrix.Faults(await RoleMatrix.OfAsync(careless.App.Services)).Should().BeEquivalentTo(
            "GET /desk/open needs anyone, not conseiller",
            "GET /desk/forgotten needs signed-in, not conseiller",
            "GET /api/steering/wrong needs conseiller, not responsable");
    }

    [Fact]
    public void The_matrix_sees_that_it_found_nothing() =>
        RoleMatrix.Faults([]).Should().HaveCount(RoleMatrix.Guarded.Count);

    [Fact]
    public async Task A_forgotten_endpoint_is_closed_and_a_mistyped_address_is_not_found()
    {
        using var visitor = new Browser(_host.Address);

        (await visitor.GetAsync("/forgotten")).From.AbsolutePath.Should().Be("/demo");
        (await visitor.GetAsync("/chaat")).Status.Should().Be(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/_blazor")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/desk")]
    [InlineData("/api/desk/handoffs")]
    [InlineData("/nowhere")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using var visitor = new Browser(_host.Address) { OnRedirect = _ => null };

        var answer = await visitor.GetAsync(path);

        foreach (var (name, value) in SecurityHeaders.For(path, demo: true, providerOrigin: null))
            answer.Headers.Should().Contain(name, value);
        answer.Headers.Should().NotContainKey("Strict-Transport-Security");
    }

    private static bool IsOfSignIn(string path) => path.Split('/')[1] is "demo" or "connexion" or "deconnexion";
}
