using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceRouter.PhoneSimulator.Control;

/// <summary>
/// The persons at the phones, over HTTP: a phone in the browser calls, presses, speaks and hears through this. It is no part of the provider's
/// protocol and asks nobody who they are: map it only where a demonstration runs, with the rules of that place.
/// </summary>
public static class PhoneControl
{
    // Said aloud, for whoever limits requests: these stay open.
    private static readonly ProducesResponseTypeMetadata Stream = new(StatusCodes.Status200OK, typeof(string), ["text/event-stream"]);

    /// <summary>Maps the endpoints below <paramref name="routes"/>.</summary>
    public static RouteGroupBuilder MapPhoneControl(this IEndpointRouteBuilder routes, PhoneNetwork network)
    {
        var group = routes.MapGroup("");
        group.MapGet("/numbers", () => network.Book.Services.Select(number => new KnownNumber(number.Number, number.VoiceUrl is not null, number.SmsUrl is not null)));
        group.MapGet("/calls", () => network.Calls.Select(KnownCall.Of));
        group.MapPost("/calls", (NewCall call) => network.Book.Service(call.To)?.VoiceUrl is null
            ? Results.NotFound()
            : Results.Ok(KnownCall.Of(network.Call(call.From, call.To))));
        group.MapGet("/calls/{sid}", (string sid) => With(network, sid, call => Results.Ok(KnownCall.Of(call))));
        group.MapGet("/calls/{sid}/lines", (string sid, HttpContext http) => With(network, sid, call => TypedResults.ServerSentEvents(LinesAsync(call, LastSeen(http), http.RequestAborted)))).WithMetadata(Stream);
        group.MapPost("/calls/{sid}/keys", (string sid, Pressed body) => With(network, sid, call => Does(() => call.Presses(Keys(body.Keys)))));
        group.MapPost("/calls/{sid}/words", (string sid, Spoken body) => With(network, sid, call => Does(() => call.Says(body.Words, body.Confidence ?? 0.9))));
        group.MapPost("/calls/{sid}/hang-up", (string sid) => With(network, sid, call => Does(call.HangsUp)));
        group.MapPost("/calls/{sid}/drop", (string sid) => With(network, sid, call => Does(call.Drops)));
        group.MapPost("/calls/{sid}/answer", (string sid) => With(network, sid, call => Does(call.Answers)));
        group.MapPost("/calls/{sid}/refuse", (string sid) => With(network, sid, call => Does(call.Refuses)));
        group.MapGet("/phones/{address}/rings", (string address, HttpContext http) => TypedResults.ServerSentEvents(RingsAsync(network, address, http.RequestAborted))).WithMetadata(Stream);
        group.MapPost("/texts", async (NewText text) =>
        {
            if (network.Book.Service(text.To)?.SmsUrl is null)
                return Results.NotFound();
            await network.Messages.WritesAsync(text.From, text.To, text.Body);
            return Results.NoContent();
        });
        group.MapGet("/phones/{address}/texts", (string address, HttpContext http) => TypedResults.ServerSentEvents(TextsAsync(network, address, http.RequestAborted))).WithMetadata(Stream);
        group.MapGet("/faults", () => network.ServiceFaults);
        return group;
    }

    private static IResult With(PhoneNetwork network, string sid, Func<SimulatedCall, IResult> then) => network.Find(sid) is { } call ? then(call) : Results.NotFound();

    private static IResult Does(Action act)
    {
        act();
        return Results.NoContent();
    }

    private static string Keys(string keys) => string.Concat(keys.Where(key => "0123456789*#".Contains(key, StringComparison.Ordinal)));

    private static int LastSeen(HttpContext http) => int.TryParse(http.Request.Headers["Last-Event-ID"], out var last) ? last + 1 : 0;

    private static async IAsyncEnumerable<SseItem<KnownLine>> LinesAsync(SimulatedCall call, int from, [EnumeratorCancellation] CancellationToken cancel)
    {
        var at = from;
        await foreach (var line in call.Transcript.ReadAsync(from, cancel))
            yield return new(new(line.At, line.What.ToString(), line.Text, line.Language), "line") { EventId = $"{at++}" };
        yield return new(new(default, "", call.Status, null), "over");
    }

    private static async IAsyncEnumerable<SseItem<KnownCall>> RingsAsync(PhoneNetwork network, string address, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var call in network.AllRingsAsync(address, cancel))
            yield return new(KnownCall.Of(call), "ring");
    }

    private static async IAsyncEnumerable<SseItem<KnownText>> TextsAsync(PhoneNetwork network, string address, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var text in network.Messages.ReadAsync(address, cancel))
            yield return new(new(text.Sid, text.From, text.To, text.Body, text.At), "text");
    }
}
