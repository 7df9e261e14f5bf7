using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Faults;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises;

/// <summary>The sealed territory during one drill: who comes, and how what was asked there is served by the service's own routing.</summary>
internal sealed class ExerciseStage(ExerciseKind drill, ExerciseBook book, Transactions transactions, DeskActs desk, ICitizenWindow window, TimeProvider clock, TimeSpan patience, int citizensBefore) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly List<PlayedCitizen> citizens = [];
    private readonly List<PlayedCounsellor> counsellors = [];

    public int Citizens => citizens.Count;

    public TimeSpan Patience => patience;

    /// <summary>How long a silent desk may keep its citizens.</summary>
    public TimeSpan Lease => desk.Lease.Length;

    /// <summary>True when something that belongs to the drill did not happen: whatever the account says, it was not brought to its end.</summary>
    public bool Failed { get; private set; }

    public Task NoteAsync(string what, CancellationToken ct) => book.WriteAsync(drill, "Exercice", what, ct);

    /// <summary>Writes down what did not happen as it should.</summary>
    public Task FailAsync(string what, CancellationToken ct)
    {
        Failed = true;
        return NoteAsync(what, ct);
    }

    /// <summary>Writes down that what was taken away was never asked for: then the drill shows nothing.</summary>
    public Task FailUnlessRefusedAsync(string part, CancellationToken ct) =>
        citizens.Sum(c => c.Refused) > 0 ? Task.CompletedTask : FailAsync($"{part} n'a été demandé par personne : cette panne n'a pas eu lieu", ct);

    /// <summary>Somebody who has opened a chat before anything is away. This is the only way into the sealed territory.</summary>
    public async Task<PlayedCitizen> CitizenComesAsync(CancellationToken ct)
    {
        var key = ConversationKey.New();
        var ledger = new ExerciseCitizen { ConversationId = key.ConversationId, ExerciseId = book.Id, Drill = drill, Number = citizensBefore + citizens.Count + 1 };
        await CommitAsync(async (work, token) =>
        {
            if (await work.Db.ExerciseCitizens.AnyAsync(c => c.ConversationId == ledger.ConversationId, token)) return;
            work.Db.Conversations.Add(new Conversation
            {
                Id = key.ConversationId, KeyHash = key.Hash, Channel = ChannelName.Web, Language = "fr", StartedAt = work.Now, Territory = SealedTerritory.Code,
            });
            work.Db.ExerciseCitizens.Add(new ExerciseCitizen { ConversationId = ledger.ConversationId, ExerciseId = ledger.ExerciseId, Drill = drill, Number = ledger.Number });
        }, ct);
        var citizen = new PlayedCitizen(key, ledger, book, window, FailAsync, ct);
        citizens.Add(citizen);
        return citizen;
    }

    /// <summary>A counsellor whom no account can be: the name holds a new identity each time.</summary>
    public async Task<PlayedCounsellor> CounsellorComesAsync(CancellationToken ct)
    {
        var (id, number) = ($"exercice-{MassTransit.NewId.NextGuid():N}", counsellors.Count + 1);
        await CommitAsync(async (work, token) =>
        {
            if (await work.Db.Counsellors.AnyAsync(c => c.Id == id, token)) return;
            work.Db.Counsellors.Add(new Counsellor
            {
                Id = id, FirstName = "Exercice", LastName = $"numéro {number}", Quality = "Conseiller d'exercice", SpaceName = "Territoire d'exercice",
                Territory = SealedTerritory.Code, Skills = [Flows.Engine.Skills.General], LeaseUntil = work.Now,
            });
        }, ct);
        var counsellor = new PlayedCounsellor(id, number, drill, desk, book, clock);
        counsellors.Add(counsellor);
        await counsellor.ComesAsync(ct);
        return counsellor;
    }

    /// <summary>
    /// The counsellor takes and serves what is offered, while the citizens still ask and until everyone who was promised something is served,
    /// or the patience is over. However this ends, nobody asks any more afterwards: a citizen who pressed on behind the back of a drill that is over would be counted in the middle of the press.
    /// </summary>
    /// <param name="ask">What the citizens do; they begin nothing more when its token says so.</param>
    /// <param name="counsellor">Who serves them.</param>
    /// <param name="ct">Breaks it off.</param>
    public async Task ServeWhileAsync(Func<CancellationToken, Task> ask, PlayedCounsellor counsellor, CancellationToken ct)
    {
        var served = new HashSet<string>();
        await BesideAsync(ask, asking => ServeAsync(asking, counsellor, served, ct), ct);
        foreach (var left in citizens.Select(c => c.Ledger.Receipt).OfType<string>().Where(r => !served.Contains(r)))
            await FailAsync($"la demande {left} n'a été servie à aucun bureau en {Patience.TotalSeconds:0} s", ct);
        foreach (var citizen in citizens) await citizen.LooksAsync("à la fin", TakenAway.None, ct);
        await counsellor.GoesAsync(ct);
    }

    private async Task ServeAsync(Task asking, PlayedCounsellor counsellor, HashSet<string> served, CancellationToken ct)
    {
        await UntilAsync(async () =>
        {
            var allAsked = asking.IsCompleted;
            foreach (var offer in await WhileAway.RepeatAsync(counsellor.SeesAsync, clock, ct))
            {
                if (await CitizenOfAsync(counsellor, offer, ct) is not { } citizen) continue;
                await citizen.SeenAtADeskAsync(ct);
                if (!await counsellor.TakesAsync(offer, ct)) continue;
                await citizen.LooksAsync("au moment où un conseiller la prend", TakenAway.None, ct);
                // An end whose commit was lost on the way back is refused the second time.
                if (await counsellor.ServesAsync(offer.Receipt, ct) || await RowAsync(offer.Receipt, ct) is { State: HandoffState.Served }) served.Add(offer.Receipt);
            }
            return allAsked && citizens.All(c => c.Ledger.Receipt is not { } receipt || served.Contains(receipt));
        }, ct);
        await WaitAsync(asking, ct);
    }

    /// <summary>Whose request is offered; null for one that an exercise or drill before has left open, which this counsellor leaves.</summary>
    public async Task<PlayedCitizen?> CitizenOfAsync(PlayedCounsellor counsellor, DeskOffer offer, CancellationToken ct)
    {
        if (citizens.FirstOrDefault(c => c.Ledger.Receipt == offer.Receipt) is { } citizen) return citizen;
        // An offer can be quicker than the page that shows the receipt: the next look finds it.
        if (await RowAsync(offer.Receipt, ct) is { } row && !citizens.Exists(c => c.Ledger.ConversationId == row.ConversationId)) await counsellor.LeavesAsync(offer, ct);
        return null;
    }

    /// <summary>Every counsellor who came goes, also when the drill did not come to its end.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var counsellor in counsellors) await counsellor.DisposeAsync();
    }

    /// <summary>The row of a request, for what no page shows.</summary>
    public Task<Handoff?> RowAsync(string receipt, CancellationToken ct) => WhileAway.RepeatAsync(
        async end =>
        {
            await using var db = await transactions.ReadAsync(end);
            return await db.HandoffOfAsync(receipt, end);
        },
        clock,
        ct);

    /// <summary>Once, though it may be tried again: a database that is away for the runner is no finding about the service.</summary>
    private Task CommitAsync(Func<Work, CancellationToken, Task> unit, CancellationToken ct) => WhileAway.CommitAsync(transactions, unit, clock, ct);

    /// <summary>Waits for what has a limit of its own; the runner gives signs of life meanwhile. When those fail, it is over before this ends.</summary>
    public Task WaitAsync(Func<CancellationToken, Task> work, CancellationToken ct) => BesideAsync(work, begun => WaitAsync(begun, ct), ct);

    /// <summary>Does something while something else goes on, which is never left to itself.</summary>
    private static async Task BesideAsync(Func<CancellationToken, Task> work, Func<Task, Task> meanwhile, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var begun = work(end.Token);
        try
        {
            await meanwhile(begun);
        }
        finally
        {
            await end.CancelAsync();
            // Its own failure was met above; when it was not, another one was there first.
            await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WaitAsync(Task work, CancellationToken ct)
    {
        while (!work.IsCompleted)
        {
            await book.LiveAsync(ct);
            await Task.WhenAny(work, Task.Delay(BetweenLooks, clock, ct));
        }
        await work;
    }

    /// <returns>False when it did not come true within the patience.</returns>
    public async Task<bool> UntilAsync(Func<Task<bool>> condition, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + patience;
        while (!await condition())
        {
            if (clock.GetUtcNow() >= until) return false;
            await book.LiveAsync(ct);
            await Task.Delay(BetweenLooks, clock, ct);
        }
        return true;
    }
}
