using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// A step that the provider did not do is tried again after pauses that grow, and not for long: a counsellor or a caller hears nothing meanwhile. The pauses, and
/// since when it was tried in vain, are each node's own: a step that had to wait for its first try is not given up for that.
/// </summary>
internal sealed class TriesOfStep(Transactions transactions, TimeProvider clock)
{
    /// <summary>The last try is the first that fails so long after the first failure: at 0, 1, 3 and 7 s where the provider answers at once.</summary>
    private static readonly TimeSpan TriedFor = TimeSpan.FromSeconds(6);

    private readonly GrowingPauses<Guid> pauses = new(clock);

    public bool Rests(CounsellorLine line) => pauses.Resting().Contains(line.Id);

    /// <summary>It was done.</summary>
    public void End(CounsellorLine line) => pauses.End(line.Id);

    /// <summary>It was not done: the step waits for another try, or is given up.</summary>
    /// <param name="line">As it was when the step was wanted, before it was claimed.</param>
    /// <param name="claimed">The state that it was claimed as.</param>
    /// <param name="failure">What the provider said.</param>
    /// <param name="giveUp">What becomes of the line then.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Whether it was given up.</returns>
    public async Task<bool> FailAsync(CounsellorLine line, LineState claimed, LineAwayException failure, Func<Work, CounsellorLine, CancellationToken, Task> giveUp, CancellationToken ct)
    {
        var since = pauses.Lengthen(line.Id);
        var isGivenUp = await transactions.RunAsync(async (work, token) =>
        {
            var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token);
            // It was done all the same, and the answer is lost: whoever has come, or has taken the call, keeps it.
            if (mine.State != claimed || mine is { State: LineState.Ringing, CallId: not null }) return false;
            if (failure is not NumberRefusedException && work.Now - since < TriedFor)
            {
                mine.Become(line.State, line.ChangedAt);
                return false;
            }
            await giveUp(work, mine, token);
            return true;
        }, ct);
        if (isGivenUp) pauses.End(line.Id);
        return isGivenUp;
    }
}
