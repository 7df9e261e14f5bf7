using Microsoft.AspNetCore.Http;
using ServiceRouter.Host.Limits;

namespace ServiceRouter.Tests.Host.Limits;

/// <summary>What somebody wrote into X-Forwarded-Proto is no scheme, and what our proxies added to it is.</summary>
public sealed class When_a_proxy_tells_no_scheme
{
    [Theory]
    [InlineData("https", "https")]
    [InlineData("HTTP", "HTTP")]
    [InlineData("wss", "wss")]
    [InlineData("https, http", "https, http")]
    [InlineData("javascript, https", "https")]
    [InlineData("0", null)]
    [InlineData("https, 2026-02-30", null)]
    [InlineData("", null)]
    public async Task Its_own_words_are_kept(string told, string? kept)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[KnownSchemes.Header] = told;
        var goesOn = false;

        await new KnownSchemes(_ => { goesOn = true; return Task.CompletedTask; }).InvokeAsync(context);

        goesOn.Should().BeTrue();
        ((string?)context.Request.Headers[KnownSchemes.Header]).Should().Be(kept);
    }
}
