using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines.Seconds;

/// <summary>Makes the second telephones follow the rows, as <see cref="KeepLines"/> does the first ones: rung when wanted, let go when the call that they join is over.</summary>
internal sealed class KeepSeconds(Transactions transactions, ICallLine calls, TimeProvider clock, ILogger<KeepSeconds> log)
{
    private readonly StepsAtFault atFault = new("A step of a second telephone line", clock, log);

    /// <returns>Number of lines that something was done for.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        return calls.Exists ? await atFault.DoAllAsync(await OpenAsync(ct), second => second.Id, StepAsync, ct) : 0;
    }

    private async Task<bool> StepAsync(SecondLine second, CancellationToken ct)
    {
        if (second.IsOver)
        {
            await calls.EndAsync(second.CallId!, ct);
            return await ChangeAsync(second.Id, (_, mine) => { mine.Ended(); return true; }, ct);
        }
        if (!await IsTalkedOnAsync(second, ct)) return await LoseAsync(second, LineEnding.LetGo, isGone: false, ct);
        if (second is { State: SecondState.Ringing, CallId: null } && second.ChangedAt < clock.GetUtcNow() - KeepLines.ClaimIsLost) return await LoseAsync(second, LineEnding.Provider, isGone: true, ct);
        return second.State == SecondState.Wanted && await RingAsync(second, ct);
    }

    private async Task<bool> RingAsync(SecondLine second, CancellationToken ct)
    {
        // Claimed before the provider is asked: two nodes do not ring twice.
        if (!await ChangeAsync(second.Id, (work, mine) =>
        {
            if (mine.State != SecondState.Wanted) return false;
            mine.Become(SecondState.Ringing, work.Now);
            return true;
        }, ct)) return false;
        string call;
        try
        {
            call = await calls.RingSecondAsync(second.Id, second.Address, ct);
        }
        catch (LineAwayException e)
        {
            log.LogWarning("A second counsellor could not be rung ({Failure})", e.Message);
            return await LoseAsync(second, LineEnding.Provider, isGone: true, ct);
        }
        // Another node rang meanwhile, since this one stood still, or nobody is wanted any more: that call is nobody's.
        if (!await ChangeAsync(second.Id, (_, mine) =>
        {
            if (mine is { CallId: null, IsOver: false }) mine.RingsAs(call);
            return mine.CallId == call;
        }, ct)) await calls.EndAsync(call, ct);
        return true;
    }

    private Task<bool> LoseAsync(SecondLine second, string ending, bool isGone, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var mine = await work.Db.SecondLines.SingleAsync(l => l.Id == second.Id, token);
        await work.LoseSecondAsync(mine, ending, isGone, token);
        return true;
    }, ct);

    private Task<bool> ChangeAsync(Guid id, Func<Work, SecondLine, bool> change, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) => change(work, await work.Db.SecondLines.SingleAsync(l => l.Id == id, token)), ct);

    private async Task<List<SecondLine>> OpenAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.SecondLines.Where(l => l.State != SecondState.Over || l.ToEnd).OrderBy(l => l.ChangedAt).ToListAsync(ct);
    }

    private async Task<bool> IsTalkedOnAsync(SecondLine second, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.IsTalkedOnAsync(second, ct);
    }
}
