using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.Platform;

namespace ServiceRouter.Desk.Api;

internal static class PresenceApi
{
    /// <summary>Whether new conversations may come.</summary>
    /// <param name="Status">available, away or offline.</param>
    /// <param name="Capacity">Conversations at once, 1 to 10; left as it is when absent.</param>
    internal sealed record Wish(Presence? Status, int? Capacity);

    /// <summary>Presence as it stands.</summary>
    internal sealed record Standing(Presence Status, int Capacity, DeskCounsellor Counsellor);

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapPut("/presence", PutAsync).WithName("SetPresence").WithSummary("Say whether new conversations may come")
            .WithDescription("Status is available, away or offline. Conversations that the counsellor has stay in every case. Capacity is 1 to 10 conversations at once.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        desk.MapGet("/presence", GetAsync).WithName("GetPresence").WithSummary("Read one's own presence, capacity, skills and languages");
        desk.MapGet("/colleagues", ColleaguesAsync).WithName("ListColleagues").WithSummary("List the counsellors to whom a conversation can be handed");
    }

    private static async Task<Results<Ok<Standing>, ProblemHttpResult>> PutAsync(
        Wish wish, ClaimsPrincipal person, SetPresence set, ReadDesk desk, CancellationToken ct)
    {
        if (wish.Status is not { } status)
            return Answer.Problem(Refusal.BadInput("presence-status", "Indiquez votre présence : disponible, absent ou hors ligne."));
        if (await set.RunAsync(SignedInCounsellor.IdOf(person), status, wish.Capacity, ct) is { } refusal) return Answer.Problem(refusal);
        return await GetAsync(person, desk, ct);
    }

    private static async Task<Ok<Standing>> GetAsync(ClaimsPrincipal person, ReadDesk desk, CancellationToken ct)
    {
        var me = (await desk.CounsellorAsync(SignedInCounsellor.IdOf(person), ct))!;
        return TypedResults.Ok(new Standing(me.Presence, me.Capacity, me));
    }

    private static async Task<Ok<IReadOnlyList<DeskCounsellor>>> ColleaguesAsync(ClaimsPrincipal person, ReadDesk desk, CancellationToken ct) =>
        TypedResults.Ok(await desk.ColleaguesAsync(SignedInCounsellor.IdOf(person), ct));
}
