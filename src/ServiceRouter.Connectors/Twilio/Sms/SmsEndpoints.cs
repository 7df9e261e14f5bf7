using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.TwiML;

namespace ServiceRouter.Connectors.Twilio.Sms;

/// <summary>The webhook of text messages. Its answer is nearly always empty: what is said goes out by itself.</summary>
internal static class SmsEndpoints
{
    public static void MapSms(this IEndpointRouteBuilder routes)
    {
        var sms = routes.MapGroup("/twilio/sms").AddEndpointFilter<SignedRequestFilter>().AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        sms.MapWebhook("", HearAsync);
    }

    private static async Task<IResult> HearAsync(HttpContext http)
    {
        var form = await http.Request.ReadWebhookAsync();
        // A short code or a name that sends advertising is nobody to talk with.
        if (WebhookForm.NumberOf(form["From"]) is not { } number || form["MessageSid"].ToString() is not { Length: > 0 } id) return TwimlDocument.Empty.AsResult();
        var answer = await http.RequestServices.GetRequiredService<TalkBySms>().HearAsync(id, number, form["Body"].ToString());
        return (answer is null ? TwimlDocument.Empty : new TwimlDocument(new Message(answer))).AsResult();
    }
}
