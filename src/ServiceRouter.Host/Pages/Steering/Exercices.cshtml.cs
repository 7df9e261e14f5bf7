using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Steering;

/// <summary>Past exercises, and a form that starts one.</summary>
[Authorize(Policies.Manager)]
public sealed class ExercicesModel(ReadExercises exercises, BeginExercise begin, ExerciseRuns runs, IExerciseNodes nodes, InTime inTime) : PageModel
{
    private const string NotAnswered = "La base de données n'a pas répondu : le départ de l'exercice n'est pas confirmé. Envoyez de nouveau dans un instant : s'il a commencé, il n'en commencera pas un second.";

    /// <summary>The latest first.</summary>
    public IReadOnlyList<(Exercise Exercise, bool IsBrokenOff)> Past { get; private set; } = [];

    /// <summary>Why none was started, in words.</summary>
    public string? Problem { get; private set; }

    /// <summary>The database did not answer: what is past is not known.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Identity of the exercise that the form starts: sent again, it is the same one.</summary>
    public Guid Number { get; private set; } = MassTransit.NewId.NextGuid();

    /// <summary>What the form says to take away.</summary>
    public ExerciseKind Kind { get; private set; }

    /// <summary>Why this set-up cannot kill a node; null when it can.</summary>
    public string? WhyNoNode => nodes.WhyNone;

    public bool IsRunning => Past.Any(p => p.Exercise.EndedAt is null);

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(StatusCodes.Status200OK, ct);

    /// <param name="exercice">Name of an <see cref="ExerciseKind"/>.</param>
    /// <param name="numero">Identity that the form gave it.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<IActionResult> OnPostAsync(string? exercice, Guid? numero, CancellationToken ct)
    {
        if (!Enum.TryParse<ExerciseKind>(exercice, out var kind) || !Enum.IsDefined(kind)) return await AgainAsync("Choisissez un exercice.", StatusCodes.Status400BadRequest, ct);
        var manager = User.FindFirstValue(ClaimTypes.NameIdentifier)!;
        try
        {
            var (id, refusal) = await inTime.RunAsync(end => begin.RunAsync(kind, manager, end, numero), ct);
            if (id is not { } begun) return await AgainAsync(refusal!.Text, refusal.Status, ct);
            runs.Take(begun);
            return Redirect($"/pilotage/exercices/{begun:N}");
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            // It may have begun all the same.
            (Kind, Number) = (kind, numero ?? Number);
            return await AgainAsync(NotAnswered, StatusCodes.Status503ServiceUnavailable, ct);
        }
    }

    private Task<IActionResult> AgainAsync(string problem, int status, CancellationToken ct)
    {
        Problem = FrenchSpaces.Keep(problem);
        return ShowAsync(status, ct);
    }

    private async Task<IActionResult> ShowAsync(int status, CancellationToken ct)
    {
        try
        {
            Past = await inTime.RunAsync(exercises.LatestAsync, ct);
            return new PageResult { StatusCode = status };
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            IsAway = true;
            return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }
}
