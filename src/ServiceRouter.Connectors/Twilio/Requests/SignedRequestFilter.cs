using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ServiceRouter.Connectors.Twilio.Requests;

/// <summary>Lets through only what Twilio signed for this account; anything else is 403, counted, and touches nothing.</summary>
internal sealed class SignedRequestFilter(IOptions<TwilioOptions> options, UnsignedRequests unsigned) : IEndpointFilter
{
    private const string Header = "X-Twilio-Signature";

    // Twilio's own limit of a webhook is far below; a body is read before its signature is known.
    private const int LongestBody = 64 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (await IsSignedAsync(request)) return await next(context);
        unsigned.Tell(context.HttpContext.GetEndpoint()?.DisplayName);
        return Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private async Task<bool> IsSignedAsync(HttpRequest request)
    {
        var urls = SignedAddress.Candidates(SignedAddress.Of(request, options.Value.PublicUrl));
        IReadOnlyCollection<KeyValuePair<string, StringValues>> form = [];
        if (request.HasFormContentType && HttpMethods.IsPost(request.Method))
        {
            if (request.ContentLength is null or > LongestBody) return false;
            // No signature covers a file, and the fields beside it would be covered by none either.
            if (await request.ReadFormAsync() is not { Files.Count: 0 } read) return false;
            form = [.. read];
        }
        else if (HttpMethods.IsPost(request.Method))
        {
            request.EnableBuffering(LongestBody, LongestBody);
            using var body = new MemoryStream();
            if (request.ContentLength is null or > LongestBody) return false;
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            request.Body.Position = 0;
            if (!RequestSignature.BodyFits(request.Query["bodySHA256"], body.ToArray())) return false;
        }
        var header = request.Headers[Header].ToString();
        // Both, always: during a rotation the old token signs until the new one is promoted.
        return RequestSignature.Fits(header, options.Value.AuthToken, urls, form) | RequestSignature.Fits(header, options.Value.SecondAuthToken, urls, form);
    }
}
