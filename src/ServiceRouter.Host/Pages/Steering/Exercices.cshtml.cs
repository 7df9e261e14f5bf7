using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Host.Pages.Steering;

/// <summary>Past exercises, and a form that starts one.</summary>
[Authorize(Policies.Manager)]
public sealed class ExercicesModel(ReadExercises exercises, BeginExercise begin, ExerciseRuns runs, IExerciseNodes nodes) : PageModel
{
    /// <summary>The latest first.</summary>
    public IReadOnlyList<(Exercise Exercise, bool IsBrokenOff)> Past { get; private set; } = [];

    /// <summary>Why none was started, in words.</summary>
    public string? Problem { get; private set; }

    /// <summary>Why this set-up cannot kill a node; null when it can.</summary>
    public string? WhyNoNode => nodes.WhyNone;

    public bool IsRunning => Past.Any(p => p.Exercise.EndedAt is null);

    public async Task OnGetAsync(CancellationToken ct) => Past = await exercises.LatestAsync(ct);

    /// <param name="exercice">Name of an <see cref="ExerciseKind"/>.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<IActionResult> OnPostAsync(string? exercice, CancellationToken ct)
    {
        if (!Enum.TryParse<ExerciseKind>(exercice, out var kind) || !Enum.IsDefined(kind)) return await AgainAsync("Choisissez un exercice.", StatusCodes.Status400BadRequest, ct);
        var (id, refusal) = await begin.RunAsync(kind, User.FindFirstValue(ClaimTypes.NameIdentifier)!, ct);
        if (id is not { } begun) return await AgainAsync(refusal!.Text, refusal.Status, ct);
        runs.Take(begun);
        return Redirect($"/pilotage/exercices/{begun:N}");
    }

    private async Task<IActionResult> AgainAsync(string problem, int status, CancellationToken ct)
    {
        await OnGetAsync(ct);
        Problem = FrenchSpaces.Keep(problem);
        return new PageResult { StatusCode = status };
    }
}
