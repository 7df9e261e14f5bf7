using System.Net;
using AwesomeAssertions;
using Xunit;

namespace ServiceRouter.IntegrationTests.SignIn;

public sealed class When_the_provider_describes_the_person : IAsyncLifetime
{
    private TestProvider _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await TestProvider.StartAsync();

    public async ValueTask DisposeAsync() => await _provider.DisposeAsync();

    [Theory]
    [InlineData(UserInfoKind.SignedJwt, HttpStatusCode.OK)]
    [InlineData(UserInfoKind.Json, HttpStatusCode.OK)]
    [InlineData(UserInfoKind.SignedByAnotherKey, HttpStatusCode.Forbidden)]
    [InlineData(UserInfoKind.AboutAnotherPerson, HttpStatusCode.Forbidden)]
    internal async Task Only_a_userinfo_that_proves_itself_is_believed(UserInfoKind kind, HttpStatusCode expected)
    {
        _provider.Person = People.Counsellor();
        _provider.UserInfo = kind;

        (await DeskAsync()).Status.Should().Be(expected);
    }

    [Fact]
    public async Task Someone_with_both_roles_opens_both_pages()
    {
        _provider.Person = People.Named("agent-poste", "animateur");
        await using var host = await SignInHost.StartAsync(_provider);
        using var browser = new Browser(host.Address);

        (await browser.GetAsync("/desk")).Status.Should().Be(HttpStatusCode.OK);
        (await browser.GetAsync("/pilotage")).Body.Should().Contain("role=conseiller|role=responsable");
    }

    [Fact]
    public async Task Someone_without_a_role_of_ours_does_not_come_in()
    {
        _provider.Person = People.Named("comptable");

        var answer = await DeskAsync();

        answer.Status.Should().Be(HttpStatusCode.Forbidden);
        answer.Body.Should().Contain("n'a pas le rôle nécessaire").And.Contain("href=\"/humain\"");
    }

    [Theory]
    [InlineData("fonctions")]
    [InlineData("email")]
    public async Task Someone_without_the_claims_does_not_come_in(string missing)
    {
        _provider.Person = People.Without(missing);

        (await DeskAsync()).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("eidas2", HttpStatusCode.OK)]
    [InlineData("eidas1", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task The_level_asked_for_is_the_level_needed(string? acr, HttpStatusCode expected)
    {
        _provider.Person = People.Counsellor();
        _provider.Acr = acr;

        (await DeskAsync(("SignIn:AcrValues", "eidas2 eidas3"))).Status.Should().Be(expected);

        _provider.Asked[0]["acr_values"].Should().Be("eidas2 eidas3");
    }

    private async Task<Answer> DeskAsync(params (string, string)[] settings)
    {
        await using var host = await SignInHost.StartAsync(_provider, settings);
        using var browser = new Browser(host.Address);
        return await browser.GetAsync("/desk");
    }
}
