using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Desk.Api;

internal static class EndingApi
{
    /// <param name="Kind">callBack, appointment, visit or letter.</param>
    /// <param name="DueAt">To come, within 60 days; with its offset from UTC.</param>
    /// <param name="Note">Optional, at most 2000 characters.</param>
    /// <param name="Number">Where the citizen is called back, as they said it. Optional where a number of theirs is known; a call-back without any is refused.</param>
    internal sealed record Commitment(CommitmentKind? Kind, DateTimeOffset? DueAt, string? Note, string? Number);

    /// <param name="Outcome">served or unreachable.</param>
    /// <param name="Code">A code of GET /closing-codes with this outcome.</param>
    /// <param name="Note">Optional, at most 2000 characters.</param>
    internal sealed record Closing(HandoffOutcome? Outcome, string? Code, string? Note);

    internal sealed record Code(string Id, string Label, HandoffOutcome Outcome);

    private const string Seen = "With `seen`, the number of the last activity that the counsellor had before them, it is refused with citizen-wrote when the citizen has written since.";

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapPost("/handoffs/{receipt}/commit", CommitAsync).WithName("CommitHandoff").WithSummary("Make a dated promise with the citizen")
            .WithDescription("The handoff stays open and is due again at its date. A call-back or an appointment while no counsellor answers is refused with commitment-hours, which names the next moment; a call-back to somebody of whom no number is known, with call-back-number; any, while a caller to whom no person has spoken waits on the line, with caller-waits. " + Seen).WithActProblems();
        desk.MapPost("/handoffs/{receipt}/absent", AbsentAsync).WithName("RecordAbsence").WithSummary("Record that the citizen does not answer")
            .WithDescription("The attempt counts, the handoff stays open, the next attempt is dated. Refused with caller-waits while the citizen is on the telephone for it, and with not-tried where nothing was written and nobody could have been rung. " + Seen).WithActProblems();
        desk.MapPost("/handoffs/{receipt}/close", CloseAsync).WithName("CloseHandoff").WithSummary("Close as served, or as unreachable after the required attempts")
            .WithDescription("Refused with caller-waits as unreachable while the citizen is on the telephone for it, and as served while they are and no person has spoken to them. " + Seen).WithActProblems();
        desk.MapGet("/closing-codes", Codes).WithName("ListClosingCodes").WithSummary("List the codes of an ending with their French labels and the outcome that each goes with");
    }

    private static Task<Results<NoContent, ProblemHttpResult>> CommitAsync(
        string receipt, int? seen, Commitment commitment, ClaimsPrincipal person, CommitHandoff use, CancellationToken ct) =>
        Answer.ToAsync(commitment is { Kind: { } kind, DueAt: { } dueAt }
            ? use.RunAsync(SignedInCounsellor.IdOf(person), receipt, kind, dueAt, commitment.Note, commitment.Number, seen, ct)
            : Task.FromResult<Refusal?>(Refusal.BadInput("commitment", "Indiquez ce que vous promettez et pour quand.")));

    private static Task<Results<NoContent, ProblemHttpResult>> AbsentAsync(string receipt, int? seen, ClaimsPrincipal person, RecordAbsence use, CancellationToken ct) =>
        Answer.ToAsync(use.RunAsync(SignedInCounsellor.IdOf(person), receipt, seen, ct));

    private static Task<Results<NoContent, ProblemHttpResult>> CloseAsync(
        string receipt, int? seen, Closing closing, ClaimsPrincipal person, CloseHandoff use, CancellationToken ct) =>
        Answer.ToAsync(use.RunAsync(SignedInCounsellor.IdOf(person), receipt, closing.Outcome ?? HandoffOutcome.Unknown, closing.Code, closing.Note, seen, ct));

    private static Ok<IEnumerable<Code>> Codes() => TypedResults.Ok(ClosingCodes.All.Select(code => new Code(code.Id, code.Label, code.Outcome)));
}
