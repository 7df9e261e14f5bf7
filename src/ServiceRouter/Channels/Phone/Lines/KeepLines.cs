using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// Makes the telephone follow the rows: who has a request is rung, the citizen is brought when the key was pressed, a line whose request moved on is
/// let go. Each step is claimed in its row before the provider is asked, so that two nodes do not ring twice; a step that failed is tried again.
/// </summary>
internal sealed class KeepLines(Transactions transactions, ICallLine calls, KeepLease lease, TimeProvider clock, ILogger<KeepLines> log)
{
    // A claim without a result: its node died in between, or the provider did not answer.
    internal static readonly TimeSpan ClaimIsLost = TimeSpan.FromSeconds(30);

    // As long as a citizen is rung at most, and then some: whoever was to be brought by then is not on the way.
    private static readonly TimeSpan BringingIsLost = TimeSpan.FromSeconds(75);

    /// <returns>Number of lines that something was done for.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!calls.Exists) return 0;
        var done = 0;
        foreach (var handoffId in await UnrungAsync(ct)) done += await DoAsync(() => WantAsync(handoffId, ct));
        foreach (var line in await OpenAsync(ct)) done += await DoAsync(() => StepAsync(line, ct));
        return done;
    }

    private Task<bool> StepAsync(CounsellorLine line, CancellationToken ct) => line switch
    {
        { IsOver: true, CounsellorToEnd: true } => EndCounsellorAsync(line, ct),
        { IsOver: true } => MoveCitizenAsync(line, ct),
        { State: LineState.Wanted } => RingAsync(line, ct),
        { State: LineState.Joining } => BringAsync(line, ct),
        { State: LineState.Alone } => TellAloneAsync(line, ct),
        { State: LineState.Ringing, CallId: null } when line.ChangedAt < clock.GetUtcNow() - ClaimIsLost => LoseAsync(line, LineEnding.Provider, ct),
        { State: LineState.Bringing } when line.ChangedAt < clock.GetUtcNow() - (line.CitizenCallId is null ? ClaimIsLost : BringingIsLost) => JoinAnewAsync(line, ct),
        { State: LineState.Talking, CallId: null } => KeepWithSecondAsync(line, ct),
        _ => KeepAsync(line, ct),
    };

    private async Task<bool> WantAsync(Guid handoffId, CancellationToken ct) => await transactions.RunAsync(async (work, token) =>
        await Unrung(work.Db).SingleOrDefaultAsync(h => h.Id == handoffId, token) is { } handoff && await work.WantLineAsync(handoff, token), ct);

    private async Task<bool> RingAsync(CounsellorLine line, CancellationToken ct)
    {
        if (!await ClaimAsync(line, LineState.Ringing, ct)) return false;
        string call;
        try
        {
            call = await calls.RingCounsellorAsync(line.Id, line.Address, ct);
        }
        catch (LineAwayException e)
        {
            log.LogWarning("A counsellor could not be rung ({Failure})", e.Message);
            return await LoseAsync(line, LineEnding.Provider, ct);
        }
        return await ChangeAsync(line.Id, l => { if (l.CallId is null) l.RingsAs(call); }, ct);
    }

    /// <summary>The waiting citizen comes from the queue; who is not on the line is rung.</summary>
    private async Task<bool> BringAsync(CounsellorLine line, CancellationToken ct)
    {
        if (!await ClaimAsync(line, LineState.Bringing, ct)) return false;
        try
        {
            var (callId, number) = await CitizenAsync(line.ConversationId, ct);
            if (callId is not null)
            {
                // Noted first: the call may be there before the provider has answered.
                await ChangeAsync(line.Id, l => l.Brings(callId), ct);
                if (await calls.TurnAsync(callId, LineTurn.MeetCounsellor, line.Id, ct)) return true;
                if (!await transactions.RunAsync((work, token) => EndUntoldAsync(work, line.Id, callId, token), ct)) return false;
            }
            if (number is null) return await ClaimAsync(line, LineState.Alone, ct);
            var rung = await calls.RingCitizenAsync(line.Id, number, ct);
            var isOver = await transactions.RunAsync(async (work, token) =>
            {
                var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token);
                var wasTold = mine.CitizenCallId == rung;
                if (!mine.IsOver && !wasTold) mine.Brings(rung);
                await work.KnowRungAsync(rung, line.ConversationId, number, token);
                return wasTold && mine.State is not (LineState.Bringing or LineState.Talking);
            }, ct);
            if (isOver) await transactions.RunAsync((work, token) => work.EndCallAsync(rung, token), ct);
            return true;
        }
        catch (LineAwayException e)
        {
            log.LogWarning("A citizen could not be brought to a counsellor ({Failure}); it is tried again", e.Message);
            await ClaimAsync(line, LineState.Joining, ct);
            return false;
        }
    }

    /// <summary>The provider no longer knows the citizen's call, and its end was never told. The line is not left by that: it has still to bring the citizen.</summary>
    /// <returns>Whether it still has.</returns>
    private static async Task<bool> EndUntoldAsync(Work work, Guid lineId, string callId, CancellationToken ct)
    {
        await work.EndCallAsync(callId, ct);
        var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == lineId, ct);
        if (mine.State == LineState.Alone) mine.BringsAnew(work.Now);
        return mine.State == LineState.Bringing;
    }

    /// <summary>Its node died before the provider had heard of it: whoever has come meanwhile is left where they are.</summary>
    private Task<bool> JoinAnewAsync(CounsellorLine line, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token);
        if (mine.Version != line.Version) return false;
        mine.Become(LineState.Joining, work.Now);
        return true;
    }, ct);

    private async Task<bool> TellAloneAsync(CounsellorLine line, CancellationToken ct)
    {
        if (line.CallId is null || !await ClaimAsync(line, LineState.AloneTold, ct)) return false;
        return await calls.TurnAsync(line.CallId, LineTurn.CitizenGone, line.Id, ct);
    }

    private async Task<bool> EndCounsellorAsync(CounsellorLine line, CancellationToken ct)
    {
        await calls.EndAsync(line.CallId!, ct);
        return await ChangeAsync(line.Id, l => l.CounsellorEnded(), ct);
    }

    private async Task<bool> MoveCitizenAsync(CounsellorLine line, CancellationToken ct)
    {
        await calls.TurnAsync(line.CitizenCallId!, LineTurn.AfterCounsellor, line.Id, ct);
        return await ChangeAsync(line.Id, l => l.CitizenMoved(), ct);
    }

    /// <summary>A line that is talked on keeps its counsellor's lease, whatever became of the browser; one whose request moved on is let go.</summary>
    private async Task<bool> KeepAsync(CounsellorLine line, CancellationToken ct)
    {
        if (line.State is LineState.Whispering or LineState.Bringing or LineState.Talking or LineState.AloneTold) await lease.TouchAsync(line.CounsellorId, ct);
        return false;
    }

    /// <summary>
    /// The counsellor has left the citizen to a second one. Two who hang up at the same moment each see the other still there: whoever looks afterwards
    /// sees that nobody is, and the citizen goes back to the head of the queue.
    /// </summary>
    private async Task<bool> KeepWithSecondAsync(CounsellorLine line, CancellationToken ct) =>
        await transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.SecondLines.AnyAsync(l => l.LineId == line.Id && l.State == SecondState.Joined, token)) return false;
            if (await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token) is not { State: LineState.Talking, CallId: null }) return false;
            await work.LoseLineAsync(line.Id, LineEnding.Dropped, token);
            return true;
        }, ct) || await KeepAsync(line, ct);

    private Task<bool> LoseAsync(CounsellorLine line, string ending, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        await work.LoseLineAsync(line.Id, ending, token);
        return true;
    }, ct);

    private Task<bool> ClaimAsync(CounsellorLine line, LineState next, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token);
        if (mine.IsOver || (mine.State != line.State && next is not (LineState.Joining or LineState.Alone))) return false;
        mine.Become(next, work.Now);
        return true;
    }, ct);

    private Task<bool> ChangeAsync(Guid lineId, Action<CounsellorLine> change, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        change(await work.Db.CounsellorLines.SingleAsync(l => l.Id == lineId, token));
        return true;
    }, ct);

    private async Task<List<Guid>> UnrungAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await Unrung(db).Select(h => h.Id).ToListAsync(ct);
    }

    /// <summary>
    /// Requests whose citizen is, or was, on the telephone, with a counsellor who has one, and no line of theirs. A line that ended because the citizen
    /// was gone counts for nothing once the citizen is on another call. Whoever asked elsewhere and has not called is rung when the counsellor says so.
    /// </summary>
    private static IQueryable<Handoff> Unrung(RouterDbContext db) =>
        from h in db.Handoffs
        where h.State == HandoffState.WithCounsellor
        join c in db.Counsellors on h.CounsellorId equals c.Id
        where c.Phone != null && (h.Channel == ChannelName.Phone || db.PhoneCalls.Any(p => p.ConversationId == h.ConversationId && p.EndedAt == null))
            && !db.CounsellorLines.Any(l => l.HandoffId == h.Id && l.HandoffVersion == h.Version
                && (l.Ending != LineEnding.Done || !db.PhoneCalls.Any(p => p.ConversationId == h.ConversationId && p.EndedAt == null && p.Id != l.CitizenCallId)))
        select h;

    private async Task<List<CounsellorLine>> OpenAsync(CancellationToken ct)
    {
        List<CounsellorLine> open;
        await using (var db = await transactions.ReadAsync(ct))
            open = await db.CounsellorLines.Where(l => l.State != LineState.Over || l.CounsellorToEnd || l.CitizenToMove).ToListAsync(ct);
        if (open.Count == 0) return open;
        var ids = open.Where(l => !l.IsOver).Select(l => l.HandoffId).ToArray();
        Dictionary<Guid, int> versions;
        await using (var db = await transactions.ReadAsync(ct))
            versions = await db.Handoffs.Where(h => ids.Contains(h.Id)).ToDictionaryAsync(h => h.Id, h => h.Version, ct);
        foreach (var line in open.Where(l => !l.IsOver && versions[l.HandoffId] != l.HandoffVersion)) await LetGoAsync(line, ct);
        return [.. open.Where(l => l.IsOver || versions[l.HandoffId] == l.HandoffVersion)];
    }

    private Task<bool> LetGoAsync(CounsellorLine line, CancellationToken ct) => ChangeAsync(line.Id, l => { if (!l.IsOver) l.End(LineEnding.LetGo, counsellorIsGone: false, clock.GetUtcNow()); }, ct);

    private async Task<(string? CallId, string? Number)> CitizenAsync(Guid conversationId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var calls = await db.PhoneCalls.Where(c => c.ConversationId == conversationId).OrderByDescending(c => c.StartedAt).ToListAsync(ct);
        var number = await db.Conversations.Where(c => c.Id == conversationId).Select(c => c.CallBackNumber).SingleAsync(ct);
        return (calls.FirstOrDefault(c => c.EndedAt is null)?.Id, PhoneNumberText.Dialled(number ?? calls.FirstOrDefault(c => c.Number is not null)?.Number));
    }

    private async Task<int> DoAsync(Func<Task<bool>> step)
    {
        try
        {
            return await step() ? 1 : 0;
        }
        catch (Exception e) when (e is LineAwayException or DbUpdateException || StorageFailure.IsAway(e))
        {
            log.LogWarning("A step of a telephone line failed ({Failure}); it is tried again", e.GetType().Name);
            return 0;
        }
    }
}
