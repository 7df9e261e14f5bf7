using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace ServiceRouter.Host.SignIn;

/// <summary>/connexion, /deconnexion, and where a screen goes whose session has ended.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, SignInSetting setting)
    {
        routes.MapGet(StaffPaths.SignIn, (string? retour) => Enter(setting, retour)).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(StaffPaths.Ended, SayEndedAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(StaffPaths.SignOut, AskOrLeaveAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(StaffPaths.SignOut, LeaveWithTokenAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Enter(SignInSetting setting, string? returnPath)
    {
        var to = LocalPath(returnPath);
        if (setting.Demo.Enabled)
            return Results.LocalRedirect($"/demo?retour={Uri.EscapeDataString(to)}");
        return setting.HasProvider
            ? Results.Challenge(new AuthenticationProperties { RedirectUri = to }, [Schemes.Provider])
            : Results.NotFound();
    }

    /// <summary>A path of this site, or the desk: an address of another site would make us a springboard for fraud.</summary>
    internal static string LocalPath(string? path) =>
        path is { Length: > 0 } && path[0] == '/'
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.StartsWith("/\\", StringComparison.Ordinal)
        && !path.Any(char.IsControl)
            ? path
            : StaffPaths.Desk;

    // A page and no redirect to the provider: where the person still has a session there, that would sign in again whoever sits at the screen now.
    private static Task SayEndedAsync(HttpContext context) => PlainPage.WriteAsync(context, "Votre session est terminée", $"""
          <p>Vous vous êtes déconnecté, ou votre poste est resté longtemps sans activité. Les demandes que vous aviez en cours sont gardées&nbsp;: sans vous, elles repartent en tête de file.</p>
          <p><a href="{StaffPaths.SignIn}?retour={StaffPaths.Desk}">Se connecter</a></p>
        """);

    // A link on our pages signs out at once; a link or picture on another site only gets the question.
    private static Task AskOrLeaveAsync(HttpContext context, IAntiforgery antiforgery, SignInSetting setting)
    {
        if (SameOrigin.Of(context.Request) == Origin.Same)
            return LeaveAsync(context, setting);

        var form = antiforgery.GetAndStoreTokens(context);
        return PlainPage.WriteAsync(context, "Se déconnecter", $"""
              <form method="post" action="{StaffPaths.SignOut}">
                <input type="hidden" name="{form.FormFieldName}" value="{form.RequestToken}">
                <p>Vos conversations en cours restent enregistrées.</p>
                <button type="submit">Se déconnecter</button>
              </form>
            """);
    }

    private static async Task LeaveWithTokenAsync(HttpContext context, IAntiforgery antiforgery, SignInSetting setting)
    {
        if (SameOrigin.Of(context.Request) == Origin.Same || await antiforgery.IsRequestValidAsync(context))
            await LeaveAsync(context, setting);
        else
            await AskOrLeaveAsync(context, antiforgery, setting);
    }

    private static async Task LeaveAsync(HttpContext context, SignInSetting setting)
    {
        var session = await context.AuthenticateAsync(Schemes.Cookie);
        await context.SignOutAsync(Schemes.Cookie, new AuthenticationProperties());
        if (setting.HasProvider && session.Succeeded)
            await context.SignOutAsync(Schemes.Provider, new AuthenticationProperties { RedirectUri = "/" });
        else
            context.Response.Redirect("/");
    }
}
