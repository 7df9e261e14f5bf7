using ServiceRouter.Platform.Faults;

namespace ServiceRouter.Exercises.Drills;

/// <summary>
/// A node of its own takes requests, loses its lines to database and broker, takes more into its journal, is killed and started again.
/// The lines are cut for that node alone, and nothing in it knows of an exercise.
/// </summary>
internal sealed class KilledNode(IExerciseNodes nodes, ExerciseRunId run) : IDrill
{
    private const int Before = 1;
    private const int InTheDark = 2;

    public ExerciseKind Kind => ExerciseKind.Node;

    public string? WhyNot => nodes.WhyNone;

    public async Task RunAsync(ExerciseStage stage, CancellationToken ct)
    {
        var citizens = new List<PlayedCitizen>();
        for (var i = 0; i < Before + InTheDark; i++) citizens.Add(await stage.CitizenComesAsync(ct));
        var counsellor = await stage.CounsellorComesAsync(ct);
        await using var node = nodes.New(run.Id);
        await stage.WaitAsync(node.StartAsync, ct);
        await stage.NoteAsync("un nœud fait pour être tué est en service", ct);
        await stage.ServeWhileAsync(AskAsync, counsellor, ct);

        async Task AskAsync(CancellationToken asking)
        {
            foreach (var citizen in citizens.Take(Before)) await citizen.AsksAsync(TakenAway.None, asking, node.Window);
            node.CutLines();
            await stage.NoteAsync("ce nœud ne voit plus ni la base de données ni le courtier de messages", asking);
            foreach (var citizen in citizens.Skip(Before))
            {
                await citizen.AsksAsync(TakenAway.None, asking, node.Window, isInTheDark: true);
                if (citizen.Ledger.Receipt is { } receipt && await stage.RowAsync(receipt, asking) is not null)
                    await stage.FailAsync($"ce nœud ne devait plus voir la base de données, et elle a déjà la demande de l'usager {citizen.Ledger.Number} : cette panne n'a pas eu lieu", asking);
                await citizen.LooksAsync("sur ce nœud, pendant la panne", TakenAway.None, asking, node.Window, isInTheDark: true);
            }
            await node.KillAsync();
            await stage.NoteAsync("le nœud est tué (kill -9)", asking);
            foreach (var citizen in citizens.Skip(Before)) await citizen.LooksAsync("sur un autre nœud, pendant que le premier est mort", TakenAway.None, asking);
            node.MendLines();
            await node.StartAsync(asking);
            await stage.NoteAsync("le nœud redémarre sur le même disque", asking);
        }
    }
}

/// <summary>The exercise that runs.</summary>
internal sealed record ExerciseRunId(Guid Id);
