using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Exercises;

/// <summary>What a counsellor does at the desk: the same use cases as the desk and its API.</summary>
internal sealed record DeskActs(SetPresence Presence, KeepLease Lease, ReadDesk Read, AcceptOffer Accept, DeclineOffer Decline, CounsellorSays Says, CloseHandoff Close);

/// <summary>A counsellor of the sealed territory. A database that is away for the runner, and not in the play, is asked again: each of these acts may be done twice.</summary>
internal sealed class PlayedCounsellor(string id, int number, ExerciseKind drill, DeskActs desk, ExerciseBook book, TimeProvider clock) : IAsyncDisposable
{
    private const int AtOnce = 10;
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private CancellationTokenSource? desks;
    private Task keeping = Task.CompletedTask;
    private bool isThere;

    public string Name => $"Conseiller {number}";

    /// <summary>Opens the desk, which keeps the lease as long as it is open.</summary>
    public async Task ComesAsync(CancellationToken ct)
    {
        desks ??= CancellationTokenSource.CreateLinkedTokenSource(ct);
        isThere = true;
        await AgainAsync(end => desk.Presence.RunAsync(id, Presence.Available, AtOnce, end), ct);
        await book.WriteAsync(drill, Name, "est disponible", ct);
        keeping = KeepLeaseAsync(desks.Token);
    }

    public async Task GoesAsync(CancellationToken ct)
    {
        await FallsSilentAsync();
        await AgainAsync(end => desk.Presence.RunAsync(id, Presence.Offline, AtOnce, end), ct);
        isThere = false;
    }

    /// <summary>From now on nothing is heard of this desk.</summary>
    public async Task FallsSilentAsync()
    {
        if (desks is not { } open) return;
        await open.CancelAsync();
        await keeping;
        open.Dispose();
        desks = null;
    }

    /// <summary>However the drill ended: nobody is left at a desk at which nobody sits.</summary>
    public async ValueTask DisposeAsync()
    {
        await FallsSilentAsync();
        if (!isThere) return;
        try
        {
            await TimeLimit.RunAsync(GoesAsync, LongestFarewell, CancellationToken.None);
        }
        catch (Exception)
        {
            // Then the lease ends, as that of any desk of which nothing is heard.
        }
    }

    /// <summary>Whoever was set away, because this machine was too slow for the lease, comes again.</summary>
    private async Task ComesAgainAsync(CancellationToken ct)
    {
        if ((await desk.Read.CounsellorAsync(id, ct))?.Presence == Presence.Available) return;
        await FallsSilentAsync();
        await ComesAsync(ct);
    }

    /// <summary>What is offered, to somebody who is there.</summary>
    public async Task<IReadOnlyList<DeskOffer>> SeesAsync(CancellationToken ct)
    {
        await ComesAgainAsync(ct);
        return await desk.Read.OffersAsync(id, ct);
    }

    /// <returns>False when the offer was gone.</returns>
    public async Task<bool> TakesAsync(DeskOffer offer, CancellationToken ct)
    {
        await book.WriteAsync(drill, Name, $"voit la demande {offer.Receipt} ({offer.Why})", ct);
        if (await AgainAsync(end => desk.Accept.RunAsync(id, offer.Id, end), ct) is { } refusal)
        {
            await book.WriteAsync(drill, Name, $"n'obtient pas la demande {offer.Receipt} : {refusal.Text}", ct);
            return false;
        }
        await book.WriteAsync(drill, Name, $"prend la demande {offer.Receipt}", ct);
        return true;
    }

    /// <summary>What was left open before is no part of this, and held one of the places; nothing ends it but a manager's act (G4).</summary>
    public async Task LeavesAsync(DeskOffer offer, CancellationToken ct)
    {
        await book.WriteAsync(drill, Name, $"voit la demande {offer.Receipt}, restée ouverte d'avant, et la laisse", ct);
        // Over already: then it holds no place either.
        await AgainAsync(end => desk.Decline.RunAsync(id, offer.Id, "Restée d'un autre exercice", end), ct);
    }

    /// <returns>False when it was taken back before.</returns>
    public async Task<bool> ServesAsync(string receipt, CancellationToken ct)
    {
        var said = await AgainAsync(end => desk.Says.RunAsync(id, receipt, "Bonjour, ceci est un exercice.", $"exercice-{number}", end), ct);
        var closed = await AgainAsync(end => desk.Close.RunAsync(id, receipt, HandoffOutcome.Served, "information", null, seen: null, end), ct);
        await book.WriteAsync(drill, Name, (said ?? closed) is { } refusal ? $"ne peut pas servir la demande {receipt} : {refusal.Text}" : $"répond et clôt la demande {receipt} comme servie", ct);
        return (said ?? closed) is null;
    }

    private Task<T> AgainAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken ct) => WhileAway.RepeatAsync(act, clock, ct);

    private async Task KeepLeaseAsync(CancellationToken open)
    {
        try
        {
            // As a real desk does: a database that is away for a moment is asked again.
            var isRenewed = true;
            while (true)
            {
                await Task.Delay(isRenewed ? desk.Lease.Interval : desk.Lease.TryAgainInterval, clock, open);
                isRenewed = await desk.Lease.TryAsync(id, open);
            }
        }
        catch (OperationCanceledException)
        {
            // The desk is closed.
        }
    }
}
