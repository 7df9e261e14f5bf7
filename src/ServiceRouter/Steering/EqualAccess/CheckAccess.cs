using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Steering.EqualAccess;

/// <summary>Compares who is answered how (G11), opens an alarm for whoever is left behind, and closes it when they are not any more.</summary>
internal sealed class CheckAccess(Transactions transactions, ServiceHours hours, IOptions<JobsOptions> jobs, TimeProvider clock, ILogger<CheckAccess> log)
{
    // The latest, so that a check has its bound however many ask.
    private const int MostRequests = 50_000;

    public async Task RunAsync(CancellationToken ct)
    {
        var facts = await ReadAsync(ct);
        var comparisons = CompareAccess.Run(facts);
        var told = await transactions.RunAsync((work, token) => KeepAsync(work, facts.Count, comparisons, token), ct);
        foreach (var alarm in told.Opened)
            log.LogWarning("Access alarm {Alarm} is open: {Measure} by {Split} {Part}, {Here} beside {Elsewhere}", alarm.Id, alarm.Measure, alarm.Split, alarm.Part, alarm.Here, alarm.Elsewhere);
        foreach (var alarm in told.Closed)
            log.LogInformation("Access alarm {Alarm} is closed: {Measure} by {Split} {Part}", alarm.Id, alarm.Measure, alarm.Split, alarm.Part);
    }

    private async Task<List<AccessFact>> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var from = now - EqualAccessRule.Window;
        // A need goes with the words of an ended request: of whoever asked since, it is still there.
        var needsKeptFrom = now - jobs.Value.WordsKept;
        await using var db = await transactions.ReadAsync(ct);
        var asked = await db.Handoffs.OutsideExercises().Where(h => h.AskedAt >= from).OrderByDescending(h => h.AskedAt).Take(MostRequests)
            .Select(h => new
            {
                h.Territory, h.Channel, h.Language, h.Need, h.AskedAt, h.FirstHumanWordAt, h.EndedAt,
                // A date that the citizen took, an attempt to reach them, a letter: somebody answered without a word here.
                Otherwise = db.HandoffLog.Where(e => e.HandoffId == h.Id && (e.State == HandoffState.Promised || e.State == HandoffState.Absent || e.State == HandoffState.Served)).Min(e => (DateTimeOffset?)e.At),
                Score = db.Ratings.Where(r => r.HandoffId == h.Id).Select(r => (int?)r.Score).FirstOrDefault(),
            })
            .ToListAsync(ct);
        // At night all wait for the morning: what differs then is who asks at night.
        return [.. asked.Where(h => hours.NextOpening(h.Territory, h.AskedAt) is null).Select(h =>
        {
            var answered = h.FirstHumanWordAt < h.Otherwise ? h.FirstHumanWordAt : h.Otherwise ?? h.FirstHumanWordAt;
            return new AccessFact(h.Territory, h.Channel, h.Language, h.Need, (answered ?? h.EndedAt ?? now) - h.AskedAt, answered is not null, h.EndedAt is not null, h.Score, h.AskedAt >= needsKeptFrom);
        })];
    }

    private static async Task<(List<AccessAlarm> Opened, List<AccessAlarm> Closed)> KeepAsync(Work work, int requests, IReadOnlyList<AccessComparison> comparisons, CancellationToken ct)
    {
        work.Db.RemoveRange(await work.Db.AccessChecks.ToListAsync(ct));
        work.Db.AccessChecks.Add(new AccessCheck
        {
            Id = MassTransit.NewId.NextGuid(), At = work.Now, Requests = requests, Comparisons = JsonSerializer.Serialize(comparisons, JsonSerializerOptions.Web),
        });
        var open = await work.Db.AccessAlarms.Where(a => a.ClosedAt == null).ToListAsync(ct);
        var (opened, closed) = (new List<AccessAlarm>(), new List<AccessAlarm>());
        foreach (var alarm in open)
        {
            if (comparisons.FirstOrDefault(alarm.IsAbout) is { IsUneven: true } still)
            {
                alarm.See(still);
                continue;
            }
            alarm.Close(work.Now);
            closed.Add(alarm);
        }
        foreach (var gap in comparisons.Where(c => c.IsGap && !open.Any(alarm => alarm.IsAbout(c))))
        {
            var alarm = new AccessAlarm { Id = MassTransit.NewId.NextGuid(), Split = gap.Split, Part = gap.Part ?? "", Measure = gap.Measure, OpenedAt = work.Now };
            alarm.See(gap);
            work.Db.AccessAlarms.Add(alarm);
            opened.Add(alarm);
        }
        return (opened, closed);
    }
}

[DisallowConcurrentExecution]
internal sealed class AccessCheckJob(CheckAccess check) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await check.RunAsync(cancellationToken);
}
