using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ServiceRouter.Connectors.Twilio.Requests;

/// <summary>The forms of an address that Twilio may have signed: with and without its port, and for WebSockets with a closing slash.</summary>
internal static class SignedAddress
{
    /// <summary>The address of the request as Twilio has it: the public one, since a proxy may have changed scheme, host and port.</summary>
    /// <param name="request">The request as it arrived.</param>
    /// <param name="publicUrl">Setting <c>Twilio:PublicUrl</c>; null: the address of the request.</param>
    public static string Of(HttpRequest request, Uri? publicUrl)
    {
        // The raw target: what ASP.NET Core gives as path is decoded, and Twilio signed it as it was sent.
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw && raw[0] == '/'
            ? raw
            : $"{request.PathBase}{request.Path}{request.QueryString}";
        var origin = publicUrl is null ? $"{request.Scheme}://{request.Host}" : publicUrl.OriginalString.TrimEnd('/');
        if (request.HttpContext.WebSockets.IsWebSocketRequest)
            origin = origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? $"wss{origin[5..]}" : origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? $"ws{origin[4..]}" : origin;
        return origin + target;
    }

    /// <summary>As it is, without its port, with the port that its scheme means. Nothing else is tried: each costs a hash.</summary>
    public static IReadOnlyList<string> Candidates(string url)
    {
        var urls = new List<string> { url };
        if (Split(url) is not var (scheme, host, target)) return urls;
        var colon = host.LastIndexOf(':');
        var bare = colon > host.LastIndexOf(']') ? host[..colon] : host;
        Add($"{scheme}://{bare}{target}");
        Add($"{scheme}://{bare}:{(scheme is "https" or "wss" ? 443 : 80)}{target}");
        if (scheme is "wss" or "ws" && !url.Contains('?', StringComparison.Ordinal))
            foreach (var one in urls.ToList().Where(one => !one.EndsWith('/'))) Add($"{one}/");
        return urls;

        void Add(string candidate)
        {
            if (!urls.Contains(candidate, StringComparer.Ordinal)) urls.Add(candidate);
        }
    }

    private static (string Scheme, string Host, string Target)? Split(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return null;
        var end = url.IndexOfAny(['/', '?'], start + 3);
        if (end < 0) end = url.Length;
        return (url[..start], url[(start + 3)..end], url[end..]);
    }
}
