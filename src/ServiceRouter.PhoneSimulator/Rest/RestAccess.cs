using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServiceRouter.PhoneSimulator.Rest;

/// <summary>Lets the account's own programs in, with Basic authentication; refuses for a while when a test wants that.</summary>
internal sealed class RestAccess(PhoneNetwork network) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers["Twilio-Request-Id"] = Calls.Sids.New("RQ");
        http.Response.Headers["Twilio-Concurrent-Requests"] = "1";
        if (!IsOwn(http.Request.Headers.Authorization.ToString()))
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Twilio API\"";
            return RestAnswers.Error(401, 20003, "Authenticate");
        }

        if (!string.Equals(http.Request.RouteValues["account"] as string, network.Settings.AccountSid, StringComparison.Ordinal))
            return RestAnswers.NotFound(http.Request);
        if (!network.Faults.TakeRefusal()) return await next(context);
        if (network.Faults.RetryAfter is { } pause) http.Response.Headers.RetryAfter = ((int)pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return RestAnswers.Error(429, 20429, "Too Many Requests");
    }

    private bool IsOwn(string header)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{network.Settings.AccountSid}:{network.Settings.AuthToken}"));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(expected));
    }
}
