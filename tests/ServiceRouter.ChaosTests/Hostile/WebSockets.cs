using System.Text;
using System.Text.RegularExpressions;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>Handshakes with wrong, missing and null origins, with the session of a counsellor, at every endpoint: none is upgraded.</summary>
internal static partial class WebSockets
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Origins = ["", "Origin: null\r\n", "Origin: https://elsewhere.example\r\n", "Origin: http://127.0.0.1.elsewhere.example\r\n", "Sec-Fetch-Site: same-origin\r\n"];

    public static async Task<IReadOnlyList<string>> BreachesAsync(Service service, Fronts fronts, IReadOnlyList<PublicEndpoint> endpoints)
    {
        var node = service.Nodes[0].Address;
        var session = await SessionAsync(fronts, "conseiller1");
        var breaches = new List<string>();
        foreach (var path in endpoints.Select(e => Parameter().Replace(e.Pattern, "1")).Append("/_blazor?id=x").Distinct())
        {
            foreach (var origin in Origins)
            {
                var answer = await RawHttp.SendAsync(node, Handshake(node, path, session, origin), Patience, headOnly: true);
                // The signature is asked of the provider's handshakes, not the origin; and its other addresses take none.
                var isRefused = path.StartsWith("/twilio/", StringComparison.Ordinal) ? answer is { Status: >= 400 and < 500 } : answer is { Status: 403 };
                if (!isRefused) breaches.Add($"WebSocket at {path} with {(origin.Length == 0 ? "no origin" : origin.Trim())}: {answer?.Status}");
            }
        }
        // Otherwise the others prove nothing: the session is good, and a page of ours gets past the guard.
        if (await RawHttp.SendAsync(node, Handshake(node, "/_blazor", session, $"Origin: {node.GetLeftPart(UriPartial.Authority)}\r\n"), Patience, headOnly: true) is not { Status: 101 } own)
            breaches.Add("WebSocket of our own page was not opened");
        return breaches;
    }

    private static byte[] Handshake(Uri node, string path, string session, string origin) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {node.Authority}\r\nCookie: {session}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{origin}\r\n");

    /// <summary>The cookies of somebody who has signed in.</summary>
    public static async Task<string> SessionAsync(Fronts fronts, string user)
    {
        var page = await fronts.SendAsync(0, () => new HttpRequestMessage(HttpMethod.Get, "/demo"), Patience, CancellationToken.None);
        var entered = await fronts.SendAsync(0, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/demo")
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = FormToken().Match(page!.Body).Groups[1].Value, ["user"] = user }),
            };
            request.Headers.TryAddWithoutValidation("Cookie", page.Cookies);
            return request;
        }, Patience, CancellationToken.None);
        return entered is { Cookies.Length: > 0 } ? entered.Cookies : throw new InvalidOperationException($"{user} could not sign in");
    }

    [GeneratedRegex(@"\{[^/]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
