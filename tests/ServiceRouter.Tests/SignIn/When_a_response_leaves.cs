using AwesomeAssertions;
using ServiceRouter.Host.SignIn;
using Xunit;

namespace ServiceRouter.Tests.SignIn;

public sealed class When_a_response_leaves
{
    private const string ForACitizen = """
        Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; manifest-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' https://auth.example.org
        X-Content-Type-Options: nosniff
        X-Frame-Options: DENY
        Referrer-Policy: same-origin
        Permissions-Policy: camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()
        Cross-Origin-Opener-Policy: same-origin
        Cross-Origin-Resource-Policy: same-origin
        Strict-Transport-Security: max-age=31536000; includeSubDomains
        """;

    private const string ForTheDeskOfADemo = """
        Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; manifest-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'
        X-Content-Type-Options: nosniff
        X-Frame-Options: DENY
        Referrer-Policy: same-origin
        Permissions-Policy: camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()
        Cross-Origin-Opener-Policy: same-origin
        Cross-Origin-Resource-Policy: same-origin
        Cache-Control: no-store
        """;

    [Fact]
    public void Its_headers_are_these_for_a_citizen() =>
        Text("/chat", Settings.Good()).Should().Be(ForACitizen);

    [Fact]
    public void Its_headers_are_these_for_the_desk_of_a_demo() =>
        Text("/desk/demande", Settings.Demo()).Should().Be(ForTheDeskOfADemo);

    private static string Text(string path, SignInSetting setting) => string.Join('\n',
        SecurityHeaders.For(path, setting.Demo.Enabled, setting.ProviderOrigin).Select(h => $"{h.Key}: {h.Value}"));
}
