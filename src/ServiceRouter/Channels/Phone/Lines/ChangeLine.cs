using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>Changes of a counsellor's line, each a unit of its own.</summary>
internal static class ChangeLine
{
    /// <summary>Takes the next step of a line, before the provider is asked for it, or back after it did not answer.</summary>
    /// <returns>False when the line is elsewhere by now: another node was first, or a webhook. Its answer may come before that of the provider.</returns>
    public static Task<bool> ClaimLineAsync(this Transactions transactions, Guid lineId, LineState from, LineState next, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var line = await work.Db.CounsellorLines.SingleAsync(l => l.Id == lineId, token);
            if (line.State != from) return false;
            line.Become(next, work.Now);
            return true;
        }, ct);

    /// <summary>The node that had claimed a step died before the provider had heard of it: the step is taken anew. Who has come meanwhile is left where they are.</summary>
    /// <param name="transactions">The units of work.</param>
    /// <param name="line">As it was when the claim was found to be lost.</param>
    /// <param name="step">The state from which the step is taken.</param>
    /// <param name="ct">Stops waiting.</param>
    public static Task<bool> StepAnewAsync(this Transactions transactions, CounsellorLine line, LineState step, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token);
        if (mine.Version != line.Version) return false;
        mine.Become(step, work.Now);
        return true;
    }, ct);

    /// <returns>The line as it is then.</returns>
    public static Task<CounsellorLine> ChangeLineAsync(this Transactions transactions, Guid lineId, Action<CounsellorLine, DateTimeOffset> change, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var line = await work.Db.CounsellorLines.SingleAsync(l => l.Id == lineId, token);
            change(line, work.Now);
            return line;
        }, ct);
}
