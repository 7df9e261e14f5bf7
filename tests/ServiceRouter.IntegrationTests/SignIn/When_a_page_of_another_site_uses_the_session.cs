using System.Net;
using AwesomeAssertions;
using Xunit;

namespace ServiceRouter.IntegrationTests.SignIn;

public sealed class When_a_page_of_another_site_uses_the_session : IAsyncLifetime
{
    private SignInHost _host = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await SignInHost.StartDemoAsync();
        _browser = new Browser(_host.Address);
        await DemoPage.TakeAsync(_browser, "conseiller1");
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Accept", "*/*")]
    public async Task A_change_through_the_API_is_refused(string header, string value)
    {
        var answer = await _browser.SendAsync(HttpMethod.Put, "/api/desk/presence", null, (header, value));

        answer.Status.Should().Be(HttpStatusCode.Forbidden);
        answer.Body.Should().Contain("cross-origin-call");
    }

    [Fact]
    public async Task Our_own_pages_may_change_things()
    {
        (await _browser.SendAsync(HttpMethod.Put, "/api/desk/presence", null, ("Sec-Fetch-Site", "same-origin")))
            .Status.Should().Be(HttpStatusCode.OK);
        (await _browser.SendAsync(HttpMethod.Put, "/api/desk/presence", null, ("Origin", _host.Address.ToString().TrimEnd('/'))))
            .Status.Should().Be(HttpStatusCode.OK);
        var token = await DemoPage.FormTokenAsync(_browser);
        (await _browser.SendAsync(HttpMethod.Put, "/api/desk/presence", null, ("RequestVerificationToken", token)))
            .Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_WebSocket_from_elsewhere_is_refused()
    {
        (await _browser.GetAsync("/_blazor", ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Origin", "https://elsewhere.example")))
            .Status.Should().Be(HttpStatusCode.Forbidden);
        (await _browser.GetAsync("/_blazor", ("Upgrade", "websocket"), ("Connection", "Upgrade"),
            ("Origin", _host.Address.ToString().TrimEnd('/')))).Status.Should().Be(HttpStatusCode.OK);
    }
}
