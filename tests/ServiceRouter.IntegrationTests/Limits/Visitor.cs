using System.Net;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>Somebody who sends requests, without cookies, through a proxy that tells an address when one is given.</summary>
internal sealed class Visitor(RouterApp app, string? address = null) : IDisposable
{
    /// <summary>What <see cref="WritesUntilRefusedAsync"/> writes.</summary>
    public const string Words = "Bonjour, <mon> dossier";

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Url) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> OpensAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), "text/html");

    public Task<HttpResponseMessage> SaysAsync(string words, string accept = "text/html") =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new FormUrlEncodedContent([new("texte", words)]) }, accept);

    public Task<HttpResponseMessage> SendsAsync(string path, HttpContent body) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = body }, "text/html");

    /// <returns>The receipt to whose page it leads.</returns>
    public async Task<string> AsksForHumanAsync()
    {
        using var form = new FormUrlEncodedContent([]);
        using var answer = await SendsAsync("/humain", form);
        answer.StatusCode.Should().Be(HttpStatusCode.Found);
        return answer.Headers.Location!.OriginalString["/demande/".Length..];
    }

    /// <summary>Writes to the assistant, again and again at once, until it is refused.</summary>
    public async Task<HttpResponseMessage> WritesUntilRefusedAsync(string accept = "text/html")
    {
        while (true)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SaysAsync(Words, accept)));
            var refused = answers.FirstOrDefault(a => a.StatusCode == HttpStatusCode.TooManyRequests);
            foreach (var other in answers.Where(a => a != refused)) other.Dispose();
            if (refused is not null) return refused;
        }
    }

    public void Dispose() => http.Dispose();

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string accept)
    {
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Accept", accept);
        if (address is not null) request.Headers.Add("X-Forwarded-For", address);
        return http.SendAsync(request, Token);
    }
}
