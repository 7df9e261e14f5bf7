using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.Host.SignIn;
using ServiceRouter.IntegrationTests.SignIn;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>Every endpoint of the composed service, found in its metadata, called by nobody, a counsellor and a manager.</summary>
public sealed class When_every_route_answers
{
    private static readonly string[] Expected =
    [
        "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Referrer-Policy: same-origin", "Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Resource-Policy: same-origin",
        "Permissions-Policy: camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
    ];

    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; manifest-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri '{0}'; form-action 'self'";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_answer_has_the_security_headers_and_none_fails()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var http = NewClient(app);
        var faults = new List<string>();

        await foreach (var (route, answer) in CallAllAsync(app, http, ""))
        {
            using (answer)
            {
                var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
                // The one page that listens: the telephone of the demonstration.
                var expected = Expected.Select(e => route.Contains(" /demo/telephone", StringComparison.Ordinal) ? e.Replace("microphone=()", "microphone=(self)", StringComparison.Ordinal) : e);
                faults.AddRange(expected.Where(e => !headers.TryGetValue(e[..e.IndexOf(':')], out var value) || $"{e[..e.IndexOf(':')]}: {value}" != e).Select(e => $"{route}: no {e}"));
                var path = route[(route.IndexOf(' ') + 1)..];
                var basis = path.StartsWith("/desk", StringComparison.Ordinal) || path.StartsWith("/pilotage", StringComparison.Ordinal) ? "self" : "none";
                if (headers.GetValueOrDefault("Content-Security-Policy") != ContentPolicy.Replace("{0}", basis, StringComparison.Ordinal)) faults.Add($"{route}: another content policy");
                if (headers.ContainsKey("Server") || headers.ContainsKey("X-Powered-By")) faults.Add($"{route}: says what it is made of");
                foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                    if (!cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase) || !cookie.Contains("samesite", StringComparison.OrdinalIgnoreCase)) faults.Add($"{route}: careless cookie");
                if (route != "GET /metrics" && IsForOnePerson(answer) && answer.Headers.CacheControl is not { NoStore: true }) faults.Add($"{route}: a cache may keep it");
                if ((int)answer.StatusCode >= 500) faults.Add($"{route}: {(int)answer.StatusCode}");
            }
        }

        faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("conseiller1")]
    [InlineData("responsable1")]
    public async Task Each_role_gets_what_the_matrix_says_and_nothing_else(string? user)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var role = user is null ? null : user.StartsWith("conseiller", StringComparison.Ordinal) ? StaffRoles.Counsellor : StaffRoles.Manager;
        var needs = (await RoleMatrix.OfAsync(app.Get<IServiceProvider>())).SelectMany(r => r.Methods.Split(',').Select(m => (Key: $"{(m == "*" ? "GET" : m)} {r.Path}", r.Needs))).ToLookup(r => r.Key, r => r.Needs);
        var cookies = await CookiesAsync(app, user);
        using var http = NewClient(app);
        var faults = new List<string>();
        var guarded = 0;

        await foreach (var (route, answer) in CallAllAsync(app, http, cookies))
        {
            using (answer)
            {
                var need = needs[route].Distinct().Single();
                // The last one stands for files that are not there, and finds none.
                if (need == RoleMatrix.Anyone || route.Contains("{**", StringComparison.Ordinal)) continue;
                guarded++;
                var isIn = need == RoleMatrix.SignedIn ? role is not null : need == role;
                var status = (int)answer.StatusCode;
                var isShut = status is 401 or 403 || (status == 302 && answer.Headers.Location!.OriginalString.Contains("/connexion", StringComparison.Ordinal)) || (status == 302 && answer.Headers.Location!.OriginalString.Contains("/demo", StringComparison.Ordinal));
                if (status >= 500) faults.Add($"{route} for {user}: {status}");
                if (isIn && isShut) faults.Add($"{route} is shut to {user}: {status}");
                if (!isIn && !isShut) faults.Add($"{route} is open to {user ?? "nobody"}: {status}");
            }
        }

        faults.Should().BeEmpty();
        guarded.Should().BeGreaterThan(15);
    }

    /// <summary>The pages whose receipt must be a real one, or they are the error page.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("/attente")]
    [InlineData("/copie.txt")]
    [InlineData("/imprimer")]
    [InlineData("/lettre")]
    [InlineData("/retirer")]
    public async Task No_cache_keeps_a_page_about_a_request(string page)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var visitor = new Visitor(app);

        using var answer = await visitor.OpensAsync($"/demande/{await visitor.AsksForHumanAsync()}{page}");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        IsForOnePerson(answer).Should().BeTrue();
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    // A page carries the key of the conversation that its forms would open, and words: two people must not get the same one. Open data, styles and scripts are nobody's own.
    private static bool IsForOnePerson(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType is "text/html" or "text/plain" or "text/event-stream";

    private static HttpClient NewClient(RouterApp app) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Url) };

    private static async Task<string> CookiesAsync(RouterApp app, string? user)
    {
        if (user is null) return "";
        using var browser = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(browser, user);
        return browser.Cookies.GetCookieHeader(new Uri(app.Url));
    }

    private static async IAsyncEnumerable<(string Route, HttpResponseMessage Answer)> CallAllAsync(RouterApp app, HttpClient http, string cookies)
    {
        foreach (var endpoint in app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), RouteText.Filled(endpoint));
                if (method is not ("GET" or "HEAD")) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
                request.Headers.Add("Sec-Fetch-Site", "same-origin");
                if (cookies.Length > 0) request.Headers.Add("Cookie", cookies);
                var route = $"{method} /{endpoint.RoutePattern.RawText?.Trim('/')}";
                // Signing out would end the walk of the one who is in.
                if (cookies.Length > 0 && route.Contains("/deconnexion", StringComparison.Ordinal)) continue;
                yield return (route, await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token));
            }
        }
    }
}
