using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>
/// A page that anyone may open, without an account and without script. Its forms are guarded by <see cref="CitizenFormGuard"/>. No cache keeps it: its forms carry
/// the key of a conversation to come, which two citizens must never share, and it may show what somebody wrote.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
[TypeFilter<CitizenFormGuard>, TypeFilter<OnlyActsOfThePage>]
public abstract class CitizenPage : PageModel
{
    /// <summary>The language of the pages; the only one until there is a second resource file.</summary>
    protected const string Language = "fr";

    /// <summary>What was wrong with the form, in words for the citizen; shown with role="alert".</summary>
    public string? Problem { get; protected set; }

    /// <summary>The page again, with the form as it was filled in and what was wrong with it.</summary>
    protected PageResult Again(string problem, int status = StatusCodes.Status400BadRequest)
    {
        Problem = FrenchSpaces.Keep(problem);
        return new PageResult { StatusCode = status };
    }

    /// <summary>True when the script asks, and not the browser for a page.</summary>
    protected bool WantsJson => Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same as <see cref="Again"/>, for the script.</summary>
    protected static JsonResult JsonProblem(string? problem, int status = StatusCodes.Status400BadRequest, string? sendId = null) =>
        new(new SentAnswer([], null, sendId ?? Board.NewSendId(), problem is null ? null : FrenchSpaces.Keep(problem))) { StatusCode = status };

    /// <summary>The database does not answer, and the citizen is still there.</summary>
    protected bool IsAway(Exception failure) => StorageFailure.IsAway(failure) && !HttpContext.RequestAborted.IsCancellationRequested;
}
