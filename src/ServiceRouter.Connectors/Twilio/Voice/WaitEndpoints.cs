using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.TwiML;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>The webhooks of a caller who waits. A wait goes on whatever fails: the next round says what this one could not.</summary>
internal static class WaitEndpoints
{
    public static void MapWait(this RouteGroupBuilder voice)
    {
        voice.MapWebhook("/wait", http => RoundAsync(http, (wait, form) => wait.RoundAsync(http.Line(form), http.RequestAborted)));
        voice.MapWebhook("/wait/key", http => RoundAsync(http, (wait, form) => wait.KeyAsync(http.Line(form), form["Digits"].ToString(), http.RequestAborted)));
        voice.MapWebhook("/wait/left", http => LeftAsync(http));
        foreach (var what in Enum.GetValues<EnteredWhileWaiting>())
        {
            voice.MapWebhook(VoicePaths.Entered(what, inQueue: true)[VoicePaths.Root.Length..], http => RoundAsync(http, (wait, form) => wait.EnteredAsync(http.Line(form), what, HeardOf(form), http.RequestAborted)));
            voice.MapWebhook(VoicePaths.Entered(what, inQueue: false)[VoicePaths.Root.Length..], http => OutsideAsync(http, what));
        }
    }

    private static async Task<IResult> RoundAsync(HttpContext http, Func<WaitOnPhone, IFormCollection, Task<Spoken>> wait)
    {
        var form = await http.Request.ReadFormAsync();
        return SpokenAsTwiml.WriteRound(await TryAsync(http, form, wait), http.Twilio()).AsResult();
    }

    /// <summary>Outside of the hours nobody waits in a queue: a number is typed, and the call is over.</summary>
    private static async Task<IResult> OutsideAsync(HttpContext http, EnteredWhileWaiting what)
    {
        var form = await http.Request.ReadFormAsync();
        var heard = HeardOf(form);
        if (heard.IsSilence) return new TwimlDocument(new Hangup()).AsResult();
        var spoken = await TryAsync(http, form, (wait, _) => wait.EnteredAsync(http.Line(form), what, heard, http.RequestAborted));
        return SpokenAsTwiml.Write(spoken, 1, 0, http.Twilio()).AsResult();
    }

    private static Heard HeardOf(IFormCollection form) => new(form["Digits"].ToString(), form["SpeechResult"].ToString(), null);

    private static async Task<Spoken> TryAsync(HttpContext http, IFormCollection form, Func<WaitOnPhone, IFormCollection, Task<Spoken>> wait)
    {
        try
        {
            return await wait(http.RequestServices.GetRequiredService<WaitOnPhone>(), form);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WaitEndpoints)).LogWarning("A round of a wait failed ({Failure}); the caller goes on waiting", e.GetType().Name);
            return new Spoken([], http.Language(), new SpokenNext.Wait());
        }
    }

    /// <summary>The caller is out of the queue: gone, said goodbye to, or an error of the queue, after which the wait goes on.</summary>
    private static async Task<IResult> LeftAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        return (form["QueueResult"].ToString() switch
        {
            "queue-full" or "error" or "system-error" => SpokenAsTwiml.Write(new Spoken([], http.Language(), new SpokenNext.Wait()), 1, 0, http.Twilio()),
            "leave" => new TwimlDocument(new Hangup()),
            _ => TwimlDocument.Empty,
        }).AsResult();
    }
}
