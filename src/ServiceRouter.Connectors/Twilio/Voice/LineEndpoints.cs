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
using ServiceRouter.Platform;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>
/// The webhooks of a counsellor's line and of the conference where citizen and counsellor meet. Nobody is hung up because we fail, or are slow: a citizen who comes to
/// the counsellor comes again a moment later, one who leaves them waits on; a counsellor is asked for the key once more.
/// </summary>
internal static class LineEndpoints
{
    public static void MapLines(this RouteGroupBuilder voice)
    {
        var line = voice.MapGroup("/line/{line:guid}");
        line.MapPost("/whisper", (Guid line, HttpContext http, int times = 0) => HearAsync<TalkOnLine>(http, (talk, form, ct) => talk.WhisperAsync(line, Sid(form), times, ct), AskAgain(line, times)));
        line.MapPost("/key", (Guid line, HttpContext http, int times = 0) => HearAsync<TalkOnLine>(http, (talk, form, ct) => talk.KeyAsync(line, Sid(form), form["Digits"].ToString(), times, ct), AskAgain(line, times)));
        line.MapPost("/alone", (Guid line, HttpContext http, string? why = null) => SpokenAsTwiml.Write(TalkOnLine.CitizenGone(line, why), 1, 0, http.Twilio()).AsResult());
        line.MapPost("/meet", (Guid line, HttpContext http) => HearAsync<TalkOnLine>(http, (talk, form, ct) => talk.MeetAsync(line, Sid(form), ct), ComesAgain(line, http.Language())));
        line.MapPost("/after", (Guid line, HttpContext http) => HearAsync<TalkAfterLine>(http, (talk, form, ct) => talk.LeftAsync(line, Sid(form), ct), form => WaitsOn(http, form, line)));
        line.MapPost("/stay", (Guid line, HttpContext http, int times = 0) =>
            HearAsync<TalkAfterLine>(http, (talk, form, ct) => talk.StayAsync(line, Sid(form), form["Digits"].ToString(), times, ct), form => TalkAfterLine.StayUnnoted(line, form["Digits"].ToString(), times, http.Language())));
        line.MapPost("/counsellor", (Guid line, HttpContext http) => TellAsync<TalkOnLine>(http, (talk, form, ct) => talk.CounsellorEndedAsync(line, Sid(form), Ending(form), ct)));
        line.MapPost("/citizen", (Guid line, HttpContext http) => TellAsync<TalkOnLine>(http, (talk, form, ct) => talk.CitizenEndedAsync(line, Sid(form), ct)));
        line.MapPost("/conference", (Guid line, HttpContext http) => TellAsync<TalkOnLine>(http, (talk, form, ct) => form["StatusCallbackEvent"].ToString() switch
        {
            "participant-leave" => talk.MetAsync(line, form["ConferenceSid"].ToString(), Sid(form), ct),
            "participant-join" => talk.MetAsync(line, form["ConferenceSid"].ToString(), null, ct),
            _ => Task.CompletedTask,
        }));
        var second = voice.MapGroup("/second/{second:guid}");
        second.MapPost("/whisper", (Guid second, HttpContext http, int times = 0) => HearAsync<TalkOnSecond>(http, (talk, form, ct) => talk.WhisperAsync(second, Sid(form), times, ct), AskSecondAgain(second, times)));
        second.MapPost("/key", (Guid second, HttpContext http, int times = 0) =>
            HearAsync<TalkOnSecond>(http, (talk, form, ct) => talk.KeyAsync(second, Sid(form), form["Digits"].ToString(), times, ct), AskSecondAgain(second, times)));
        second.MapPost("/ended", (Guid second, HttpContext http) => TellAsync<TalkOnSecond>(http, (talk, form, ct) => talk.EndedAsync(second, Ending(form), ct)));
        voice.MapWebhook("/line/hold", http => Task.FromResult(new TwimlDocument(SpokenAsTwiml.OnHold(http.Language(), http.Twilio())).AsResult()));
    }

    // Not into the queue: whoever was rung, and is not known to be on this call yet, would wait there for a request that is nobody's.
    private static Spoken ComesAgain(Guid line, string language) => new([Texts.Say("MeetSlow.phone", language)], language, new SpokenNext.MeetSoon(line));

    // Also while nothing can be looked up a mailbox that we rang waits for nobody.
    private static Spoken WaitsOn(HttpContext http, IFormCollection form, Guid line) =>
        http.Line(form).IsOurs ? TalkAfterLine.AskToWait(line, 0, http.Language()) : new Spoken([], http.Language(), new SpokenNext.Wait());

    private static Spoken AskAgain(Guid line, int times) => Slow(new SpokenNext.Press(line, times));

    private static Spoken AskSecondAgain(Guid second, int times) => Slow(new SpokenNext.PressToJoin(second, times));

    private static Spoken Slow(SpokenNext next) => new([Texts.Say("LineSlow.phone", LineLanguages.OfCounsellors)], LineLanguages.OfCounsellors, next);

    private static Task<IResult> HearAsync<TTalk>(HttpContext http, Func<TTalk, IFormCollection, CancellationToken, Task<Spoken>> hear, Spoken otherwise)
        where TTalk : notnull => HearAsync(http, hear, _ => otherwise);

    private static async Task<IResult> HearAsync<TTalk>(HttpContext http, Func<TTalk, IFormCollection, CancellationToken, Task<Spoken>> hear, Func<IFormCollection, Spoken> otherwise)
        where TTalk : notnull
    {
        var form = await http.Request.ReadWebhookAsync();
        var talk = http.RequestServices.GetRequiredService<TTalk>();
        Spoken spoken;
        try
        {
            spoken = await TimeLimit.RunAsync(ct => hear(talk, form, ct), http.AnswersWithin(), http.RequestAborted);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LineEndpoints)).LogWarning("A webhook of a counsellor's line failed ({Failure})", e.GetType().Name);
            spoken = otherwise(form);
        }
        return SpokenAsTwiml.Write(spoken, 1, 0, http.Twilio()).AsResult();
    }

    private static async Task<IResult> TellAsync<TTalk>(HttpContext http, Func<TTalk, IFormCollection, CancellationToken, Task> tell)
        where TTalk : notnull
    {
        await tell(http.RequestServices.GetRequiredService<TTalk>(), await http.Request.ReadWebhookAsync(), http.RequestAborted);
        return Results.NoContent();
    }

    private static string Sid(IFormCollection form) => form["CallSid"].ToString();

    // Called for the end of a call alone: whatever is told, it is over.
    private static CallEnding Ending(IFormCollection form) => CallWords.EndingOf(form["CallStatus"]) ?? CallEnding.Unknown;
}
