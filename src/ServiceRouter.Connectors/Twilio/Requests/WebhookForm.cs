using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Connectors.Twilio.TwiML;
using ServiceRouter.Connectors.Twilio.Voice;

namespace ServiceRouter.Connectors.Twilio.Requests;

/// <summary>What the webhooks have in common: who calls, the account, the answer.</summary>
internal static class WebhookForm
{
    // The provider's have 34 characters; rows hold 64.
    private const int LongestId = 64;
    private const int MostDigits = 15;

    private static readonly string[] Ids = ["CallSid", "MessageSid", "ConferenceSid"];

    /// <summary>What the provider sent. A right signature says who sent it, and not that it is a webhook of ours: JSON of another product has one too.</summary>
    /// <exception cref="BadHttpRequestException">It is no form, or an id in it is none.</exception>
    public static async Task<IFormCollection> ReadWebhookAsync(this HttpRequest request)
    {
        if (!request.HasFormContentType) throw new BadHttpRequestException("A webhook is a form", StatusCodes.Status415UnsupportedMediaType);
        var form = await request.ReadFormAsync();
        foreach (var name in Ids)
            if (form[name].ToString() is { Length: > 0 } id && (id.Length > LongestId || !id.All(char.IsAsciiLetterOrDigit))) throw new BadHttpRequestException($"{name} is no id");
        return form;
    }

    /// <summary>Who calls, and what the line speaks.</summary>
    /// <exception cref="BadHttpRequestException">No call is named: calls without a name would be one call.</exception>
    public static CallerLine Line(this HttpContext http, IFormCollection form) =>
        form["CallSid"].ToString() is { Length: > 0 } call ? new(call, NumberOf(form[IsOurs(form) ? "To" : "From"]), http.Language(), IsOurs(form)) : throw new BadHttpRequestException("CallSid is missing");

    // Of a call that we made, the number it comes from is our own.
    private static bool IsOurs(IFormCollection form) => form["Direction"].ToString().StartsWith("outbound", StringComparison.Ordinal);

    /// <summary>Null for hidden callers, who come as words ("anonymous", "unknown"), and as words in digits.</summary>
    public static string? NumberOf(string? from) => from is ['+', .. { Length: > 0 and <= MostDigits } digits] && digits.All(char.IsAsciiDigit) && !WithheldNumber.Is(from) ? from : null;

    /// <summary>What the address says that the line speaks.</summary>
    public static string Language(this HttpContext http) => LineLanguages.Of(http.Request.Query[VoicePaths.Language]);

    /// <summary>
    /// As a <see cref="Delegate"/>: the answer of a plain request delegate would be dropped. And as a lambda, which is bound when this is compiled: a handler that is a
    /// parameter is bound by code that each start makes anew, fifty times with a telephone.
    /// </summary>
    public static void MapWebhook(this IEndpointRouteBuilder routes, string path, Func<HttpContext, Task<IResult>> answer) => routes.MapPost(path, (Delegate)((HttpContext http) => answer(http)));

    /// <summary>Longest time for one answer to somebody who listens.</summary>
    public static TimeSpan AnswersWithin(this HttpContext http) => http.RequestServices.GetRequiredService<IOptions<PhoneOptions>>().Value.AnswerWithin;

    public static TwilioOptions Twilio(this HttpContext http) => http.RequestServices.GetRequiredService<IOptions<TwilioOptions>>().Value;

    public static IResult AsResult(this TwimlDocument document) => Results.Text(document.ToString(), TwimlDocument.ContentType);
}
