using System.Text.Json;
using ServiceRouter.Exercises;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Host.Exercises;

/// <summary>Exercises in this process: what they walk through, and their reports as files. Their pages are under /pilotage/exercices.</summary>
internal static class ExercisesWeb
{
    public static void AddExercises(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OwnPipeline>().AddSingleton<IStartupFilter>(sp => sp.GetRequiredService<OwnPipeline>());
        builder.Services.AddSingleton<ICitizenWindow, OwnWindow>().AddSingleton<IExerciseNodes, ExerciseNodes>();
        builder.Services.AddExercises();
        if (builder.Configuration.GetValue<bool>(EndWithParent.Setting)) builder.Services.AddHostedService<EndWithParent>();
    }

    public static void MapExercises(this WebApplication app)
    {
        var staff = app.MapGroup("/api/steering/exercises").RequireAuthorization(Policies.Manager);
        staff.MapGet("/{id:guid}.json", async (Guid id, ReadExercises exercises, CancellationToken ct) => await exercises.FindAsync(id, ct) is { } report
                ? Results.File(JsonSerializer.SerializeToUtf8Bytes(ExerciseFile.Of(report), ExerciseFile.Format), "application/json", $"exercice-{id:N}.json")
                : Results.NotFound())
            .WithName("Exercise").WithSummary("Report of an exercise").Produces<ExerciseFile>();
        staff.MapGet("/{id:guid}.csv", async (Guid id, ReadExercises exercises, CancellationToken ct) => await exercises.FindAsync(id, ct) is { } report
                ? Results.File(ExerciseFile.Of(report).ToCsv(), "text/csv; charset=utf-8", $"exercice-{id:N}.csv")
                : Results.NotFound())
            .WithName("ExerciseCsv").WithSummary("Its course for a spreadsheet");
    }
}
