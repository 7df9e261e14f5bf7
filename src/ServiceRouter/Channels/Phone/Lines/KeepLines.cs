using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// Makes the telephone follow the rows: who has a request is rung, the citizen is brought when the key was pressed, a line whose request moved on is
/// let go. Each step is claimed in its row before the provider is asked, so that two nodes do not ring twice; a step that failed is tried again.
/// </summary>
internal sealed class KeepLines(Transactions transactions, ICallLine calls, BringCitizen bring, TriesOfStep tries, KeepLease lease, TimeProvider clock, ILogger<KeepLines> log)
{
    // A claim without a result: its node died in between, or the provider did not answer. Longer than a counsellor is rung: whoever was rung all the same would have answered or not by then.
    internal static readonly TimeSpan ClaimIsLost = TimeSpan.FromSeconds(30);

    // To type a number in, for a counsellor who has none.
    private static readonly TimeSpan ToGiveNumber = TimeSpan.FromSeconds(30);

    // As long as a citizen is rung at most, and then some: whoever was to be brought by then is not on the way.
    private static readonly TimeSpan BringingIsLost = TimeSpan.FromSeconds(75);

    private readonly StepsAtFault atFault = new("A step of a telephone line", clock, log);

    /// <returns>Number of lines that something was done for.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!calls.Exists) return 0;
        return await atFault.DoAllAsync(await UnrungAsync(ct), id => id, WantAsync, ct)
            + await atFault.DoAllAsync(await WithoutTelephoneAsync(ct), id => id, LoseAsync, ct)
            + await atFault.DoAllAsync(await OpenAsync(ct), open => open.Line.Id, (open, token) => StepAsync(open.Line, open.HasMovedOn, token), ct);
    }

    private Task<bool> StepAsync(CounsellorLine line, bool hasMovedOn, CancellationToken ct) => line switch
    {
        { IsOver: true, CounsellorToEnd: true } => EndCounsellorAsync(line, ct),
        { IsOver: true } => MoveCitizenAsync(line, ct),
        _ when hasMovedOn => LetGoAsync(line, ct),
        { State: LineState.Wanted } => RingAsync(line, ct),
        { State: LineState.Joining } => bring.RunAsync(line, ct),
        { State: LineState.Alone } => TellAloneAsync(line, ct),
        { State: LineState.Ringing, CallId: null } when line.ChangedAt < clock.GetUtcNow() - ClaimIsLost => transactions.StepAnewAsync(line, LineState.Wanted, ct),
        { State: LineState.Bringing } when line.ChangedAt < clock.GetUtcNow() - (line.CitizenCallId is null ? ClaimIsLost : BringingIsLost) => transactions.StepAnewAsync(line, LineState.Joining, ct),
        { State: LineState.Talking, CallId: null } => KeepWithSecondAsync(line, ct),
        _ => KeepAsync(line, ct),
    };

    private async Task<bool> WantAsync(Guid handoffId, CancellationToken ct) => await transactions.RunAsync(async (work, token) =>
        await Unrung(work.Db).SingleOrDefaultAsync(h => h.Id == handoffId, token) is { } handoff && await work.WantLineAsync(handoff, token), ct);

    private Task<bool> LoseAsync(Guid handoffId, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        if (await WithoutTelephone(work.Db, work.Now).SingleOrDefaultAsync(h => h.Id == handoffId, token) is not { } handoff) return false;
        await work.LoseWithoutTelephoneAsync(handoff, token);
        return true;
    }, ct);

    private async Task<bool> RingAsync(CounsellorLine line, CancellationToken ct)
    {
        if (tries.Rests(line) || !await transactions.ClaimLineAsync(line.Id, LineState.Wanted, LineState.Ringing, ct)) return false;
        string call;
        try
        {
            call = await calls.RingCounsellorAsync(line.Id, line.Address, ct);
        }
        catch (LineAwayException e)
        {
            log.LogWarning("A counsellor could not be rung ({Failure})", e.Message);
            return await tries.FailAsync(line, LineState.Ringing, e, (work, mine, token) => work.LoseUnrungAsync(mine, e is NumberRefusedException, token), ct);
        }
        tries.End(line);
        var rung = await transactions.ChangeLineAsync(line.Id, (l, _) => { if (l is { CallId: null, IsOver: false }) l.RingsAs(call); }, ct);
        // Another node rang meanwhile, since this one stood still, or the request has moved on.
        if (rung.CallId != call) await calls.EndAsync(call, ct);
        return true;
    }

    private async Task<bool> TellAloneAsync(CounsellorLine line, CancellationToken ct)
    {
        if (line.CallId is null) return await EndUnheardAsync(line, ct);
        if (!await transactions.ClaimLineAsync(line.Id, LineState.Alone, LineState.AloneTold, ct)) return false;
        try
        {
            return await calls.TurnAsync(line.CallId, Why(line), line.Id, LineLanguages.OfCounsellors, ct);
        }
        catch (LineAwayException)
        {
            await transactions.ClaimLineAsync(line.Id, LineState.AloneTold, LineState.Alone, ct);
            throw;
        }
    }

    /// <summary>A line that was left alone by the version before, when neither was on it any more: it would be open for good.</summary>
    private Task<bool> EndUnheardAsync(CounsellorLine line, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        if (await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token) is not { State: LineState.Alone, CallId: null } mine) return false;
        mine.End(LineEnding.Done, counsellorIsGone: true, work.Now);
        await work.TellLineAsync(mine, token);
        return true;
    }, ct);

    private static LineTurn Why(CounsellorLine line) => line.Ending switch
    {
        LineEnding.NotCallable => LineTurn.NotCallable,
        LineEnding.Provider => LineTurn.NotBrought,
        _ => LineTurn.CitizenGone,
    };

    private async Task<bool> EndCounsellorAsync(CounsellorLine line, CancellationToken ct)
    {
        await calls.EndAsync(line.CallId!, ct);
        await transactions.ChangeLineAsync(line.Id, (l, _) => l.CounsellorEnded(), ct);
        return true;
    }

    /// <summary>Who is left behind is told what became of the request, unless another line has them by now.</summary>
    private async Task<bool> MoveCitizenAsync(CounsellorLine line, CancellationToken ct)
    {
        var isThere = await HeardInAsync(line, ct) is { } language && await TurnOrEndAsync(line, language, ct);
        return await transactions.RunAsync(async (work, token) =>
        {
            var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token);
            if (mine.CitizenToMove && isThere) await work.CitizenWasThereAsync(mine, token);
            mine.CitizenMoved();
            return true;
        }, ct);
    }

    /// <summary>What cannot be turned is over, or still rings: whoever took it then would be told of the end of a talk that they never had, or wait where nobody looks for them. A ring that stops is a missed call, which leads back.</summary>
    private async Task<bool> TurnOrEndAsync(CounsellorLine line, string language, CancellationToken ct)
    {
        if (await calls.TurnAsync(line.CitizenCallId!, LineTurn.AfterCounsellor, line.Id, language, ct)) return true;
        await calls.EndAsync(line.CitizenCallId!, ct);
        return false;
    }

    /// <returns>The language of the citizen; null when they are on another line.</returns>
    private async Task<string?> HeardInAsync(CounsellorLine line, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.CounsellorLines.AnyAsync(l => l.CitizenCallId == line.CitizenCallId && l.Id != line.Id && l.State != LineState.Over, ct) ? null : await db.LanguageOnLineAsync(line.ConversationId, ct);
    }

    /// <summary>A line that is talked on keeps its counsellor's lease, whatever became of the browser.</summary>
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

    private async Task<bool> LetGoAsync(CounsellorLine line, CancellationToken ct)
    {
        await transactions.ChangeLineAsync(line.Id, (l, now) => { if (!l.IsOver) l.End(LineEnding.LetGo, counsellorIsGone: false, now); }, ct);
        return true;
    }

    private async Task<List<Guid>> UnrungAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await Unrung(db).Select(h => h.Id).ToListAsync(ct);
    }

    /// <summary>
    /// Requests whose citizen is, or was, on the telephone, with a counsellor who has one, and no line of theirs. A line that is over counts for nothing once the
    /// citizen is on a call that began after it; nor does one that ended because the citizen was gone, once they are on another call. Whoever asked elsewhere and has not
    /// called is rung when the counsellor says so. Of one whose citizen stands before the counsellor, or whose letter is done before its date, nobody is rung, unless somebody has
    /// called since. A ring of ours that a mailbox may have taken is no call of theirs.
    /// </summary>
    private static IQueryable<Handoff> Unrung(RouterDbContext db)
    {
        var calls = db.CallsOfSomebody();
        return from h in db.Handoffs
               // Open as well, which whoever is with a counsellor is: an index knows those, and not all that ever were.
               where h.State == HandoffState.WithCounsellor && h.EndedAt == null
               join c in db.Counsellors on h.CounsellorId equals c.Id
               let needsNoCall = db.Offers.Any(o => o.Id == h.OfferId && (o.Rung == HandoffOffer.AtCounter || o.Rung == HandoffOffer.OwnPromise))
               where c.Phone != null
                   && ((h.Channel == ChannelName.Phone && !needsNoCall) || calls.Any(p => p.ConversationId == h.ConversationId && (!needsNoCall || p.StartedAt > h.AcceptedAt)))
                   && !db.CounsellorLines.Any(l => l.HandoffId == h.Id && l.HandoffVersion == h.Version
                       && (l.State != LineState.Over || !calls.Any(p => p.ConversationId == h.ConversationId && p.Id != l.CitizenCallId
                           && (l.Ending == LineEnding.Done || p.StartedAt > l.ChangedAt))))
               select h;
    }

    private async Task<List<Guid>> WithoutTelephoneAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await WithoutTelephone(db, clock.GetUtcNow()).Select(h => h.Id).ToListAsync(ct);
    }

    /// <summary>
    /// Requests whose citizen is on the telephone, and whose counsellor has had none to be rung at for a while. Whoever stands before the counsellor waits for nobody.
    /// </summary>
    private static IQueryable<Handoff> WithoutTelephone(RouterDbContext db, DateTimeOffset now)
    {
        var (before, callers) = (now - ToGiveNumber, db.Callers(now));
        return from h in db.Handoffs
               where h.State == HandoffState.WithCounsellor && h.EndedAt == null && h.AcceptedAt < before
               join c in db.Counsellors on h.CounsellorId equals c.Id
               where c.Phone == null
                   && callers.Any(caller => caller.HandoffId == h.Id && caller.StartedAt < before)
                   && !db.Offers.Any(o => o.Id == h.OfferId && o.Rung == HandoffOffer.AtCounter)
                   && !db.CounsellorLines.Any(l => l.HandoffId == h.Id && l.HandoffVersion == h.Version && l.State != LineState.Over)
               select h;
    }

    /// <summary>Lines for which there may be something to do, who has waited longest first, and whether their request is elsewhere by now. They are found by an index that has no others.</summary>
    private async Task<List<(CounsellorLine Line, bool HasMovedOn)>> OpenAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var open = await (from l in db.CounsellorLines
                          where l.State != LineState.Over || l.CounsellorToEnd || l.CitizenToMove
                          join h in db.Handoffs on l.HandoffId equals h.Id
                          orderby l.ChangedAt
                          select new { Line = l, h.Version }).ToListAsync(ct);
        return open.ConvertAll(one => (one.Line, HasMovedOn: one.Version != one.Line.HandoffVersion));
    }
}
