using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.IntegrationTests.Peers;

/// <summary>A server that writes down what it is asked, and answers as if something had been made.</summary>
internal sealed class RequestRecorder : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<RecordedRequest> requests = new();

    private RequestRecorder(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public static async Task<RequestRecorder> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var recorder = new RequestRecorder(builder.Build());
        recorder.app.Run(recorder.TakeAsync);
        await recorder.app.StartAsync();
        return recorder;
    }

    /// <summary>The oldest request that nobody has taken yet.</summary>
    public RecordedRequest Next() => requests.TryDequeue(out var request) ? request : throw new InvalidOperationException("Nothing was asked.");

    private async Task TakeAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        requests.Enqueue(new RecordedRequest(
            http.Request.Method, http.Request.Path, http.Request.Headers.Authorization.ToString(),
            [.. form.SelectMany(parameter => parameter.Value.Select(value => $"{parameter.Key}={value}")).Order(StringComparer.Ordinal)]));
        http.Response.StatusCode = StatusCodes.Status201Created;
        await http.Response.WriteAsJsonAsync(new { sid = "CA00000000000000000000000000000001" });
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <param name="Method">Verb.</param>
/// <param name="Path">Without host.</param>
/// <param name="Authorization">As it was sent.</param>
/// <param name="Form">name=value, sorted.</param>
internal sealed record RecordedRequest(string Method, string Path, string Authorization, IReadOnlyList<string> Form);
