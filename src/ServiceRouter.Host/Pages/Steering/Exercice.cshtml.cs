using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Steering;

/// <summary>An exercise: its course while it runs, its report afterwards.</summary>
[Authorize(Policies.Manager)]
public sealed class ExerciceModel(ReadExercises exercises, CloseExercise close, InTime inTime) : PageModel
{
    private const string NotClosed = "La base de données n'a pas répondu : la fermeture n'est pas confirmée. Essayez de nouveau dans un instant : ce qui est déjà fermé le reste.";

    /// <summary>Seconds between two looks while it runs and the manager wants it.</summary>
    public const int RefreshSeconds = 3;

    [BindProperty(SupportsGet = true, Name = "id")]
    public Guid Id { get; set; }

    /// <summary>Only when asked for: a page that changes by itself loses a screen reader's place (RGAA 13.1).</summary>
    [BindProperty(SupportsGet = true, Name = "direct")]
    public bool Live { get; set; }

    /// <summary>Null while the database does not answer.</summary>
    public ExerciseReport? Report { get; private set; }

    /// <summary>Why it was not closed, in words.</summary>
    public string? Problem { get; private set; }

    public bool IsRunning => Report is { Exercise.EndedAt: null, IsBrokenOff: false };

    /// <summary>Something is left that only a person closes.</summary>
    public bool CanClose => Report is { IsBrokenOff: true } || (Report is { LeftOpen: > 0 } && !IsRunning);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        try
        {
            if (await inTime.RunAsync(end => exercises.FindAsync(Id, end), ct) is not { } report) return NotFound();
            Report = report;
            return Page();
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }

    /// <summary>The manager closes what was left open, in the own name.</summary>
    public async Task<IActionResult> OnPostFermerAsync(CancellationToken ct)
    {
        var (problem, status) = (NotClosed, StatusCodes.Status503ServiceUnavailable);
        try
        {
            if (await close.RunAsync(Id, User.FindFirstValue(ClaimTypes.NameIdentifier)!, ct) is not { } refusal) return Redirect($"/pilotage/exercices/{Id:N}");
            (problem, status) = (refusal.Text, refusal.Status);
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            // The page says so.
        }
        if (await OnGetAsync(ct) is not PageResult page) return NotFound();
        Problem = FrenchSpaces.Keep(problem);
        page.StatusCode = status;
        return page;
    }
}
