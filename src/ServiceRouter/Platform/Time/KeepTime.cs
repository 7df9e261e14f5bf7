using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Time;

/// <summary>Looks at the database's clock at intervals. The first looks are made before anything else starts.</summary>
internal sealed class KeepTime(DatabaseClock clock, LostTime lost, IDbContextFactory<RouterDbContext> contexts, ILogger<KeepTime> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    // The first questions of a process are slow; the surest of a few counts.
    private const int FirstLooks = 3;
    // A node starts also while its database hangs.
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2);
    // Less is the noise of a machine that is busy.
    private static readonly TimeSpan WorthTelling = TimeSpan.FromMilliseconds(100);

    // Also of a look that came too late for anybody to wait for it.
    private void Noted(TimeSpan set)
    {
        lost.Note(set);
        if (set.Duration() > WorthTelling) log.LogWarning("The database's clock was set: the service's time moves by {Seconds} s", set.TotalSeconds);
    }

    /// <summary>Reads the clock before the first unit of work; a database that is away is told by whoever needs it.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        clock.Sets = Noted;
        var look = 0;
        while (look < FirstLooks && await LookAsync(ct)) look++;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, clock, stoppingToken);
            await LookAsync(stoppingToken);
        }
    }

    private async Task<bool> LookAsync(CancellationToken ct)
    {
        try
        {
            await TimeLimit.RunAsync(end => clock.ReadAsync(contexts, end), LookLimit, ct);
            Measures.ClockDoubt.Record(clock.Doubt?.TotalSeconds ?? 0);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The database's clock could not be read ({Failure}); time goes on by this machine's counter", e.GetType().Name);
            return false;
        }
    }
}
