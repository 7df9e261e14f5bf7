using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ServiceRouter.Desk.Api;

internal static class OffersApi
{
    /// <param name="Reason">Why, for routing and figures: 1 to 200 characters, never about the person.</param>
    internal sealed record Decline(string? Reason);

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/offers", ListAsync).WithName("ListOffers").WithSummary("List the offers that wait for an answer, oldest first");
        desk.MapPost("/offers/{id:guid}/accept", AcceptAsync).WithName("AcceptOffer").WithSummary("Take an offer: the conversation is yours")
            .WithDescription("Taken twice by the same counsellor it is taken once. A late answer to an offer that is over is 409 and changes nothing.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        desk.MapPost("/offers/{id:guid}/decline", DeclineAsync).WithName("DeclineOffer").WithSummary("Decline an offer with a reason")
            .WithDescription("The handoff keeps its age and goes to the next counsellor.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<IReadOnlyList<DeskOffer>>> ListAsync(ClaimsPrincipal person, ReadDesk desk, CancellationToken ct) =>
        TypedResults.Ok(await desk.OffersAsync(SignedInCounsellor.IdOf(person), ct));

    private static Task<Results<NoContent, ProblemHttpResult>> AcceptAsync(Guid id, ClaimsPrincipal person, AcceptOffer accept, CancellationToken ct) =>
        Answer.ToAsync(accept.RunAsync(SignedInCounsellor.IdOf(person), id, ct));

    private static Task<Results<NoContent, ProblemHttpResult>> DeclineAsync(
        Guid id, Decline decline, ClaimsPrincipal person, DeclineOffer use, CancellationToken ct) =>
        Answer.ToAsync(use.RunAsync(SignedInCounsellor.IdOf(person), id, decline.Reason, ct));
}
