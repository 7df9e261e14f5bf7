using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Platform;

namespace ServiceRouter.Desk.Api;

internal static class EventsApi
{
    public static void Map(IEndpointRouteBuilder desk) => desk.MapGet("/events", OpenAsync)
        .WithName("FollowEvents").WithSummary("Follow one's desk as server-sent events")
        .WithDescription("Events are offer, offer-ended, activity, handoff-changed and dead-letter; each has an id without gaps and one line of JSON. "
            + "With Last-Event-ID (header, or the query lastEventId) the stream resumes after it. Without, it begins with the offers that are still open, "
            + "then follows what is new: read GET /handoffs once for the rest. A comment keeps the stream alive, and the open stream keeps the counsellor's lease. "
            + "It ends after two leases (90 s by default): whoever opens it again at once is alive, and nothing else tells that a machine has lost its power.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> OpenAsync(
        HttpContext context, ClaimsPrincipal person, DeskEvents events, KeepLease lease, TimeProvider clock, IHostApplicationLifetime host, string? lastEventId = null)
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
        await new EventStream(SignedInCounsellor.IdOf(person), events, lease, clock).WriteAsync(context.Response, after, end.Token);
        return TypedResults.Empty;
    }
}
