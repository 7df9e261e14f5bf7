using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ServiceRouter.Host.SignIn.Demo;

/// <summary>POST /demo/token: a bearer token for programs, in demo mode only.</summary>
internal static class DemoTokenEndpoint
{
    internal sealed record Ask(string? User);

    internal sealed record Given(string Token, DateTimeOffset ExpiresAt, string User, IReadOnlyList<string> Roles);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/demo/token", Give)
        .AllowAnonymous()
        .WithName("DemoToken")
        .WithSummary("Token of a demo account (demo mode only)")
        .WithTags("demo");

    private static Results<Ok<Given>, ProblemHttpResult> Give([FromBody] Ask ask, DemoTokens tokens)
    {
        if (tokens.AccountOf(ask.User) is not { } account)
        {
            return TypedResults.Problem(Problems.Of(StatusCodes.Status404NotFound, "no-such-demo-account",
                "There is no such demo account: /demo lists them."));
        }

        var (token, expiresAt) = tokens.Issue(account);
        return TypedResults.Ok(new Given(token, expiresAt, account.UserName, [account.Role]));
    }
}
