using System.Net;

namespace ServiceRouter.PhoneSimulator.Webhooks;

/// <summary>A request to the service.</summary>
/// <param name="Url">As configured or as given by the service, with its fragment.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Parameters">In the query of a GET, in the form of a POST.</param>
/// <param name="Cookies">Of this call; nothing where no cookies are kept.</param>
/// <param name="IsVoice">Voice over HTTPS is signed without the port.</param>
internal sealed record WebhookRequest(
    string Url, string Method, IReadOnlyList<KeyValuePair<string, string>> Parameters, CookieContainer? Cookies = null, bool IsVoice = true)
{
    /// <summary>A JSON body instead of parameters.</summary>
    public byte[]? Json { get; init; }

    public bool IsGet => Method.Equals("GET", StringComparison.OrdinalIgnoreCase) && Json is null;
}

/// <summary>What the service answered.</summary>
/// <param name="Url">Where the answer came from, after redirects: what its relative URLs resolve against.</param>
internal sealed record WebhookAnswer(string Url, string ContentType, string Body);

/// <summary>A request failed for good, or its answer cannot be used; <paramref name="code"/> is Twilio's.</summary>
internal sealed class WebhookFailure(int code, string message, string url) : Exception(message)
{
    public int Code => code;

    public string Url => url;
}
