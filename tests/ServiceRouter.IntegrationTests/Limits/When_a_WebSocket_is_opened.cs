using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.IntegrationTests.SignIn;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>Over every path of the composed service, by somebody who is signed in: only a page of this site may.</summary>
public sealed class When_a_WebSocket_is_opened
{
    private const string Circuit = "/_blazor?id=";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wrong_missing_null_and_doubled_origins_are_refused_on_every_path()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var home = new Uri(app.Url);
        var cookies = await SignedInAsync(home);
        var paths = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => RouteText.Filled(e)).Append(Circuit + "x").Distinct().ToList();
        paths.Should().Contain(p => p.StartsWith("/_blazor"));
        string[] origins =
        [
            "", "Origin: null\r\n", "Origin: \r\n", "Origin: https://elsewhere.example\r\n", $"Origin: http://{home.Host}:1\r\n", $"Origin: http://{home.Authority}.elsewhere.example\r\n",
            $"Origin: {home.Authority}\r\n", $"Origin: http://{home.Authority}\r\nOrigin: https://elsewhere.example\r\n", "Sec-Fetch-Site: same-origin\r\n",
        ];
        var faults = new List<string>();

        foreach (var path in paths)
        {
            foreach (var origin in origins)
            {
                if (await ShakeAsync(home, path, cookies, origin) is var answer && !answer.StartsWith("HTTP/1.1 403", StringComparison.Ordinal))
                    faults.Add($"{path} with {origin.Trim()}: {answer}");
            }
        }

        faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Our_own_page_may()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var home = new Uri(app.Url);
        var cookies = await SignedInAsync(home);

        (await ShakeAsync(home, Circuit, cookies, $"Origin: http://{home.Authority}\r\n")).Should().NotContain(" 403 ");
    }

    private static async Task<string> SignedInAsync(Uri home)
    {
        using var browser = new Browser(home);
        await DemoPage.TakeAsync(browser, "conseiller1");
        return browser.Cookies.GetCookieHeader(home);
    }

    private static async Task<string> ShakeAsync(Uri home, string path, string cookies, string origin)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(home.Host, home.Port, Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {home.Authority}\r\nCookie: {cookies}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{origin}\r\n"), Token);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(Token) ?? "";
    }
}
