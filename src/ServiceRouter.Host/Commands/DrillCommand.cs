using System.Text.Json;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Composition;
using ServiceRouter.Host.Exercises;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Commands;

/// <summary>
/// <c>./run drill NAME [--format json]</c>: an exercise on the system that the settings name. This process joins it as one more node: beside
/// the running ones in production (role Front: theirs do the rest), and also when it is the only one in the embedded set-up.
/// </summary>
internal static class DrillCommand
{
    private static readonly Dictionary<string, ExerciseKind> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["model"] = ExerciseKind.Model, ["modele"] = ExerciseKind.Model, ["broker"] = ExerciseKind.Broker, ["database"] = ExerciseKind.Database,
        ["node"] = ExerciseKind.Node, ["counsellor"] = ExerciseKind.Counsellor, ["all"] = ExerciseKind.All,
    };

    private static readonly string[] Quiet =
        ["--urls=http://127.0.0.1:0", "--Logging:Console:LogToStandardErrorThreshold=Trace", "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning"];

    /// <summary>The report goes to <paramref name="output"/>, progress to <paramref name="log"/>.</summary>
    /// <returns>0 when asked = accounted; 1 when not; 2 when the exercise could not begin.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter log)
    {
        if (args is not [var name, .. var rest] || !Names.TryGetValue(name, out var kind) || CommandWords.Read(rest, "format") is not { } words)
        {
            await log.WriteLineAsync($"usage: ./run drill {string.Join('|', Names.Keys)} [--format json] [--Any:Setting value]");
            return 2;
        }
        await using var app = await StartAsync(words.Settings);
        var code = await RunAsync(app, kind, output, log, asJson: words.Own.GetValueOrDefault("format") == "json");
        await app.StopAsync();
        return code;
    }

    internal static async Task<int> RunAsync(WebApplication app, ExerciseKind kind, TextWriter output, TextWriter log, bool asJson = false)
    {
        var (id, refusal) = await app.Services.GetRequiredService<BeginExercise>().RunAsync(kind, BeginExercise.Operator, CancellationToken.None);
        if (id is not { } exercise)
        {
            await log.WriteLineAsync(refusal!.Text);
            return 2;
        }
        await app.Services.GetRequiredService<RunExercise>().RunAsync(exercise, log.WriteLine, CancellationToken.None);
        var report = (await app.Services.GetRequiredService<ReadExercises>().FindAsync(exercise, CancellationToken.None))!;
        var file = ExerciseFile.Of(report);
        if (asJson) await output.WriteLineAsync(JsonSerializer.Serialize(file, ExerciseFile.Format));
        else file.WriteTo(output);
        return report.Exercise.Outcome == ExerciseOutcome.Kept ? 0 : 1;
    }

    private static async Task<WebApplication> StartAsync(string[] settings)
    {
        // In the embedded set-up nobody else may be there to match.
        var embedded = ServiceRouterApp.Settings(settings).GetValue("Storage:Provider", StorageProvider.Sqlite) == StorageProvider.Sqlite;
        var app = ServiceRouterApp.BuildCommand([.. settings, .. Quiet, embedded ? "--Roles=Front,Router" : "--Roles=Front"]);
        await ServiceRouterApp.StartAsync(app, CancellationToken.None);
        return app;
    }
}
