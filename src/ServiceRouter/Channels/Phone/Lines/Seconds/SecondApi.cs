using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.Desk;
using ServiceRouter.Desk.Api;

namespace ServiceRouter.Channels.Phone.Lines.Seconds;

/// <summary>The second counsellor for programs, below the line of a handoff.</summary>
internal static class SecondApi
{
    /// <param name="Pool">A skill id, a département code or "code/skill"; or none.</param>
    /// <param name="Colleague">A counsellor's account name; or none. Exactly one of the two is given.</param>
    internal sealed record Wanted(string? Pool, string? Colleague);

    public static void Map(RouteGroupBuilder desk)
    {
        desk.MapPost("/handoffs/{receipt}/line/second", AskAsync).WithName("AskSecond").WithSummary("Ring another counsellor, who joins the call after a key")
            .WithDescription("Pool or colleague. Either counsellor may leave without ending the call; the request stays with the first.").WithProblems();
        desk.MapDelete("/handoffs/{receipt}/line/second", LetGoAsync).WithName("LetSecondGo").WithSummary("Free the second counsellor's line; the call goes on").WithProblems();
        desk.MapPost("/handoffs/{receipt}/line/second/takes-over", HandOverAsync).WithName("HandOverCall").WithSummary("Give the request to the second counsellor, who is in the call").WithProblems();
    }

    private static Task<Results<NoContent, ProblemHttpResult>> AskAsync(string receipt, Wanted wanted, ClaimsPrincipal person, SecondAtDesk second, CancellationToken ct) =>
        Answer.ToAsync(second.AskAsync(SignedInCounsellor.IdOf(person), receipt, wanted.Pool, wanted.Colleague, ct));

    private static Task<Results<NoContent, ProblemHttpResult>> LetGoAsync(string receipt, ClaimsPrincipal person, SecondAtDesk second, CancellationToken ct) =>
        Answer.ToAsync(second.LetGoAsync(SignedInCounsellor.IdOf(person), receipt, ct));

    private static Task<Results<NoContent, ProblemHttpResult>> HandOverAsync(string receipt, ClaimsPrincipal person, HandOverCall handOver, CancellationToken ct) =>
        Answer.ToAsync(handOver.RunAsync(SignedInCounsellor.IdOf(person), receipt, ct));

    private static void WithProblems(this RouteHandlerBuilder act) =>
        act.ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
}
