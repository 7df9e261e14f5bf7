using System.Net;
using System.Net.Http.Headers;

namespace ServiceRouter.IntegrationTests.SignIn;

/// <summary>An HTTP client that keeps cookies and follows redirects as a browser does, and remembers where it went.</summary>
internal sealed class Browser(Uri home) : IDisposable
{
    private const int MostRedirects = 10;
    private readonly HttpClient _http = new(LoopbackTls.Handler());

    public CookieContainer Cookies { get; set; } = new();

    public List<Uri> Visited { get; } = [];

    /// <summary>Called before each redirect is followed; gives the address to go to, or null to stop there.</summary>
    public Func<Uri, Uri?> OnRedirect { get; set; } = to => to;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, content, headers);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var to = new Uri(home, path);
        for (var i = 0; i < MostRedirects; i++)
        {
            Visited.Add(to);
            using var request = new HttpRequestMessage(method, to) { Content = content };
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            if (Cookies.GetCookieHeader(to) is { Length: > 0 } cookies)
                request.Headers.Add("Cookie", cookies);
            using var response = await _http.SendAsync(request);
            Keep(to, response.Headers);
            if (response.Headers.Location is not { } location || OnRedirect(new Uri(to, location)) is not { } next)
                return await Answer.OfAsync(response, to);
            to = next;
            method = HttpMethod.Get;
            content = null;
        }

        throw new InvalidOperationException($"More than {MostRedirects} redirects: {string.Join(" -> ", Visited)}");
    }

    public void Dispose() => _http.Dispose();

    private void Keep(Uri from, HttpResponseHeaders headers)
    {
        if (headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies)
                Cookies.SetCookies(from, cookie);
        }
    }
}

/// <summary>What came back in the end.</summary>
internal sealed record Answer(
    HttpStatusCode Status, string Body, Uri From, string? MediaType, IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<Answer> OfAsync(HttpResponseMessage response, Uri from) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        from,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
}
