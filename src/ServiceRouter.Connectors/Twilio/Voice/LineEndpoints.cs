using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.TwiML;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>The webhooks of a counsellor's line and of the conference where citizen and counsellor meet.</summary>
internal static class LineEndpoints
{
    public static void MapLines(this RouteGroupBuilder voice)
    {
        var line = voice.MapGroup("/line/{line:guid}");
        line.MapPost("/whisper", (Guid line, HttpContext http, int times = 0) => HearAsync(http, (talk, form, ct) => talk.WhisperAsync(line, Sid(form), times, ct)));
        line.MapPost("/key", (Guid line, HttpContext http, int times = 0) => HearAsync(http, (talk, form, ct) => talk.KeyAsync(line, Sid(form), form["Digits"].ToString(), times, ct)));
        line.MapPost("/alone", (Guid line, HttpContext http) => HearAsync(http, (_, _, _) => Task.FromResult(TalkOnLine.CitizenGone(line))));
        // A citizen is never hung up for a failure of ours: the wait goes on, and the row brings the counsellor again.
        line.MapPost("/meet", (Guid line, HttpContext http) => HearAsync(http, (talk, form, ct) => talk.MeetAsync(line, Sid(form), ct), waitsOn: true));
        line.MapPost("/after", (Guid line, HttpContext http) => HearAsync(http, (talk, _, ct) => talk.AfterAsync(line, ct), waitsOn: true));
        line.MapPost("/counsellor", (Guid line, HttpContext http) => TellAsync(http, (talk, form, ct) => talk.CounsellorEndedAsync(line, form["CallStatus"].ToString(), ct)));
        line.MapPost("/citizen", (Guid line, HttpContext http) => TellAsync(http, (talk, form, ct) => talk.CitizenEndedAsync(line, Sid(form), ct)));
        line.MapPost("/conference", (Guid line, HttpContext http) => TellAsync(http, (talk, form, ct) => form["StatusCallbackEvent"].ToString() switch
        {
            "participant-leave" => talk.MetAsync(line, form["ConferenceSid"].ToString(), Sid(form), ct),
            "participant-join" => talk.MetAsync(line, form["ConferenceSid"].ToString(), null, ct),
            _ => Task.CompletedTask,
        }));
        var second = voice.MapGroup("/second/{second:guid}");
        second.MapPost("/whisper", (Guid second, HttpContext http, int times = 0) => HearAsync<TalkOnSecond>(http, (talk, form, ct) => talk.WhisperAsync(second, Sid(form), times, ct)));
        second.MapPost("/key", (Guid second, HttpContext http, int times = 0) => HearAsync<TalkOnSecond>(http, (talk, form, ct) => talk.KeyAsync(second, Sid(form), form["Digits"].ToString(), times, ct)));
        second.MapPost("/ended", (Guid second, HttpContext http) => TellAsync<TalkOnSecond>(http, (talk, form, ct) => talk.EndedAsync(second, form["CallStatus"].ToString(), ct)));
        voice.MapWebhook("/line/hold", http => Task.FromResult(new TwimlDocument(SpokenAsTwiml.OnHold(http.Twilio())).AsResult()));
    }

    private static Task<IResult> HearAsync(HttpContext http, Func<TalkOnLine, IFormCollection, CancellationToken, Task<Spoken>> talk, bool waitsOn = false) => HearAsync<TalkOnLine>(http, talk, waitsOn);

    private static async Task<IResult> HearAsync<TTalk>(HttpContext http, Func<TTalk, IFormCollection, CancellationToken, Task<Spoken>> talk, bool waitsOn = false)
        where TTalk : notnull
    {
        var form = await http.Request.ReadFormAsync();
        try
        {
            return SpokenAsTwiml.Write(await talk(http.RequestServices.GetRequiredService<TTalk>(), form, http.RequestAborted), 1, 0, http.Twilio()).AsResult();
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            Log(http).LogWarning("A webhook of a counsellor's line failed ({Failure})", e.GetType().Name);
            return SpokenAsTwiml.Write(new Spoken([], "fr", waitsOn ? new SpokenNext.Wait() : new SpokenNext.HangUp()), 1, 0, http.Twilio()).AsResult();
        }
    }

    private static Task<IResult> TellAsync(HttpContext http, Func<TalkOnLine, IFormCollection, CancellationToken, Task> tell) => TellAsync<TalkOnLine>(http, tell);

    private static async Task<IResult> TellAsync<TTalk>(HttpContext http, Func<TTalk, IFormCollection, CancellationToken, Task> tell)
        where TTalk : notnull
    {
        await tell(http.RequestServices.GetRequiredService<TTalk>(), await http.Request.ReadFormAsync(), http.RequestAborted);
        return Results.NoContent();
    }

    private static string Sid(IFormCollection form) => form["CallSid"].ToString();

    private static ILogger Log(HttpContext http) => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LineEndpoints));
}
