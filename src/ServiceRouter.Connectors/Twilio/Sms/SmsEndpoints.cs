using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.TwiML;

namespace ServiceRouter.Connectors.Twilio.Sms;

/// <summary>The webhooks of text messages: what comes in, whose answer is nearly always empty, since what is said goes out by itself; and what became of what went out.</summary>
internal static class SmsEndpoints
{
    private const string Root = "/twilio/sms";

    /// <summary>Where the fate of a message is told, once it is known.</summary>
    public const string Status = $"{Root}/status";

    public static void MapSms(this IEndpointRouteBuilder routes)
    {
        var sms = routes.MapGroup(Root).AddEndpointFilter<SignedRequestFilter>().AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        sms.MapWebhook("", HearAsync);
        sms.MapWebhook(Status[Root.Length..], StatusAsync);
    }

    private static async Task<IResult> HearAsync(HttpContext http)
    {
        var form = await http.Request.ReadWebhookAsync();
        // A short code or a name that sends advertising is nobody to talk with.
        if (WebhookForm.NumberOf(form["From"]) is not { } number || form["MessageSid"].ToString() is not { Length: > 0 } id) return TwimlDocument.Empty.AsResult();
        var answer = await http.RequestServices.GetRequiredService<TalkBySms>().HearAsync(id, number, form["Body"].ToString(), hasMedia: form["NumMedia"].ToString() is not ("" or "0"));
        return (answer is null ? TwimlDocument.Empty : new TwimlDocument(new Message(answer))).AsResult();
    }

    private static async Task<IResult> StatusAsync(HttpContext http)
    {
        var form = await http.Request.ReadWebhookAsync();
        if (form["MessageStatus"].ToString() is "undelivered" or "failed" && WebhookForm.NumberOf(form["To"]) is { } number && form["MessageSid"].ToString() is { Length: > 0 } id)
        {
            var isNotWanted = int.TryParse(form["ErrorCode"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code) && SmsRefusal.IsAboutTheRecipient(code);
            await http.RequestServices.GetRequiredService<TextNotDelivered>().RunAsync(id, number, isNotWanted, http.RequestAborted);
        }
        return Results.NoContent();
    }
}
