using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Jobs;

/// <summary>Starts the job store when its tables are there. By itself it would fail the start of the whole node while the database is away.</summary>
internal sealed class JobsOnceSchemaIsSeen(IServiceProvider services, SchemaSeen schema, TimeProvider clock, ILogger<JobsOnceSchemaIsSeen> log) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);
    private readonly QuartzHostedService jobs = ActivatorUtilities.CreateInstance<QuartzHostedService>(services);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // With a database that is there, a node has started when its jobs have.
        if (schema.IsSeen) await jobs.StartAsync(cancellationToken);
        else await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.WaitAsync(stoppingToken);
        while (true)
        {
            try
            {
                await jobs.StartAsync(stoppingToken);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The jobs could not be started ({Failure}); the loops of each node do what is due meanwhile", e.GetType().Name);
                await Task.Delay(BetweenTries, clock, stoppingToken);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await jobs.StopAsync(cancellationToken);
    }
}
