using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.TwiML;
using ServiceRouter.Connectors.Twilio.Voice;

namespace ServiceRouter.Connectors.Twilio.Relay;

/// <summary>The WebSocket of a fluent talk, and the webhook that asks what to do after it. Both are signed like every other.</summary>
internal static class RelayEndpoints
{
    public static void MapRelay(this RouteGroupBuilder voice)
    {
        voice.MapGet(RelayPaths.Talk, TalkAsync);
        voice.MapPost(RelayPaths.Over, OverAsync);
    }

    private static async Task<IResult> TalkAsync(HttpContext http, string call, int turn, int silences = 0, int? keys = null)
    {
        if (!http.WebSockets.IsWebSocketRequest) return Results.StatusCode(StatusCodes.Status426UpgradeRequired);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var services = http.RequestServices;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var talk = new RelayTalk(socket, services.GetRequiredService<TalkOnPhone>(), new RelayStand(call, turn, silences, keys, http.Language()), services.GetRequiredService<TimeProvider>());
        await talk.RunAsync(end.Token);
        return Results.Empty;
    }

    /// <summary>After our own end the line goes on with the turn that ended it; after a lost socket where the talk was, by webhooks from then on.</summary>
    private static async Task<IResult> OverAsync(HttpContext http, string call, int turn, int silences = 0)
    {
        var form = await http.Request.ReadWebhookAsync();
        if (CallWords.EndingOf(form["CallStatus"]) is CallEnding.Completed or CallEnding.Failed or CallEnding.Canceled) return TwimlDocument.Empty.AsResult();
        var (line, talk) = (http.Line(form), http.RequestServices.GetRequiredService<TalkOnPhone>());
        if (RelayJson.ReadHandoff(form["HandoffData"]) is { } handoff)
        {
            var spoken = await talk.TurnAsync(line, handoff.Turn, handoff.Heard, handoff.Silences);
            return SpokenAsTwiml.Write(spoken, handoff.Turn + 1, 0, http.Twilio(), spoken.Slowly ? null : call).AsResult();
        }
        var (again, next) = await talk.GoOnAsync(line, turn);
        return SpokenAsTwiml.Write(again, next, silences, http.Twilio()).AsResult();
    }
}
