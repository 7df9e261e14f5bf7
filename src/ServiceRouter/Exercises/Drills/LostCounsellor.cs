using ServiceRouter.Desk;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Faults;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises.Drills;

/// <summary>A counsellor takes a request and is heard of no more: the citizen is told, and goes back to the head of the queue with the age kept (G8).</summary>
internal sealed class LostCounsellor(TimeProvider clock) : IDrill
{
    // For the look that takes silent desks for gone, which is made each second: whoever waits longer than that beside the lease was not given back in time.
    private static readonly TimeSpan ToApplyLease = TimeSpan.FromSeconds(15);

    // As the page shows it: spaces of any kind are one.
    private static string Told => string.Join(' ', Texts.Say("CounsellorLost", "fr").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public ExerciseKind Kind => ExerciseKind.Counsellor;

    public async Task RunAsync(ExerciseStage stage, CancellationToken ct)
    {
        var citizen = await stage.CitizenComesAsync(ct);
        var first = await stage.CounsellorComesAsync(ct);
        await citizen.AsksAsync(TakenAway.None, ct);
        if (citizen.Ledger.Receipt is not { } receipt || !await stage.UntilAsync(TakenAsync, ct))
        {
            await stage.FailAsync("la demande n'a été prise par personne : la perte du conseiller n'a pas pu être jouée", ct);
            return;
        }
        var asked = (await stage.RowAsync(receipt, ct))!.AskedAt;
        await citizen.LooksAsync("pendant l'échange", TakenAway.None, ct);
        await first.FallsSilentAsync();
        await stage.NoteAsync($"{first.Name} ne donne plus signe de vie", ct);
        var silent = clock.GetTimestamp();
        var returned = await stage.UntilAsync(async () => (await stage.RowAsync(receipt, ct)) is not { AcceptedAt: not null, OfferId: not null }, ct);
        var after = clock.GetElapsedTime(silent);
        var row = (await stage.RowAsync(receipt, ct))!;
        var seen = await citizen.LooksAsync("après la perte du conseiller", TakenAway.None, ct);
        if (returned && seen?.Sentence.Contains(Told, StringComparison.Ordinal) != true) await stage.FailAsync("l'usager n'a pas lu que son conseiller est perdu et que sa demande repart en tête de file", ct);
        var isAsBefore = row.AtHead && row.AskedAt == asked;
        var back = $"l'usager est revenu dans la file {after.TotalSeconds:0} s après le dernier signe du conseiller, {(row.AtHead ? "en tête" : "mais pas en tête")}, {(row.AskedAt == asked ? "son ancienneté gardée" : "son ancienneté perdue")}";
        if (!returned) await stage.FailAsync($"le conseiller silencieux avait encore la demande après {stage.Patience.TotalSeconds:0} s", ct);
        else if (isAsBefore) await stage.NoteAsync(back, ct);
        else await stage.FailAsync(back, ct);
        if (returned && after > stage.Lease + ToApplyLease) await stage.FailAsync($"l'usager n'est revenu dans la file qu'après {after.TotalSeconds:0} s, et le bail est de {stage.Lease.TotalSeconds:0} s", ct);
        var second = await stage.CounsellorComesAsync(ct);
        await stage.ServeWhileAsync(_ => Task.CompletedTask, second, ct);

        async Task<bool> TakenAsync()
        {
            foreach (DeskOffer offer in await WhileAway.RepeatAsync(first.SeesAsync, clock, ct))
            {
                if (await stage.CitizenOfAsync(first, offer, ct) != citizen) continue;
                await citizen.SeenAtADeskAsync(ct);
                if (await first.TakesAsync(offer, ct)) return true;
            }
            return false;
        }
    }
}
