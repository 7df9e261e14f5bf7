using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// The end of a call is told by a webhook, and webhooks are lost: no node answered, or the database was away, for longer than the provider tries. A line
/// would be kept for good then, and its citizen with it; and a caller who hung up while they waited would be on the telephone for good, so that no later call of theirs led to their request.
/// Where nothing was told for a while the provider is asked, and its answer counts as told.
/// </summary>
internal sealed class AskAfterCalls(Transactions transactions, ICallLine calls, TalkOnLine lines, TalkOnSecond seconds, TimeProvider clock, ILogger<AskAfterCalls> log) : BackgroundService
{
    // How long nothing was told before the provider is asked, and is asked again: a lease, which is what a counsellor who is lost may cost.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(45);

    private const int AskedAtOnce = 4;

    // A caller who waits is noted each minute. Longer than any of those rounds: who is noted is not asked after.
    private static readonly TimeSpan UnnotedFor = TimeSpan.FromMinutes(3);

    private const int CallersAtOnce = 100;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => calls.Exists
        ? AtIntervals.RepeatAsync(Every, clock, RunAsync, failure => log.LogWarning("Calls were not asked after ({Failure}); the next round does it", failure), stoppingToken)
        : Task.CompletedTask;

    private async Task RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Every;
        List<CounsellorLine> open;
        List<SecondLine> openSeconds;
        List<string> unnoted;
        await using (var db = await transactions.ReadAsync(ct))
        {
            open = await db.CounsellorLines.AsNoTracking().Where(l => l.State != LineState.Over && l.ChangedAt <= before).ToListAsync(ct);
            openSeconds = await db.SecondLines.AsNoTracking().Where(l => l.State != SecondState.Over && l.ChangedAt <= before).ToListAsync(ct);
            unnoted = await Unnoted(db, clock.GetUtcNow() - UnnotedFor).ToListAsync(ct);
        }
        var few = new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(open, few, async (line, token) =>
        {
            await AskAsync(line.CallId, ending => lines.CounsellorEndedAsync(line.Id, line.CallId, ending, token), token);
            // In the other states no citizen is on the line: they are not brought yet, or the counsellor is alone because their end was told.
            if (line.State is LineState.Bringing or LineState.Talking) await AskAsync(line.CitizenCallId, _ => lines.CitizenEndedAsync(line.Id, line.CitizenCallId!, token), token);
        });
        await Parallel.ForEachAsync(openSeconds, few, async (second, token) =>
            await AskAsync(second.CallId, ending => seconds.EndedAsync(second.Id, ending, token), token));
        await Parallel.ForEachAsync(unnoted, few, async (call, token) =>
            await AskAsync(call, _ => transactions.RunAsync((work, end) => work.EndCallAsync(call, end), token), token));
    }

    /// <summary>Calls that count as on, for which somebody has an open request, and of which nothing was noted since; those of lines are asked after with their line. The longest first, since a call lasts.</summary>
    private static IQueryable<string> Unnoted(RouterDbContext db, DateTimeOffset since) =>
        (from h in db.Handoffs
         where h.EndedAt == null
         join c in db.PhoneCalls on h.ConversationId equals c.ConversationId
         where c.EndedAt == null && (c.ToldPlaceAt ?? c.StartedAt) <= since && !db.CounsellorLines.Any(l => l.CitizenCallId == c.Id && l.State != LineState.Over)
         orderby c.StartedAt
         select c.Id).Take(CallersAtOnce);

    private async Task AskAsync(string? callId, Func<CallEnding, Task> tell, CancellationToken ct)
    {
        if (callId is null) return;
        try
        {
            if (await calls.EndingOfAsync(callId, ct) is not { } ending) return;
            log.LogWarning("A call is over ({Ending}) and no webhook has told it", ending);
            await tell(ending);
        }
        catch (Exception e) when (StepFailure.MayPass(e) || !ct.IsCancellationRequested)
        {
            // Also where nobody can read the answer: one call must not keep the others from being asked after.
            log.LogWarning("What became of a call is not known ({Failure}); it is asked again", e.GetType().Name);
        }
    }
}
