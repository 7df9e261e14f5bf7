using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk.Api;

internal static class EventsApi
{
    public static void Map(IEndpointRouteBuilder desk) => desk.MapGet("/events", OpenAsync)
        .WithName("FollowEvents").WithSummary("Follow one's desk as server-sent events")
        .WithDescription("Events are offer, offer-ended, activity, handoff-changed and dead-letter; each has an id without gaps and one line of JSON. "
            + "With Last-Event-ID (header, or the query lastEventId) the stream resumes after it. Without, with a number that this desk has not reached, or with one behind which events were removed, it begins with the offers that are still open, "
            + "then follows what is new: read GET /handoffs once for the rest. A comment keeps the stream alive, and the open stream keeps the counsellor's lease. "
            + "It ends after two leases (90 s by default): whoever opens it again at once is alive, and nothing else tells that a machine has lost its power.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> OpenAsync(
        HttpContext context, ClaimsPrincipal person, DeskEvents events, KeepLease lease, InTime inTime, TimeProvider clock, IHostApplicationLifetime host, string? lastEventId = null)
    {
        var last = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : lastEventId;
        long? after = null;
        if (!string.IsNullOrEmpty(last))
        {
            if (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return Answer.Problem(Refusal.BadInput("last-event-id", "Ce numéro d'événement n'est pas valable."));
            after = number;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        var counsellorId = SignedInCounsellor.IdOf(person);
        if (after is { } known && !await GoesOnAsync(counsellorId, known, events, inTime, end.Token)) after = null;
        await new EventStream(counsellorId, events, lease, clock).WriteAsync(context.Response, after, end.Token);
        return TypedResults.Empty;
    }

    /// <summary>
    /// The database was brought back from a copy, and the numbers that the desk heard are given anew: it would hear nothing before they are reached. Or the desk was away for so long that
    /// what it missed is removed: it would go on over a hole. While the database is away nobody can tell, and the stream goes on from the number.
    /// </summary>
    private static async Task<bool> GoesOnAsync(string counsellorId, long after, DeskEvents events, InTime inTime, CancellationToken ct)
    {
        try
        {
            return await inTime.RunAsync(end => events.GoesOnAfterAsync(counsellorId, after, end), ct);
        }
        catch (Exception e) when (StorageFailure.IsAway(e) || ct.IsCancellationRequested)
        {
            return true;
        }
    }
}
