using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines.Seconds;

/// <summary>A second counsellor's line begins and ends; the request is where it was.</summary>
internal static class MoveSecond
{
    public static void WantSecond(this Work work, Handoff handoff, CounsellorLine line, Counsellor second, string? pool)
    {
        var wanted = new SecondLine { Id = MassTransit.NewId.NextGuid(), LineId = line.Id, HandoffId = handoff.Id, CounsellorId = second.Id, Address = second.Phone!, Pool = pool };
        wanted.Become(SecondState.Wanted, work.Now);
        work.Db.SecondLines.Add(wanted);
        work.TellChanged(handoff, line.CounsellorId);
    }

    /// <summary>The second one does not come, or leaves. Who was meant by their group is replaced by the next of it; where the first one has left before, the citizen is alone now (G8).</summary>
    public static async Task LoseSecondAsync(this Work work, SecondLine second, string ending, bool isGone, CancellationToken ct)
    {
        if (second.IsOver) return;
        var wasIn = second.State == SecondState.Joined;
        second.End(ending, isGone, work.Now);
        var line = await work.Db.CounsellorLines.SingleAsync(l => l.Id == second.LineId, ct);
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == second.HandoffId, ct);
        if (handoff.Version != line.HandoffVersion || line.State != LineState.Talking) return;
        if (line.CallId is null)
        {
            await work.LoseLineAsync(line.Id, LineEnding.Dropped, ct);
            return;
        }
        if (!wasIn && ending != LineEnding.LetGo && second.Pool is { } pool && await work.FreeOfPoolAsync(handoff, line.Id, pool, ct) is { } next && next.Id != second.CounsellorId) work.WantSecond(handoff, line, next, pool);
        else work.TellChanged(handoff, line.CounsellorId);
    }
}
