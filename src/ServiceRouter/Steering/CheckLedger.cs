using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Steering;

/// <summary>
/// Compares who asked, by the event log, with who is accounted for, by the rows, and opens an incident for those on whom they differ.
/// What one check reads is bounded: the last minutes, the open handoffs, the next stretch of the past (docs/adr/0013), and the next stretch of all logs, which are recomputed (<see cref="WalkLogs"/>).
/// </summary>
internal sealed class CheckLedger(Transactions transactions, TimeProvider clock, ILogger<CheckLedger> log)
{
    /// <summary>Written into an incident that the job closed.</summary>
    public const string ByItself = "contrôle";

    private const int MostNamed = 20;
    private const int MostSuspects = 1_000;
    // Longer than a unit of work and than the clocks of two nodes are apart, so that no handoff slips between newest and past.
    private static readonly TimeSpan Newest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ChecksKept = TimeSpan.FromDays(30);

    // Of this node: each goes through all logs by itself, and begins anew when it starts, with the newest.
    private LogWalk walk = LogWalk.AtStart;

    /// <summary>Askings of the past that one check compares at most, and leaves of anchors that it passes: a hundred thousand handoffs are gone through in five checks.</summary>
    internal int MostWalked { get; init; } = 20_000;

    /// <summary>
    /// Entries that one check recomputes, about. Some five thousand logs, half a kilobyte an entry with its row: 15 MB a minute to one node, and half a second of a core at twenty millionths an entry.
    /// 300,000 requests of six entries are gone through in an hour.
    /// </summary>
    internal int MostRecomputed { get; init; } = 30_000;

    /// <summary>Handoffs that one incident names at most.</summary>
    internal int MostInIncident { get; init; } = LedgerIncident.MostNamed;

    /// <param name="by">Who asked for the check: an account name, or <see cref="ByItself"/>.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<LedgerCheck> RunAsync(CancellationToken ct, string by = ByItself)
    {
        var (check, found) = await CompareAsync(ct);
        var told = await transactions.RunAsync((work, token) => KeepAsync(work, check, found, by, token), ct);
        // Only now: what was found on the way is written down.
        walk = found.Walk;
        foreach (var incident in told.Opened)
            log.LogError("Ledger incident {Incident} is open: {Cause}, {Handoffs} handoffs", incident.Id, incident.Cause, incident.HandoffIds.Length);
        // Whoever watches the first loss of a cause has to hear of each that comes after it: the incident stays one.
        foreach (var (incident, joined, unnamed) in told.Grown)
            log.LogError(
                "Ledger incident {Incident} goes on: {Cause}, {Joined} more handoffs, {Handoffs} in all, and {Unnamed} that found no place in it", incident.Id, incident.Cause, joined, incident.HandoffIds.Length, unnamed);
        foreach (var incident in told.Closed)
            log.LogInformation("Ledger incident {Incident} is closed: the accounts agree again", incident.Id);
        return check;
    }

    private async Task<(LedgerCheck Check, Found Found)> CompareAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var now = clock.GetUtcNow();
        var newest = now - Newest;

        var from = await db.LedgerChecks.LatestAt(now).Select(c => c.WalkedUntil).FirstOrDefaultAsync(ct) ?? DateTimeOffset.UnixEpoch;
        var stop = await db.HandoffLog.Askings().Where(e => e.At >= from && e.At < newest)
            .OrderBy(e => e.At).Skip(MostWalked).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(ct);
        var until = stop ?? newest;
        List<LedgerLine> logged = [.. await ReadLedger.LoggedAsync(db, from, until, ct), .. await ReadLedger.LoggedAsync(db, newest, DateTimeOffset.MaxValue, ct)];
        List<LedgerLine> rows = [.. await ReadLedger.RowsAsync(db, from, until, ct), .. await ReadLedger.RowsAsync(db, newest, DateTimeOffset.MaxValue, ct)];

        var (suspects, namedDays) = await SuspectsAsync(db, newest, ct);
        var walked = await WalkLogs.RunAsync(db, walk, suspects, now, MostWalked, MostRecomputed, ct);
        if (walked.Days.Count == 0 && await AnchoredDays.NewestBrokenAsync(db, namedDays, ct) is { } still) walked.Days.Add(still);
        suspects.UnionWith(walked.Broken.Keys);
        suspects.UnionWith(await PutOffAsync(db, ct));
        suspects.UnionWith(await NeverPlayedAsync(db, from, until, ct));
        suspects.UnionWith(await NeverPlayedAsync(db, newest, DateTimeOffset.MaxValue, ct));
        // Those of one source only may stand in the other at another time: both sources are asked for them by their id.
        suspects.UnionWith(CompareLedger.Differences(logged, rows).Take(MostSuspects).Select(d => d.HandoffId));
        var loggedSuspects = await ReadLedger.LoggedAsync(db, suspects, ct);
        var suspectRows = await ReadLedger.RowsAsync(db, suspects, ct);
        var differences = CompareLedger.Differences(loggedSuspects, suspectRows);
        var receipts = loggedSuspects.Concat(logged).DistinctBy(l => l.HandoffId).ToDictionary(l => l.HandoffId, l => l.Receipt);
        var named = differences.Select(d => d.HandoffId).ToHashSet();
        // By the first receipt: the second is known by its hash alone.
        differences.AddRange((await SecondReceipts.LostAsync(db, [(from, until), (newest, DateTimeOffset.MaxValue)], suspects, ct)).Where(id => receipts.ContainsKey(id) && !named.Contains(id))
            .Select(id => new LedgerDifference(id, receipts[id], LedgerCause.ReceiptDiffers)));
        named.UnionWith(differences.Select(d => d.HandoffId));
        // By its row, where the log does not tell it; where both are gone nobody knows it any more.
        var ofRows = suspectRows.ToDictionary(r => r.HandoffId, r => r.Receipt);
        differences.AddRange(walked.Broken.Where(b => !named.Contains(b.Key))
            .Select(b => new LedgerDifference(b.Key, receipts.GetValueOrDefault(b.Key) ?? ofRows.GetValueOrDefault(b.Key) ?? b.Value ?? AskedFacts.Unknown, LedgerCause.AnchorDiffers)));
        differences.AddRange(walked.Days.Select(LedgerDifference.OfDay));
        // A request that came in through another door was asked before its first entry was written: it may stand in two stretches.
        var (inLog, inRows) = (logged.Select(l => l.HandoffId).ToHashSet(), rows.Select(r => r.HandoffId).ToHashSet());
        var asked = inLog.Count + loggedSuspects.LongCount(l => inRows.Contains(l.HandoffId) && !inLog.Contains(l.HandoffId));
        var accounted = inRows.Count + suspectRows.LongCount(r => inLog.Contains(r.HandoffId) && !inRows.Contains(r.HandoffId));
        var known = loggedSuspects.Concat(suspectRows).Select(l => l.HandoffId).ToHashSet();
        var check = new LedgerCheck
        {
            Id = MassTransit.NewId.NextGuid(), At = now, Asked = asked, Accounted = accounted,
            Receipts = [.. differences.Select(d => d.Receipt).Take(MostNamed)],
            WalkedUntil = stop,
        };
        return (check, new Found(differences, CompareLedger.Figures(loggedSuspects, suspectRows), suspects.Where(id => !known.Contains(id)).ToHashSet(), walked.Next));
    }

    /// <summary>Open handoffs and those that moved just now whose row and newest entry differ, open ones whose row lacks what it is found again by, and those of open incidents, with the days that these name.</summary>
    private static async Task<(HashSet<Guid> Handoffs, List<DateOnly> Days)> SuspectsAsync(RouterDbContext db, DateTimeOffset newest, CancellationToken ct)
    {
        var open = await db.Handoffs.Where(h => h.EndedAt == null && !db.HandoffLog.Any(e => e.HandoffId == h.Id && e.Number == h.Version && e.State == h.State && e.Hash == h.LogHash))
            .OrderBy(h => h.Id).Select(h => h.Id).Take(MostSuspects).ToListAsync(ct);
        // Whose row has an end although it is open is found by the walk.
        var lacking = await db.Handoffs.OutsideExercises().Where(h => h.EndedAt == null
                && (h.State == HandoffState.Served || h.State == HandoffState.Withdrawn || h.State == HandoffState.Unreachable
                    || ((h.State == HandoffState.Promised || h.State == HandoffState.Absent) && h.DueAt == null)
                    || (h.State == HandoffState.Offered && h.OfferExpiresAt == null)
                    || ((h.State == HandoffState.Offered || h.State == HandoffState.WithCounsellor) && !db.Counsellors.Any(c => c.Id == h.CounsellorId))))
            .OrderBy(h => h.Id).Select(h => h.Id).Take(MostSuspects).ToListAsync(ct);
        var moved = await db.HandoffLog.Where(e => e.At >= newest && !db.Handoffs.Any(h => h.Id == e.HandoffId && h.Version >= e.Number))
            .OrderBy(e => e.At).ThenBy(e => e.HandoffId).Select(e => e.HandoffId).Take(MostSuspects).ToListAsync(ct);
        var named = (await db.LedgerIncidents.Where(i => i.ClosedAt == null).ToListAsync(ct)).SelectMany(i => i.HandoffIds).Select(Guid.Parse).ToLookup(AnchoredDays.DayOf);
        return ([.. open, .. lacking, .. moved, .. named[null]], [.. named.Select(of => of.Key).OfType<DateOnly>()]);
    }

    /// <summary>
    /// Those asked in that time that say they are of an exercise, and no exercise has their conversation: whoever is put there is left out of every account. What exercises played is kept for ever,
    /// as rows and logs are.
    /// </summary>
    private static Task<List<Guid>> NeverPlayedAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        db.HandoffLog.PlayedAskings().Where(e => e.At >= from && e.At < until
                && !db.Handoffs.Any(h => h.Id == e.HandoffId && h.AskedTerritory == SealedTerritory.Code && db.ExerciseCitizens.Any(c => c.ConversationId == h.ConversationId)))
            .OrderBy(e => e.At).Select(e => e.HandoffId).Take(MostSuspects).ToListAsync(ct);

    /// <summary>Those with another date than was given; the latest dates first, because whoever is put off furthest waits longest.</summary>
    private async Task<List<Guid>> PutOffAsync(RouterDbContext db, CancellationToken ct)
    {
        var dated =
            from h in db.Handoffs
            where (h.State == HandoffState.Promised || h.State == HandoffState.Absent) && h.DueAt != null
            orderby h.DueAt descending
            join e in db.HandoffLog.Readable() on new { HandoffId = h.Id, Number = h.Version } equals new { e.HandoffId, e.Number }
            select new { h.Id, h.DueAt, h.PromisedFor, e.Move, e.Facts };
        return [.. (await dated.Take(MostWalked).ToListAsync(ct))
            .Where(d => IsAnother(RowReach.DueBy(d.Move, d.Facts), d.DueAt!.Value) || IsAnother(RowReach.ToldBy(d.Move, d.Facts), d.PromisedFor ?? d.DueAt!.Value)).Select(d => d.Id).Take(MostSuspects)];

        static bool IsAnother(DateTimeOffset? given, DateTimeOffset now) => given is { } said && RowReach.IsAnother(said, now);
    }

    private async Task<Told> KeepAsync(Work work, LedgerCheck check, Found found, string by, CancellationToken ct)
    {
        work.Db.LedgerChecks.Add(check);
        var before = work.Now - ChecksKept;
        work.Db.RemoveRange(await work.Db.LedgerChecks.Where(c => c.At < before).OrderBy(c => c.At).Take(MostSuspects).ToListAsync(ct));
        var open = await work.Db.LedgerIncidents.Where(i => i.ClosedAt == null).ToDictionaryAsync(i => i.Cause, ct);
        var told = new Told([], [], []);
        foreach (var gap in found.Differences.GroupBy(d => d.Cause))
        {
            var isOpen = open.TryGetValue(gap.Key, out var known);
            var incident = known ?? new LedgerIncident { Id = MassTransit.NewId.NextGuid(), OpenedAt = work.Now, Cause = gap.Key };
            if (!isOpen) work.Db.LedgerIncidents.Add(incident);
            var (joined, unnamed) = incident.Join(gap, found.Figures, MostInIncident);
            if (!isOpen) told.Opened.Add(incident);
            else if (joined + unnamed > 0) told.Grown.Add((incident, joined, unnamed));
        }
        foreach (var incident in open.Values.Where(i => IsOfBefore(i, check, work.Now) && !found.StillConcerns(i)))
        {
            if (!await HasComeRoundAsync(work, incident, check, found.Walk, ct)) continue;
            incident.Close(work.Now, by);
            told.Closed.Add(incident);
        }
        return told;
    }

    /// <summary>
    /// What an incident names is looked at by each check. Others of its cause may stand where the walk has not been since, or found no place in it: it stays open until the walk has gone through all of
    /// the past since its opening, and for one that is full since anything differed last. What differs from its anchor is found by the walk through the logs alone: of that one this node has to have made a whole
    /// round as well, that began since.
    /// </summary>
    private async Task<bool> HasComeRoundAsync(Work work, LedgerIncident incident, LedgerCheck check, LogWalk logs, CancellationToken ct)
    {
        var opened = incident.OpenedAt < work.Now ? incident.OpenedAt : work.Now;
        var first = await work.Db.LedgerChecks.LatestAt(opened).Select(c => (DateTimeOffset?)c.At).FirstOrDefaultAsync(ct) ?? opened;
        var since = await work.Db.LedgerChecks.Where(c => c.At >= first && c.At <= check.At && c.Id != check.Id).OrderBy(c => c.At).Select(c => new { c.At, Ends = c.WalkedUntil == null, c.Receipts }).ToListAsync(ct);
        var last = incident.HandoffIds.Length < MostInIncident ? -1 : since.FindLastIndex(c => c.Receipts.Length > 0);
        if (incident.Cause == LedgerCause.AnchorDiffers && !(logs.WholeSince >= opened && (last < 0 || logs.WholeSince > since[last].At))) return false;
        // Of two ends of the walk the first begins a round, and the second ends it.
        return since.Skip(last).Count(c => c.Ends) + (check.WalkedUntil is null ? 1 : 0) >= 2 || since.Count == 0;
    }

    /// <summary>A check that was overtaken has not seen what a later one found. One that was opened in the future was opened by a clock that was ahead.</summary>
    private static bool IsOfBefore(LedgerIncident incident, LedgerCheck check, DateTimeOffset now) => incident.OpenedAt <= check.At || incident.OpenedAt > now;

    private sealed record Told(List<LedgerIncident> Opened, List<(LedgerIncident Incident, int Joined, int Unnamed)> Grown, List<LedgerIncident> Closed);

    /// <param name="Differences">On which handoffs the accounts differ.</param>
    /// <param name="Figures">Both accounts of those that were looked at closely.</param>
    /// <param name="Vanished">Suspects that are in neither account now.</param>
    /// <param name="Walk">Where the walk through the logs stands after it.</param>
    private sealed record Found(IReadOnlyList<LedgerDifference> Differences, IReadOnlyList<ShareFigures> Figures, IReadOnlySet<Guid> Vanished, LogWalk Walk)
    {
        // A lost request does not come back by losing its log too; an invented row that is gone is mended.
        public bool StillConcerns(LedgerIncident incident) =>
            Differences.Any(d => d.Cause == incident.Cause)
            || (incident.Cause != LedgerCause.AskingMissing && incident.HandoffIds.Any(id => Vanished.Contains(Guid.Parse(id))));
    }
}

[DisallowConcurrentExecution]
internal sealed class LedgerCheckJob(CheckLedger check) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await check.RunAsync(cancellationToken);
}
