using System.Net;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>Authentication answers there by itself, before it is known who calls; the pace of an address counts all the same.</summary>
public sealed class When_the_provider_sends_browsers_back
{
    // Two of the three wait for a second each; the first of these seconds may have begun with the first request.
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("/connexion/retour?code=a&state=b", HttpStatusCode.Forbidden)]
    [InlineData("/connexion/fin?state=b", HttpStatusCode.OK)]
    public async Task They_wait_their_turn(string path, HttpStatusCode expected)
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Demo:Enabled=false", "--SignIn:Authority=https://provider.example", "--SignIn:ClientId=service-router", "--SignIn:ClientSecret=of-tests-only",
            "--Limits:PagesPerSecond=1", "--Limits:PagesAtOnce=1");
        using var visitor = new Visitor(app);
        var begun = TimeProvider.System.GetTimestamp();

        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var answer = await visitor.OpensAsync(path);
            answer.StatusCode.Should().Be(expected);
        }

        TimeProvider.System.GetElapsedTime(begun).Should().BeGreaterThan(AtLeast);
    }
}
