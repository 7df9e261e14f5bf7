using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace ServiceRouter.Tests.PhoneSimulator;

/// <summary>A request as the service gets it, with its signature already judged.</summary>
internal sealed record ServiceRequest(string Method, Uri Url, IReadOnlyDictionary<string, string> Form, IReadOnlyDictionary<string, string> Headers, bool IsSigned)
{
    public string this[string name] => Form.GetValueOrDefault(name, "<absent>");

    public string Path => Url.AbsolutePath;
}

/// <summary>Plays the service in memory: what stands under a path is what it answers. Judges each signature by a computation of its own.</summary>
internal sealed class PlayedService(string authToken) : HttpMessageHandler
{
    public const string Base = "https://service.test";

    private readonly ConcurrentDictionary<string, Func<ServiceRequest, Task<HttpResponseMessage>>> answers = new();
    private readonly ConcurrentQueue<ServiceRequest> requests = new();

    public IReadOnlyList<ServiceRequest> Requests => [.. requests];

    public IReadOnlyList<ServiceRequest> At(string path) => [.. requests.Where(request => request.Path == path)];

    public PlayedService On(string path, string verbs) => On(path, _ => verbs);

    /// <param name="path">Where.</param>
    /// <param name="verbs">Gives what stands inside Response.</param>
    public PlayedService On(string path, Func<ServiceRequest, string> verbs) => On(path, request => Task.FromResult(Xml($"<Response>{verbs(request)}</Response>")));

    public PlayedService On(string path, Func<ServiceRequest, Task<HttpResponseMessage>> answer)
    {
        answers[path] = answer;
        return this;
    }

    public static HttpResponseMessage Xml(string document, string contentType = "text/xml") => new(HttpStatusCode.OK) { Content = new StringContent(document, Encoding.UTF8, contentType) };

    public static HttpResponseMessage Status(int status, string? location = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("") };
        if (location is not null)
            answer.Headers.Location = new(location, UriKind.RelativeOrAbsolute);
        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var received = await ReadAsync(request, cancellationToken);
        requests.Enqueue(received);
        return answers.TryGetValue(received.Path, out var answer) ? await answer(received).WaitAsync(cancellationToken) : Status(404);
    }

    private async Task<ServiceRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancel) : "";
        var isForm = request.Content?.Headers.ContentType?.MediaType == "application/x-www-form-urlencoded";
        var form = isForm ? QueryHelpers.ParseQuery(body) : QueryHelpers.ParseQuery(request.RequestUri!.Query);
        var data = request.RequestUri!.OriginalString;
        if (isForm)
            data += string.Concat(form.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Distinct().Select(value => pair.Key + value)));
        else if (body.Length > 0)
            data = data.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))), StringComparison.Ordinal) ? data : "";
#pragma warning disable CA5350
        var expected = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(data)));
#pragma warning restore CA5350
        var headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new(request.Method.Method, request.RequestUri, form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()), headers, headers.GetValueOrDefault("X-Twilio-Signature") == expected);
    }
}
