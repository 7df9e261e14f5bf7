using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Host.Pages.Steering;

/// <summary>An exercise: its course while it runs, its report afterwards.</summary>
[Authorize(Policies.Manager)]
public sealed class ExerciceModel(ReadExercises exercises, CloseExercise close) : PageModel
{
    /// <summary>Seconds between two looks while it runs and the manager wants it.</summary>
    public const int RefreshSeconds = 3;

    [BindProperty(SupportsGet = true, Name = "id")]
    public Guid Id { get; set; }

    /// <summary>Only when asked for: a page that changes by itself loses a screen reader's place (RGAA 13.1).</summary>
    [BindProperty(SupportsGet = true, Name = "direct")]
    public bool Live { get; set; }

    public ExerciseReport Report { get; private set; } = null!;

    /// <summary>Why it was not closed, in words.</summary>
    public string? Problem { get; private set; }

    public bool IsRunning => Report.Exercise.EndedAt is null && !Report.IsBrokenOff;

    /// <summary>Something is left that only a person closes.</summary>
    public bool CanClose => Report.IsBrokenOff || (!IsRunning && Report.Account.Open > 0);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await exercises.FindAsync(Id, ct) is not { } report) return NotFound();
        Report = report;
        return Page();
    }

    /// <summary>The manager closes what was left open, in the own name.</summary>
    public async Task<IActionResult> OnPostFermerAsync(CancellationToken ct)
    {
        if (await close.RunAsync(Id, User.FindFirstValue(ClaimTypes.NameIdentifier)!, ct) is not { } refusal) return Redirect($"/pilotage/exercices/{Id:N}");
        if (await OnGetAsync(ct) is not PageResult page) return NotFound();
        Problem = FrenchSpaces.Keep(refusal.Text);
        page.StatusCode = refusal.Status;
        return page;
    }
}
