using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using ServiceRouter.Platform.Bus.Suspects;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Jobs;

/// <summary>
/// Starts the job store when its tables are there, and again until it has started. By itself it would fail the start of the whole node while the database is away or cannot be written,
/// and hold it up for as long as that is slow: it writes every job, and the pages open after it. Once a start of it has failed it starts no more in that process: so nothing is asked of it
/// before something could be written.
/// </summary>
internal sealed class JobsOnceSchemaIsSeen(IServiceProvider services, SchemaSeen schema, Transactions transactions, TimeProvider clock, ILogger<JobsOnceSchemaIsSeen> log) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);
    private readonly QuartzHostedService jobs = ActivatorUtilities.CreateInstance<QuartzHostedService>(services);
    private readonly FirstTry first = new();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        // With a database that is well, a node has started when its jobs have.
        if (schema.IsSeen) await first.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.WaitAsync(stoppingToken);
        while (!await TryAsync(stoppingToken)) await Task.Delay(BetweenTries, clock, stoppingToken);
    }

    private async Task<bool> TryAsync(CancellationToken ct)
    {
        try
        {
            // Taken back: it is only to be seen whether it can be.
            await transactions.RehearseAsync((work, _) => { work.Db.SuspectMessages.Add(new SuspectMessage { MessageId = MassTransit.NewId.NextGuid(), Ends = 1, LastAt = work.Now }); return Task.CompletedTask; }, ct);
            await jobs.StartAsync(ct);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The jobs could not be started ({Failure}); the loops of each node do what is due meanwhile", e.GetType().Name);
            return false;
        }
        finally
        {
            first.Ended();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await jobs.StopAsync(cancellationToken);
    }
}
