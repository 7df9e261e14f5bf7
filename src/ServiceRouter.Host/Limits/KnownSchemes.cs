namespace ServiceRouter.Host.Limits;

/// <summary>
/// A browser comes by http or https. A proxy that passes on what somebody wrote into X-Forwarded-Proto, instead of replacing it, would have the service build addresses of anything:
/// where that is no scheme at all, the counsellor's desk failed (docs/adr/0127). Such a word is no word, as if the proxy had told none (<see cref="UntoldScheme"/>).
/// </summary>
internal sealed class KnownSchemes(RequestDelegate next)
{
    internal const string Header = "X-Forwarded-Proto";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers[Header] is { Count: > 0 } told && !told.SelectMany(word => (word ?? "").Split(',', StringSplitOptions.TrimEntries)).All(IsKnown)) context.Request.Headers.Remove(Header);
        return next(context);
    }

    private static bool IsKnown(string word) => word.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) || word.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase);
}
