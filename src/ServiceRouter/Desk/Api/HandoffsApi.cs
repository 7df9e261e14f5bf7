using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Desk.Api;

internal static class HandoffsApi
{
    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/handoffs", ListAsync).WithName("ListHandoffs").WithSummary("List handoffs, in the order of the queue")
            .WithDescription("State is waiting, offered, withCounsellor, promised, absent, served, withdrawn or unreachable; without it, all open ones. "
                + "Handoffs offered to or held by colleagues are not listed. Receipt and need are null where the handoff was neither offered to nor held by the caller: it is read by its id. At most 200.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        desk.MapGet("/handoffs/{receipt}", GetAsync).WithName("GetHandoff").WithSummary("Read one handoff")
            .WithDescription("Transcript, what the assistant understood and was unsure of, why this queue and place, who was asked, notes. "
                + "The transcript has the newest 500 activities; where earlier is true, they are read in the same way with the number of its first activity as before. The receipt, or the id from the list in its place, is all it takes; that somebody read a handoff which they neither hold nor were offered is recorded.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        desk.MapPost("/handoffs/{receipt}/take", TakeAsync).WithName("TakeAtCounter").WithSummary("Take the handoff of somebody who stands before the counsellor")
            .WithDescription("At once, whatever its place in the queue, which the event log and the record of readings tell. Taken twice by the same counsellor it is taken once. "
                + "409 while it is offered to or with a colleague, while its caller waits on the telephone, and after its end.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        desk.MapGet("/letters", LettersAsync).WithName("ListLetters").WithSummary("List the letters that one has promised, in the order of their dates")
            .WithDescription("Those that are not due yet: each can be done before. DueAt is the date that the citizen was told. At most 200.");
        desk.MapPost("/handoffs/{receipt}/take-up", TakeUpAsync).WithName("TakeUpPromise").WithSummary("Do a letter that one has promised, before it is due")
            .WithDescription("At once, whatever the capacity; the citizen reads who takes care of the letter. Taken up twice by the same counsellor it is taken up once. "
                + "409 with letter-of-colleague where a colleague promised it, with letter-not-promised where no letter is promised (any more), and with caller-waits while the citizen is on the telephone for it.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<IReadOnlyList<DeskHandoff>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal person, ReadDesk desk, CancellationToken ct, string? state = null)
    {
        HandoffState? wanted = null;
        if (!string.IsNullOrEmpty(state))
        {
            if (char.IsAsciiDigit(state[0]) || !Enum.TryParse<HandoffState>(state, ignoreCase: true, out var named) || !Enum.IsDefined(named))
                return Answer.Problem(Refusal.BadInput("handoff-state", "Cet état de demande n'existe pas."));
            wanted = named;
        }
        return TypedResults.Ok(await desk.HandoffsAsync(SignedInCounsellor.IdOf(person), wanted, ct));
    }

    private static async Task<Results<Ok<DeskHandoffDetail>, ProblemHttpResult>> GetAsync(
        string receipt, ClaimsPrincipal person, ReadDesk desk, CancellationToken ct, int? before = null) =>
        await desk.HandoffAsync(SignedInCounsellor.IdOf(person), receipt, before, ct) is { } detail ? TypedResults.Ok(detail) : Answer.Problem(Refusal.UnknownHandoff);

    private static async Task<Ok<IReadOnlyList<DeskHandoff>>> LettersAsync(ClaimsPrincipal person, ReadDesk desk, CancellationToken ct) =>
        TypedResults.Ok(await desk.LettersAsync(SignedInCounsellor.IdOf(person), ct));

    private static Task<Results<NoContent, ProblemHttpResult>> TakeUpAsync(string receipt, ClaimsPrincipal person, TakeUpPromise use, CancellationToken ct) =>
        Answer.ToAsync(use.RunAsync(SignedInCounsellor.IdOf(person), receipt, ct));

    private static Task<Results<NoContent, ProblemHttpResult>> TakeAsync(string receipt, ClaimsPrincipal person, TakeAtCounter take, CancellationToken ct) =>
        Answer.ToAsync(take.RunAsync(SignedInCounsellor.IdOf(person), receipt, ct));
}
