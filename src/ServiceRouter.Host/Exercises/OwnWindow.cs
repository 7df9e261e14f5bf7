using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using ServiceRouter.Conversations;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Exercises;

/// <summary>
/// The pages of this process, opened from inside it: routing, guards, forms and pages are those that a citizen meets, and what the exercise
/// has taken away is away for these requests alone.
/// </summary>
internal sealed class OwnWindow(OwnPipeline pipeline, IServiceScopeFactory scopes) : ICitizenWindow
{
    private const int MostRedirects = 5;

    public Task<SeenPage> OpenAsync(ConversationKey key, string path, CancellationToken ct) => FollowAsync(key, HttpMethods.Get, path, null, ct);

    public Task<SeenPage> SendAsync(ConversationKey key, string path, IReadOnlyDictionary<string, string> form, CancellationToken ct) =>
        FollowAsync(key, HttpMethods.Post, path, form, ct);

    private async Task<SeenPage> FollowAsync(ConversationKey key, string method, string path, IReadOnlyDictionary<string, string>? form, CancellationToken ct)
    {
        for (var redirects = 0; ; redirects++)
        {
            var (status, location, body) = await CallAsync(key, method, path, form, ct);
            if (location is null || redirects == MostRedirects) return ReadPage.Of(path, status, body);
            (method, path, form) = (HttpMethods.Get, location, null);
        }
    }

    private async Task<(int Status, string? Location, string Body)> CallAsync(ConversationKey key, string method, string path, IReadOnlyDictionary<string, string>? form, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var body = new MemoryStream();
        var response = new KeptResponse();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        var context = new DefaultHttpContext(features) { RequestServices = scope.ServiceProvider, RequestAborted = ct };
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        var request = context.Request;
        (request.Method, request.Scheme, request.Host, request.Protocol) = (method, "http", new HostString("localhost"), "HTTP/1.1");
        var (page, query) = path.Split('#')[0].Split('?') is [var before, var after] ? (before, "?" + after) : (path.Split('#')[0], "");
        (request.Path, request.QueryString) = (new PathString(page), new QueryString(query));
        request.Headers.Accept = "text/html";
        // As the proxy would, where one on this machine is trusted.
        request.Headers["X-Forwarded-Proto"] = request.Scheme;
        // What every present browser adds by itself.
        request.Headers["Sec-Fetch-Site"] = "same-origin";
        request.Headers.Cookie = $"{CitizenCookie.NameOver(request.IsHttps)}={key}";
        if (form is not null)
        {
            using var content = new FormUrlEncodedContent(form);
            var sent = await content.ReadAsByteArrayAsync(ct);
            (request.Body, request.ContentLength, request.ContentType) = (new MemoryStream(sent), sent.Length, "application/x-www-form-urlencoded");
        }
        await pipeline.First(context);
        await context.Response.CompleteAsync();
        await response.StartAsync();
        return (response.StatusCode, response.Headers.Location.FirstOrDefault(), Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>Runs what was to happen when the response starts, as a server does.</summary>
    private sealed class KeptResponse : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> starting = new();

        public override void OnStarting(Func<object, Task> callback, object state) => starting.Push((callback, state));

        public async Task StartAsync()
        {
            while (starting.TryPop(out var next)) await next.Callback(next.State);
        }
    }
}
