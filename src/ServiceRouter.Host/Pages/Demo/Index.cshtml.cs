using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Host.SignIn.Demo;

namespace ServiceRouter.Host.Pages.Demo;

/// <summary>Demo mode: pick an account, be signed in as it.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class IndexModel : PageModel
{
    /// <summary>Where the person was going when sign-in was asked; empty: the account's own home.</summary>
    public string ReturnPath { get; private set; } = "";

    /// <summary>Shows the accounts.</summary>
    public void OnGet(string? retour) => ReturnPath = retour is null ? "" : SignInEndpoints.LocalPath(retour);

    /// <summary>Signs in as the picked account.</summary>
    public async Task<IActionResult> OnPostAsync(string? user, string? retour)
    {
        if (DemoAccounts.Find(user) is not { } account)
            return NotFound();

        await HttpContext.SignInAsync(Schemes.Cookie, new ClaimsPrincipal(account.ToIdentity(Schemes.Cookie)));
        return LocalRedirect(IsOpenTo(account, retour) ? retour! : account.Home);
    }

    // The manager who was sent here from the desk would only be refused there.
    private static bool IsOpenTo(DemoAccount account, string? path) =>
        path is not null && SignInEndpoints.LocalPath(path) == path
        && new PathString(path.Split('?', '#')[0]).StartsWithSegments(account.Home, StringComparison.Ordinal);
}
