using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ServiceRouter.Desk.Api;

internal static class TalkApi
{
    /// <param name="Text">1 to 4000 characters.</param>
    /// <param name="DraftId">The sender's own id, at most 100 characters: sent twice, it is said once.</param>
    internal sealed record Words(string? Text, string? DraftId);

    /// <param name="Text">1 to 2000 characters; the citizen does not see it.</param>
    /// <param name="DraftId">The sender's own id, at most 100 characters: sent twice, the note is there once.</param>
    internal sealed record Note(string? Text, string? DraftId);

    /// <param name="Pool">A skill ("retraite"), a département ("23") or both ("23/retraite").</param>
    /// <param name="Counsellor">A colleague's id. Exactly one of pool and counsellor is given.</param>
    /// <param name="Note">For the colleague, 1 to 2000 characters.</param>
    internal sealed record Transfer(string? Pool, string? Counsellor, string? Note);

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapPost("/handoffs/{receipt}/messages", SayAsync).WithName("SayToCitizen").WithSummary("Write to the citizen").WithActProblems();
        desk.MapPost("/handoffs/{receipt}/notes", NoteAsync).WithName("AddNote").WithSummary("Add a note for colleagues")
            .WithDescription("Possible on any handoff, also after its end.").WithActProblems();
        desk.MapPost("/handoffs/{receipt}/transfer", TransferAsync).WithName("TransferHandoff").WithSummary("Hand a conversation to a pool or a colleague")
            .WithDescription("It goes to the head of the queue with its age kept, and the citizen is told.").WithActProblems();
    }

    private static Task<Results<NoContent, ProblemHttpResult>> SayAsync(
        string receipt, Words words, ClaimsPrincipal person, CounsellorSays says, CancellationToken ct) =>
        Answer.ToAsync(says.RunAsync(SignedInCounsellor.IdOf(person), receipt, words.Text, words.DraftId, ct));

    private static Task<Results<NoContent, ProblemHttpResult>> NoteAsync(
        string receipt, Note note, ClaimsPrincipal person, AddNote add, CancellationToken ct) =>
        Answer.ToAsync(add.RunAsync(SignedInCounsellor.IdOf(person), receipt, note.Text, note.DraftId, ct));

    private static Task<Results<NoContent, ProblemHttpResult>> TransferAsync(
        string receipt, Transfer transfer, ClaimsPrincipal person, TransferHandoff use, CancellationToken ct) =>
        Answer.ToAsync(use.RunAsync(SignedInCounsellor.IdOf(person), receipt, transfer.Pool, transfer.Counsellor, transfer.Note, ct));
}

internal static class ActProblems
{
    /// <summary>What an act on a handoff can be refused for: bad input, not yours, unknown, too late.</summary>
    public static void WithActProblems(this RouteHandlerBuilder act) => act
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
}
