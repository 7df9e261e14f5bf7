using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Connectors.Twilio.Relay;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.TwiML;
using ServiceRouter.Platform;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>The webhooks of a call that talks with the service. Each answers valid TwiML, whatever happens behind it.</summary>
internal static class VoiceEndpoints
{
    public static void MapVoice(this IEndpointRouteBuilder routes)
    {
        // Twilio sends neither cookies nor tokens of ours: its signature is what lets it in.
        var voice = routes.MapGroup(VoicePaths.Root).AddEndpointFilter<SignedRequestFilter>().AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        voice.MapWebhook("/incoming", http => TalkAsync(http, 0, (talk, line, _) => talk.BeginAsync(line)));
        voice.MapPost("/turn/{turn:int:range(1,100000)}", (HttpContext http, int turn, int silences = 0) => TalkAsync(http, turn, (talk, line, heard) => talk.TurnAsync(line, turn, heard, silences), silences));
        voice.MapWebhook("/status", StatusAsync);
        voice.MapWebhook(VoicePaths.AfterPutThrough[VoicePaths.Root.Length..], AfterPutThroughAsync);
        voice.MapWait();
        voice.MapLines();
        voice.MapRelay();
    }

    private static async Task<IResult> TalkAsync(HttpContext http, int turn, Func<TalkOnPhone, CallerLine, Heard, Task<Spoken>> talk, int silences = 0)
    {
        var form = await http.Request.ReadWebhookAsync();
        var heard = HeardOf(form);
        var spoken = await talk(http.RequestServices.GetRequiredService<TalkOnPhone>(), http.Line(form), heard);
        var silentNow = turn > 0 && heard.IsSilence ? silences + 1 : 0;
        return SpokenAsTwiml.Write(spoken, turn + 1, silentNow, http.Twilio(), MayBeRelayed(turn, spoken) ? form["CallSid"].ToString() : null).AsResult();
    }

    // A call that has come back to webhooks stays with them: its socket was lost, or it wants slow speech.
    private static bool MayBeRelayed(int turn, Spoken spoken) => turn == 0 && !spoken.Slowly;

    /// <summary>Whoever has talked with a person needs no more words; where the other line was busy or did not answer, the numbers are said once more.</summary>
    private static async Task<IResult> AfterPutThroughAsync(HttpContext http)
    {
        var form = await http.Request.ReadWebhookAsync();
        string[] lines = form["DialCallStatus"].ToString() == "completed" ? [] : [Texts.Say("AllDoorsShut.phone", http.Language())];
        return SpokenAsTwiml.Write(new Spoken(lines, http.Language(), new SpokenNext.HangUp()), 1, 0, http.Twilio()).AsResult();
    }

    private static async Task<IResult> StatusAsync(HttpContext http)
    {
        var form = await http.Request.ReadWebhookAsync();
        if (CallWords.EndingOf(form["CallStatus"]) is not (null or CallEnding.Unknown))
            await http.RequestServices.GetRequiredService<TalkOnPhone>().EndAsync(http.Line(form), http.RequestAborted);
        return Results.NoContent();
    }

    private static Heard HeardOf(IFormCollection form) => new(
        form["Digits"].ToString(), form["SpeechResult"].ToString(),
        double.TryParse(form["Confidence"].ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var sureness) ? sureness : null);
}
