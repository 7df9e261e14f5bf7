using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.Desk;
using ServiceRouter.Desk.Api;

namespace ServiceRouter.DeadLetters;

/// <summary>Failed messages for programs at the desk. The host adds prefix and sign-in.</summary>
public static class DeadLettersApi
{
    /// <param name="Note">What was done, 1 to 2000 characters.</param>
    internal sealed record Closing(string? Note);

    /// <summary>Maps it under the group given, beside the Desk API.</summary>
    public static void MapDeadLettersApi(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/dead-letters").WithTags("desk").AddEndpointFilter<LivingDesk>()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        desk.MapGet("", ListAsync).WithName("ListDeadLetters").WithSummary("List messages that failed for good and wait for a person")
            .WithDescription("Those of one's own pool (département and skill of the request that they are about; all when it is not known), and after some minutes everyone's. "
                + "An empty list is the normal state. The event dead-letter on GET /events tells at most 20 desks of a new one, so a program asks for the list at intervals as well. At most 200: first those in one's own hand, then those that may be a person of whom nothing else is known, then the others; the oldest first in each.");
        desk.MapGet("/{id:guid}", GetAsync).WithName("GetDeadLetter").WithSummary("Read one: its cause, and for whoever has it in hand what can be shown of it and the transcript")
            .ProducesProblem(StatusCodes.Status404NotFound);
        desk.MapPost("/{id:guid}/take", TakeAsync).WithName("TakeDeadLetter").WithSummary("Take one in hand")
            .WithDescription("Taken twice by the same counsellor it is taken once.").WithActProblems();
        desk.MapPost("/{id:guid}/close", CloseAsync).WithName("CloseDeadLetter").WithSummary("Say what was done: nothing else ends it").WithActProblems();
    }

    private static async Task<Ok<IReadOnlyList<DeskDeadLetter>>> ListAsync(ClaimsPrincipal person, ReadDeadLetters letters, CancellationToken ct) =>
        TypedResults.Ok(await letters.OpenAsync(SignedInCounsellor.IdOf(person), ct));

    private static async Task<Results<Ok<DeskDeadLetterDetail>, ProblemHttpResult>> GetAsync(Guid id, ClaimsPrincipal person, ReadDeadLetters letters, CancellationToken ct) =>
        await letters.OneAsync(SignedInCounsellor.IdOf(person), id, ct) is { } one ? TypedResults.Ok(one) : Answer.Problem(DeadLetterRefusals.Unknown);

    private static Task<Results<NoContent, ProblemHttpResult>> TakeAsync(Guid id, ClaimsPrincipal person, TakeDeadLetter take, CancellationToken ct) =>
        Answer.ToAsync(take.RunAsync(SignedInCounsellor.IdOf(person), id, ct));

    private static Task<Results<NoContent, ProblemHttpResult>> CloseAsync(Guid id, Closing closing, ClaimsPrincipal person, CloseDeadLetter close, CancellationToken ct) =>
        Answer.ToAsync(close.RunAsync(SignedInCounsellor.IdOf(person), id, closing.Note, ct));
}
