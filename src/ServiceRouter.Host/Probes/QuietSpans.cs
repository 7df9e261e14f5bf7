using OpenTelemetry;
using System.Diagnostics;

namespace ServiceRouter.Host.Probes;

/// <summary>
/// Takes out of a span what tells of a person before it leaves: paths hold receipts (/demande/{receipt}), queries hold what was typed,
/// the rest is somebody's address and browser. The route template and the method stay.
/// </summary>
internal sealed class QuietSpans : BaseProcessor<Activity>
{
    private static readonly string[] Personal =
    [
        "url.path", "url.query", "url.full", "http.url", "http.target", "user_agent.original", "client.address", "client.port",
        "network.peer.address", "network.peer.port", "server.address", "exception.message", "exception.stacktrace",
    ];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Personal) data.SetTag(tag, null);
        if (data.Kind != ActivityKind.Server) return;
        var method = data.GetTagItem("http.request.method") as string ?? "HTTP";
        data.DisplayName = data.GetTagItem("http.route") is string route ? $"{method} {route}" : method;
    }
}
