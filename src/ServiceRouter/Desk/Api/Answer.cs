using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceRouter.Platform;

namespace ServiceRouter.Desk.Api;

/// <summary>Answers to acts: done (204), or the refusal as RFC 9457 problem details with its sentence as the title.</summary>
internal static class Answer
{
    public static async Task<Results<NoContent, ProblemHttpResult>> ToAsync(Task<Refusal?> act) =>
        await act is { } refusal ? Problem(refusal) : TypedResults.NoContent();

    public static ProblemHttpResult Problem(Refusal refusal) =>
        TypedResults.Problem(statusCode: refusal.Status, title: refusal.Text, type: "urn:service-router:" + refusal.Code);
}
