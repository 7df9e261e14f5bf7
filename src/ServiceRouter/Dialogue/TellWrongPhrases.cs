using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Dialogue;

/// <summary>At start: tells the operator which phrases and heard sentences did not load, and when all the others are learnt. Whoever says something like what is missing is understood less well.</summary>
internal sealed class TellWrongPhrases(Listener listener, ILogger<TellWrongPhrases> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var problem in listener.Problems) log.LogError("Not learnt: {Problem}", problem);
        try
        {
            await listener.Learnt.WaitAsync(stoppingToken);
            log.LogInformation("Asks and cries are learnt");
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogError(e, "Asks and cries are heard by rules alone");
        }
    }
}
