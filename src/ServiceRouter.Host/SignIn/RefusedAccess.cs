using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace ServiceRouter.Host.SignIn;

/// <summary>How a request without the right is answered: programs get a status and a reason, people a page.</summary>
internal sealed class RefusedAccess : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);

        // A mistyped address is nobody's secret: a citizen must get the page "not found", not the counsellors' form.
        if (context.GetEndpoint() is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var isForProgram = StaffPaths.IsApi(context.Request.Path) || StaffPaths.IsCircuit(context.Request.Path);
        if (authorizeResult.Forbidden)
        {
            return isForProgram
                ? Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "wrong-role", "This account does not have the role that this call needs.")
                : RefusalPage.WriteAsync(context, SignInRefusal.NoRole);
        }

        if (!isForProgram)
            return _usual.HandleAsync(next, context, policy, authorizeResult);

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, "sign-in-needed",
            "Send a bearer token of the service's provider, or the cookie of a signed-in session.");
    }
}
