using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Desk;
using ServiceRouter.Desk.Api;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>The telephone of the desk for programs; the host adds prefix and sign-in.</summary>
public static class LineApi
{
    /// <param name="Number">+33…, ten French digits, or sip:…; empty: none.</param>
    internal sealed record OwnPhone(string? Number);

    /// <param name="Do">ring, hold or resume.</param>
    internal sealed record Act(string? Do);

    public static void MapLineApi(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("").WithTags("desk").AddEndpointFilter<LivingDesk>()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        desk.MapPut("/phone", PhoneAsync).WithName("SetPhone").WithSummary("Say at which telephone one takes calls").ProducesProblem(StatusCodes.Status400BadRequest);
        desk.MapGet("/handoffs/{receipt}/line", GetAsync).WithName("GetLine").WithSummary("Read the telephone line of a handoff that one has").ProducesProblem(StatusCodes.Status404NotFound);
        desk.MapPost("/handoffs/{receipt}/line", ActAsync).WithName("ActOnLine").WithSummary("Ring, hold or resume: do is ring, hold or resume")
            .WithDescription("Ring rings the counsellor's own telephone first; after a key the citizen is joined, or rung.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        SecondApi.Map(desk);
    }

    private static Task<Results<NoContent, ProblemHttpResult>> PhoneAsync(OwnPhone phone, ClaimsPrincipal person, SetPhone use, CancellationToken ct) =>
        Answer.ToAsync(use.RunAsync(SignedInCounsellor.IdOf(person), phone.Number, ct));

    private static async Task<Results<Ok<DeskLine>, ProblemHttpResult>> GetAsync(string receipt, ClaimsPrincipal person, LineAtDesk line, CancellationToken ct)
    {
        var (found, refusal) = await line.ReadAsync(SignedInCounsellor.IdOf(person), receipt, ct);
        return found is null ? Answer.Problem(refusal!) : TypedResults.Ok(found);
    }

    private static Task<Results<NoContent, ProblemHttpResult>> ActAsync(string receipt, Act act, ClaimsPrincipal person, LineAtDesk line, CancellationToken ct) =>
        Answer.ToAsync(act.Do switch
        {
            "ring" => line.RingAsync(SignedInCounsellor.IdOf(person), receipt, ct),
            "hold" => line.HoldAsync(SignedInCounsellor.IdOf(person), receipt, hold: true, ct),
            "resume" => line.HoldAsync(SignedInCounsellor.IdOf(person), receipt, hold: false, ct),
            _ => Task.FromResult<Refusal?>(Refusal.BadInput("line-act", "Cette action n'existe pas : ring, hold ou resume.")),
        });
}
