using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.TwiML;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>The webhooks of a caller who waits. A wait goes on whatever fails: the next round says what this one could not.</summary>
internal static class WaitEndpoints
{
    public static void MapWait(this RouteGroupBuilder voice)
    {
        voice.MapWebhook("/wait", http => RoundAsync(http, (wait, line, _, ct) => wait.RoundAsync(line, ct)));
        voice.MapWebhook(Path(VoicePaths.WaitKey(WaitsWhere.InQueue)), http => RoundAsync(http, (wait, line, heard, ct) => wait.KeyAsync(line, heard.Keys ?? "", ct)));
        voice.MapWebhook(Path(VoicePaths.WaitKey(WaitsWhere.BeforeQueue)), http => BeforeQueueAsync(http, (wait, line, heard, ct) => wait.KeyAsync(line, heard.Keys ?? "", ct)));
        voice.MapWebhook("/wait/left", http => LeftAsync(http));
        foreach (var what in Enum.GetValues<EnteredWhileWaiting>())
        {
            voice.MapWebhook(Path(VoicePaths.Entered(what, WaitsWhere.InQueue)), http => RoundAsync(http, (wait, line, heard, ct) => wait.EnteredAsync(line, what, heard, ct)));
            voice.MapWebhook(Path(VoicePaths.Entered(what, WaitsWhere.BeforeQueue)), http => BeforeQueueAsync(http, (wait, line, heard, ct) => wait.EnteredAsync(line, what, heard, ct)));
            voice.MapWebhook(Path(VoicePaths.Entered(what, WaitsWhere.Nowhere)), http => OutsideAsync(http, what));
        }
    }

    private static string Path(string address) => address[VoicePaths.Root.Length..];

    private static async Task<IResult> RoundAsync(HttpContext http, Func<WaitOnPhone, CallerLine, Heard, CancellationToken, Task<Spoken>> wait)
    {
        var form = await http.Request.ReadWebhookAsync();
        var (spoken, silent) = await TryAsync(http, form, wait);
        return SpokenAsTwiml.WriteRound(spoken, silent, http.Twilio()).AsResult();
    }

    /// <summary>A round of somebody whom the provider's queue has not taken.</summary>
    private static async Task<IResult> BeforeQueueAsync(HttpContext http, Func<WaitOnPhone, CallerLine, Heard, CancellationToken, Task<Spoken>> wait)
    {
        var form = await http.Request.ReadWebhookAsync();
        var (spoken, silent) = await TryAsync(http, form, wait);
        return SpokenAsTwiml.WriteRoundBeforeQueue(spoken, silent, http.Twilio()).AsResult();
    }

    /// <summary>Outside of the hours nobody waits in a queue: a number is typed, and the call is over. It is asked for twice: not everybody has it in their head.</summary>
    private static async Task<IResult> OutsideAsync(HttpContext http, EnteredWhileWaiting what)
    {
        var form = await http.Request.ReadWebhookAsync();
        if (HeardOf(form).IsSilence) return SpokenAsTwiml.Write(UnheardOutside(what, Times(http), http.Language()), 1, 0, http.Twilio(), asked: 1).AsResult();
        var (spoken, _) = await TryAsync(http, form, (wait, line, heard, ct) => wait.EnteredAsync(line, what, heard, ct));
        return SpokenAsTwiml.Write(spoken, 1, 0, http.Twilio()).AsResult();
    }

    private static Spoken UnheardOutside(EnteredWhileWaiting what, int before, string language) => before == 0 && what == EnteredWhileWaiting.Number
        ? new Spoken([Texts.Say("NotHeard", language), Texts.Say("EnterNumber.phone", language)], language, new SpokenNext.Enter(what)) { Slowly = true }
        : new Spoken([Texts.Say("NumberNotGiven.phone", language), Texts.Say("Goodbye.phone", language)], language, new SpokenNext.HangUp()) { Slowly = true };

    private static Heard HeardOf(IFormCollection form) => new(form["Digits"].ToString(), form["SpeechResult"].ToString(), null);

    private static int Times(HttpContext http) => int.TryParse(http.Request.Query[VoicePaths.Times], NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? Math.Min(times, SilentRounds.Most) : 0;

    /// <summary>What is said, and how many rounds in a row were silent after it.</summary>
    private static async Task<(Spoken Spoken, int Silent)> TryAsync(HttpContext http, IFormCollection form, Func<WaitOnPhone, CallerLine, Heard, CancellationToken, Task<Spoken>> wait)
    {
        // Read before: what is given up may go on when the request has ended.
        var (waiting, line, heard) = (http.RequestServices.GetRequiredService<WaitOnPhone>(), http.Line(form), HeardOf(form));
        try
        {
            return SilentRounds.Of(await TimeLimit.RunAsync(ct => wait(waiting, line, heard, ct), http.AnswersWithin(), http.RequestAborted), Times(http), "StillWaiting.phone");
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WaitEndpoints)).LogWarning("A round of a wait failed ({Failure}); the caller goes on waiting", e.GetType().Name);
            // Whoever has pressed a key hears at once that it comes to nothing now.
            return SilentRounds.Of(new Spoken([], line.Language, new SpokenNext.Wait()), heard.IsSilence ? Times(http) : SilentRounds.Most, "WaitAway.phone");
        }
    }

    /// <summary>The caller is out of the queue: gone, said goodbye to, or an error of the queue, after which the wait goes on.</summary>
    private static async Task<IResult> LeftAsync(HttpContext http)
    {
        var form = await http.Request.ReadWebhookAsync();
        return form["QueueResult"].ToString() switch
        {
            // Tried again at once it would be full again at once, and the caller would hear nothing.
            "queue-full" or "error" or "system-error" => await BeforeQueueAsync(http, (wait, line, _, ct) => wait.RoundAsync(line, ct)),
            "leave" => new TwimlDocument(new Hangup()).AsResult(),
            _ => TwimlDocument.Empty.AsResult(),
        };
    }
}
