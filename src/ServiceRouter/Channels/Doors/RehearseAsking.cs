using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// Tries the first door once, as soon as the database is there. Without it the first citizen of a fresh node waits for the code to be compiled,
/// longer than the door may take, and is told that a part of the service is out of order.
/// </summary>
internal sealed class RehearseAsking(TakeAsked takeAsked, SchemaSeen schema, TimeProvider clock, ILogger<RehearseAsking> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.WaitAsync(stoppingToken);
        try
        {
            await takeAsked.RehearseAsync(clock.GetUtcNow(), stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Nobody has lost anything: the first citizen waits, or takes another door.
            log.LogWarning("The first door could not be tried before a citizen needs it ({Failure})", e.GetType().Name);
        }
    }
}
