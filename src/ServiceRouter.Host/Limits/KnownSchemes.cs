namespace ServiceRouter.Host.Limits;

/// <summary>
/// A browser comes by http or https. A proxy that passes on what somebody wrote into X-Forwarded-Proto, or adds to it instead of replacing it, would have the service build addresses of anything:
/// where that is no scheme at all, the counsellor's desk failed (docs/adr/0127). The words from the end on are those of our proxies, up to the first that is none.
/// </summary>
internal sealed class KnownSchemes(RequestDelegate next)
{
    internal const string Header = "X-Forwarded-Proto";

    // What some proxies say of a WebSocket's handshake.
    private static readonly string[] Known = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeWs, Uri.UriSchemeWss];

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers[Header] is { Count: > 0 } told)
        {
            string[] words = [.. told.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))];
            string[] kept = [.. words.Reverse().TakeWhile(word => Known.Contains(word, StringComparer.OrdinalIgnoreCase)).Reverse()];
            if (kept.Length == 0) headers.Remove(Header);
            else if (kept.Length < words.Length) headers[Header] = string.Join(", ", kept);
        }
        return next(context);
    }
}
