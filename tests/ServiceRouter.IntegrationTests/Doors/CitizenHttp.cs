using System.Net;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>A citizen's browser without script: cookies, forms, no redirect unseen.</summary>
internal sealed class CitizenHttp : IDisposable
{
    private readonly HttpClient http;

    public CitizenHttp(RouterApp app)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = new Uri(app.Url) };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
    }

    public CookieContainer Cookies { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<(HttpStatusCode Status, string Page)> OpensAsync(string path)
    {
        using var answer = await http.GetAsync(path, Token);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)));
    }

    /// <summary>The same, with where the answer leads.</summary>
    public async Task<(HttpStatusCode Status, string Page, string? Goes)> LooksAsync(string path)
    {
        using var answer = await http.GetAsync(path, Token);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)), answer.Headers.Location?.OriginalString);
    }

    public async Task<(HttpStatusCode Status, string Page, string? Goes)> SendsAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await http.PostAsync(path, form, Token);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)), answer.Headers.Location?.OriginalString);
    }

    /// <summary>One press on "Parler à un conseiller".</summary>
    /// <returns>The receipt to whose page it leads.</returns>
    public async Task<string> AsksForHumanAsync(params (string Name, string Value)[] fields)
    {
        var (status, _, goes) = await SendsAsync("/humain", fields);
        status.Should().Be(HttpStatusCode.Found);
        goes.Should().StartWith("/demande/");
        return goes!["/demande/".Length..];
    }

    public void Dispose() => http.Dispose();
}
