using System.Text.Json;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Exercises;

namespace ServiceRouter.IntegrationTests.Exercises;

/// <summary>An exercise as the command runs it, without a terminal.</summary>
internal static class ExerciseRun
{
    /// <returns>What the command says of it, and its report.</returns>
    public static async Task<ExerciseReport> DrillAsync(this RouterApp app, ExerciseKind kind)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        var (id, refusal) = await app.Get<BeginExercise>().RunAsync(kind, BeginExercise.Operator, patience.Token);
        refusal.Should().BeNull();
        await app.Get<RunExercise>().RunAsync(id!.Value, _ => { }, patience.Token);
        return (await app.Get<ReadExercises>().FindAsync(id.Value, patience.Token))!;
    }

    /// <summary>All that the report says, for a failed assertion to show.</summary>
    public static string InWords(this ExerciseReport report)
    {
        using var text = new StringWriter();
        ExerciseFile.Of(report).WriteTo(text);
        return text.ToString();
    }

    public static void ShouldBeKept(this ExerciseReport report)
    {
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.Kept, report.InWords().Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        report.Account.Asked.Should().BePositive();
        report.Account.Accounted.Should().Be(report.Account.Asked);
    }

    public static string AsJson(this ExerciseReport report) => JsonSerializer.Serialize(ExerciseFile.Of(report), ExerciseFile.Format);
}
