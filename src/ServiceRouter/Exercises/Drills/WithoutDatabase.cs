using ServiceRouter.Channels.Doors;
using ServiceRouter.Platform.Faults;

namespace ServiceRouter.Exercises.Drills;

/// <summary>
/// The database is away, then the broker as well: the second and the third door (G3). A door that took none of them was not shown: a broker that was too slow leaves all to the journal, and
/// then nobody knows of the second.
/// </summary>
/// <param name="second">Whether this set-up has it: a bus in memory is no door.</param>
internal sealed class WithoutDatabase(bool second) : IDrill
{
    private const int ForEachOutage = 2;

    public ExerciseKind Kind => ExerciseKind.Database;

    public async Task RunAsync(ExerciseStage stage, CancellationToken ct)
    {
        var citizens = new List<PlayedCitizen>();
        for (var i = 0; i < 2 * ForEachOutage; i++) citizens.Add(await stage.CitizenComesAsync(ct));
        var counsellor = await stage.CounsellorComesAsync(ct);
        await stage.ServeWhileAsync(AskAsync, counsellor, ct);
        await stage.FailUnlessRefusedAsync("la base de données", ct);

        async Task AskAsync(CancellationToken asking)
        {
            await stage.NoteAsync("la base de données ne répond plus", asking);
            foreach (var citizen in citizens.Take(ForEachOutage)) await AskOneAsync(citizen, TakenAway.Database, second ? Door.Broker : Door.Journal, asking);
            await stage.NoteAsync("la base de données et le courtier de messages ne répondent plus", asking);
            foreach (var citizen in citizens.Skip(ForEachOutage)) await AskOneAsync(citizen, TakenAway.Database | TakenAway.Broker, Door.Journal, asking);
        }

        async Task AskOneAsync(PlayedCitizen citizen, TakenAway away, Door shown, CancellationToken asking)
        {
            await citizen.AsksAsync(away, asking);
            var took = citizen.Ledger.Door;
            if (took == nameof(Door.Database)) await stage.FailAsync($"la base de données devait être absente, et elle a pris la demande de l'usager {citizen.Ledger.Number} : cette panne n'a pas eu lieu", asking);
            else if (took is not null && took != shown.ToString()) await stage.FailAsync($"la demande de l'usager {citizen.Ledger.Number} devait passer par {InWords(shown)}, et elle n'y est pas passée : cette porte n'a pas été montrée", asking);
            await citizen.LooksAsync("pendant la panne", away, asking);
        }
    }

    private static string InWords(Door door) => door == Door.Broker ? "le courtier de messages" : "le journal de ce nœud";
}
