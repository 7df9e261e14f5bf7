using System.Net;
using AwesomeAssertions;
using Microsoft.Extensions.Options;
using Xunit;

namespace ServiceRouter.IntegrationTests.SignIn;

public sealed class When_the_settings_are_not_safe
{
    [Fact]
    public async Task The_service_does_not_start_without_a_provider()
    {
        var start = () => SignInHost.StartAsync("Production", https: false, null, null, []);

        (await start.Should().ThrowAsync<OptionsValidationException>())
            .WithMessage("*SignIn:Authority*SignIn:ClientId*SignIn:ClientSecret*");
    }

    [Fact]
    public async Task The_service_does_not_start_as_a_demo_in_production()
    {
        var start = () => SignInHost.StartAsync("Production", https: false, null, null, [("Demo:Enabled", "true")]);

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*Demo:Enabled*Production*");
    }

    [Fact]
    public async Task A_misspelt_setting_is_named()
    {
        var start = () => SignInHost.StartAsync("Development", https: false, null, null,
            [("Demo:Enabled", "true"), ("SignIn:IdelLimit", "00:10:00")]);

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*IdelLimit*");
    }

    [Fact]
    public async Task A_node_without_the_desk_starts_and_nothing_of_demo_exists()
    {
        await using var host = await SignInHost.StartAsync("Production", https: true, null, null, [("Roles", "Front,Jobs")]);
        using var browser = new Browser(host.Address);

        (await browser.GetAsync("/")).Body.Should().Be("accueil");
        (await browser.GetAsync("/demo")).Status.Should().Be(HttpStatusCode.NotFound);
        (await browser.PostAsync("/demo/token", new StringContent("{}"))).Status.Should().Be(HttpStatusCode.NotFound);
        (await browser.GetAsync("/api/desk/handoffs")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }
}
