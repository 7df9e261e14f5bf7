using System.Text.Json;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Composition;
using ServiceRouter.Host.Exercises;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Commands;

/// <summary>
/// <c>./run drill NAME [--format json]</c>: an exercise on the system that the settings name. This process joins it as one more node: beside
/// the running ones in production (role Front: theirs do the rest), and also when it is the only one in the embedded set-up. It has no telephone and sends no text message, and it
/// ends when it is told to: nobody has to kill it (docs/adr/0119).
/// </summary>
internal static class DrillCommand
{
    private static readonly Dictionary<string, ExerciseKind> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["model"] = ExerciseKind.Model, ["modele"] = ExerciseKind.Model, ["broker"] = ExerciseKind.Broker, ["database"] = ExerciseKind.Database,
        ["node"] = ExerciseKind.Node, ["counsellor"] = ExerciseKind.Counsellor, ["all"] = ExerciseKind.All,
    };

    // With it this process would claim texts for citizens and ring their telephones for as long as the exercise lasts.
    private const string NoTelephone = "--Twilio:AccountSid=";

    private static readonly string[] Quiet =
        ["--urls=http://127.0.0.1:0", "--Logging:Console:LogToStandardErrorThreshold=Trace", "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning"];

    /// <summary>The report goes to <paramref name="output"/>, progress to <paramref name="log"/>.</summary>
    /// <returns>0 when asked = accounted; 1 when not, and when this process was told to end before; 2 when the exercise could not begin.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter log)
    {
        if (args is not [var name, .. var rest] || !Names.TryGetValue(name, out var kind) || CommandWords.Read(rest, "format") is not { } words)
        {
            await log.WriteLineAsync($"usage: ./run drill {string.Join('|', Names.Keys)} [--format json] [--Any:Setting value]");
            return 2;
        }
        var app = await StartAsync(words.Settings);
        try
        {
            return await RunAsync(app, kind, output, log, asJson: words.Own.GetValueOrDefault("format") == "json");
        }
        finally
        {
            app.Lifetime.StopApplication();
            await EndInTime.RunAsync(app, TimeProvider.System, CancellationToken.None);
        }
    }

    internal static async Task<int> RunAsync(WebApplication app, ExerciseKind kind, TextWriter output, TextWriter log, bool asJson = false)
    {
        // Ctrl-C, and what a supervisor sends.
        var told = app.Lifetime.ApplicationStopping;
        try
        {
            return await RunAsync(app, kind, output, log, asJson, told);
        }
        catch (OperationCanceledException) when (told.IsCancellationRequested)
        {
            await log.WriteLineAsync("L'exercice est interrompu. Ce qu'il a laissé ouvert se ferme sur la page des exercices (/pilotage/exercices).");
            return 1;
        }
    }

    private static async Task<int> RunAsync(WebApplication app, ExerciseKind kind, TextWriter output, TextWriter log, bool asJson, CancellationToken told)
    {
        var (id, refusal) = await app.Services.GetRequiredService<BeginExercise>().RunAsync(kind, BeginExercise.Operator, told);
        if (id is not { } exercise)
        {
            await log.WriteLineAsync(refusal!.Text);
            return 2;
        }
        await app.Services.GetRequiredService<RunExercise>().RunAsync(exercise, log.WriteLine, told);
        var report = (await app.Services.GetRequiredService<ReadExercises>().FindAsync(exercise, told))!;
        var file = ExerciseFile.Of(report);
        if (asJson) await output.WriteLineAsync(JsonSerializer.Serialize(file, ExerciseFile.Format));
        else file.WriteTo(output);
        return report.Exercise.Outcome == ExerciseOutcome.Kept ? 0 : 1;
    }

    private static async Task<WebApplication> StartAsync(string[] settings)
    {
        // In the embedded set-up nobody else may be there to match.
        var embedded = ServiceRouterApp.Settings(settings).GetValue("Storage:Provider", StorageProvider.Sqlite) == StorageProvider.Sqlite;
        var app = ServiceRouterApp.BuildCommand([.. settings, .. Quiet, NoTelephone, embedded ? "--Roles=Front,Router" : "--Roles=Front"]);
        await ServiceRouterApp.StartAsync(app, CancellationToken.None);
        return app;
    }
}
