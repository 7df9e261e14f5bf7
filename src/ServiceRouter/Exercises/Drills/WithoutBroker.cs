using ServiceRouter.Platform.Faults;

namespace ServiceRouter.Exercises.Drills;

/// <summary>No message leaves: requests are committed all the same, and offered by nodes that see the database.</summary>
internal sealed class WithoutBroker : IDrill
{
    private const int Many = 3;

    public ExerciseKind Kind => ExerciseKind.Broker;

    public async Task RunAsync(ExerciseStage stage, CancellationToken ct)
    {
        var citizens = new List<PlayedCitizen>();
        for (var i = 0; i < Many; i++) citizens.Add(await stage.CitizenComesAsync(ct));
        var counsellor = await stage.CounsellorComesAsync(ct);
        await stage.NoteAsync("le courtier de messages ne répond plus", ct);
        await stage.ServeWhileAsync(AskAsync, counsellor, ct);
        await stage.FailUnlessRefusedAsync("le courtier de messages", ct);

        async Task AskAsync(CancellationToken asking)
        {
            foreach (var citizen in citizens)
            {
                await citizen.AsksAsync(TakenAway.Broker, asking);
                await citizen.LooksAsync("pendant la panne", TakenAway.Broker, asking);
            }
        }
    }
}
