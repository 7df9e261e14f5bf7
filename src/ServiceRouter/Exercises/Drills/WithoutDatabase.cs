using ServiceRouter.Channels.Doors;
using ServiceRouter.Platform.Faults;

namespace ServiceRouter.Exercises.Drills;

/// <summary>The database is away, then the broker as well: the second and the third door (G3).</summary>
internal sealed class WithoutDatabase : IDrill
{
    private const int ForEachOutage = 2;

    public ExerciseKind Kind => ExerciseKind.Database;

    public async Task RunAsync(ExerciseStage stage, CancellationToken ct)
    {
        var citizens = new List<PlayedCitizen>();
        for (var i = 0; i < 2 * ForEachOutage; i++) citizens.Add(await stage.CitizenComesAsync(ct));
        var counsellor = await stage.CounsellorComesAsync(ct);
        await stage.ServeWhileAsync(AskAsync(), counsellor, ct);

        async Task AskAsync()
        {
            await stage.NoteAsync("la base de données ne répond plus", ct);
            foreach (var citizen in citizens.Take(ForEachOutage)) await AskOneAsync(citizen, TakenAway.Database);
            await stage.NoteAsync("la base de données et le courtier de messages ne répondent plus", ct);
            foreach (var citizen in citizens.Skip(ForEachOutage)) await AskOneAsync(citizen, TakenAway.Database | TakenAway.Broker);
        }

        async Task AskOneAsync(PlayedCitizen citizen, TakenAway away)
        {
            await citizen.AsksAsync(away, ct);
            if (citizen.Ledger.Door == nameof(Door.Database)) await stage.FailAsync($"la base de données devait être absente, et elle a pris la demande de l'usager {citizen.Ledger.Number} : cette panne n'a pas eu lieu", ct);
            await citizen.LooksAsync("pendant la panne", away, ct);
        }
    }
}
