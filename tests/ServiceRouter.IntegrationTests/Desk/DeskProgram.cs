using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>A program that works a counsellor's desk over HTTP.</summary>
internal sealed class DeskProgram : IDisposable
{
    private readonly HttpClient http;

    private DeskProgram(HttpClient http) => this.http = http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static DeskProgram WithoutToken(RouterApp app) => new(new HttpClient { BaseAddress = new Uri(app.Url) });

    public static async Task<DeskProgram> SignInAsync(RouterApp app, string user)
    {
        var program = WithoutToken(app);
        using var given = await program.http.PostAsJsonAsync("/demo/token", new { user }, Token);
        var token = (await given.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("token").GetString();
        program.http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return program;
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Reply> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, JsonContent.Create(body ?? new { }));

    public Task<Reply> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, JsonContent.Create(body));

    public async Task ComesAsync(int capacity = 3) =>
        (await PutAsync("presence", new { status = "available", capacity })).Status.Should().Be(200);

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, "/api/desk/" + path) { Content = content };
        using var response = await http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        return new Reply(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text), response.Headers.RetryAfter?.Delta);
    }

    /// <summary>Opens the event stream; null as number for a desk without a memory.</summary>
    public async Task<DeskListener> ListenAsync(long? lastEventId = null) => await DeskListener.OpenAsync(await OpenStreamAsync(lastEventId), Token);

    /// <summary>The same, to be read as it comes over the wire.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(long? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/desk/events");
        if (lastEventId is { } number) request.Headers.Add("Last-Event-ID", $"{number}");
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        return response;
    }

    public void Dispose() => http.Dispose();
}

/// <summary>What a call came back with.</summary>
internal sealed record Reply(int Status, string? MediaType, JsonElement Body, TimeSpan? RetryAfter)
{
    /// <summary>Asserts problem details (RFC 9457) of this status and code, with a sentence for people.</summary>
    public void ShouldBeProblem(int status, string code)
    {
        Status.Should().Be(status);
        MediaType.Should().Be("application/problem+json");
        Body.GetProperty("type").GetString().Should().Be("urn:service-router:" + code);
        Body.GetProperty("status").GetInt32().Should().Be(status);
        Body.GetProperty("title").GetString().Should().EndWith(".");
    }
}
