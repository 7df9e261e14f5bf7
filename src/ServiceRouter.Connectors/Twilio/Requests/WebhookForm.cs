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
    /// <summary>Who calls, and what the line speaks.</summary>
    public static CallerLine Line(this HttpContext http, IFormCollection form) => new(form["CallSid"].ToString(), NumberOf(form["From"]), http.Language());

    /// <summary>Null for hidden callers, who come as words: "anonymous", "unknown".</summary>
    public static string? NumberOf(string? from) => from is ['+', ..] ? from : null;

    /// <summary>What the address says that the line speaks.</summary>
    public static string Language(this HttpContext http) => LineLanguages.Of(http.Request.Query[VoicePaths.Language]);

    /// <summary>Said aloud that it returns a result: as a plain request delegate its answer would be dropped.</summary>
#pragma warning disable RDG002 // The handler is a parameter here: it is bound when the service starts.
    public static void MapWebhook(this IEndpointRouteBuilder routes, string path, Func<HttpContext, Task<IResult>> answer) => routes.MapPost(path, answer);
#pragma warning restore RDG002

    /// <summary>Longest time for one answer to somebody who listens.</summary>
    public static TimeSpan AnswersWithin(this HttpContext http) => http.RequestServices.GetRequiredService<IOptions<PhoneOptions>>().Value.AnswerWithin;

    public static TwilioOptions Twilio(this HttpContext http) => http.RequestServices.GetRequiredService<IOptions<TwilioOptions>>().Value;

    public static IResult AsResult(this TwimlDocument document) => Results.Text(document.ToString(), TwimlDocument.ContentType);
}
