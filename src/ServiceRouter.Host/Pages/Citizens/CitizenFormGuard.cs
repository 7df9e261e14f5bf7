using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>
/// Refuses a form that cannot be read, and one that another site made the browser send. A form is good when the browser says that it comes from this site, or when it
/// carries the antiforgery token. Without our cookie there is nothing for another site to borrow: a browser that says nothing is then let
/// in, so that somebody without cookies, or with an old browser, still reaches a human (G1).
/// </summary>
internal sealed class CitizenFormGuard(IAntiforgery antiforgery) : IAsyncAuthorizationFilter
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsPost(request.Method)) return;
        if (await WhyUnreadableAsync(request) is { } status)
        {
            // Whoever tells it, the error page above all, must not stumble over the same form again.
            request.Form = FormCollection.Empty;
            context.Result = new StatusCodeResult(status);
            return;
        }
        if (SameOrigin.Of(request) == Origin.Same) return;
        if (!CitizenCookie.IsPresent(request) && !SaysOtherSite(request)) return;
        if (await antiforgery.IsRequestValidAsync(context.HttpContext)) return;
        context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
    }

    // Here and once: model binding would pass over a form that it cannot read, and the page would see an empty one.
    private static async Task<int?> WhyUnreadableAsync(HttpRequest request)
    {
        try
        {
            if (request.HasFormContentType) await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return null;
        }
        catch (Exception e) when (UnreadableForm.StatusOfReading(e) is not null)
        {
            return UnreadableForm.StatusOfReading(e);
        }
    }

    // "null" is also what a browser says that tells nobody where it comes from: only a named other origin says something.
    private static bool SaysOtherSite(HttpRequest request) =>
        SameOrigin.Of(request) == Origin.Other && (request.Headers.ContainsKey("Sec-Fetch-Site") || request.Headers.Origin != "null");
}
