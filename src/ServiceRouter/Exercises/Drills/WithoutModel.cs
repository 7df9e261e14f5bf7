using ServiceRouter.Platform.Faults;

namespace ServiceRouter.Exercises.Drills;

/// <summary>The assistant understands nothing: the human must be one button away all the same (G1, G10).</summary>
internal sealed class WithoutModel : IDrill
{
    public ExerciseKind Kind => ExerciseKind.Model;

    public async Task RunAsync(ExerciseStage stage, CancellationToken ct)
    {
        var (first, second) = (await stage.CitizenComesAsync(ct), await stage.CitizenComesAsync(ct));
        var counsellor = await stage.CounsellorComesAsync(ct);
        await stage.NoteAsync("l'assistant ne répond plus", ct);
        await stage.ServeWhileAsync(AskAsync, counsellor, ct);
        await stage.FailUnlessRefusedAsync("l'assistant", ct);

        async Task AskAsync(CancellationToken asking)
        {
            await first.WritesAsync("je veux refaire ma carte grise", TakenAway.Assistant, asking);
            await first.AsksAsync(TakenAway.Assistant, asking);
            await second.WritesAsync("je veux parler à quelqu'un", TakenAway.Assistant, asking);
            await second.AsksAsync(TakenAway.Assistant, asking);
            await second.LooksAsync("pendant la panne", TakenAway.Assistant, asking);
        }
    }
}
