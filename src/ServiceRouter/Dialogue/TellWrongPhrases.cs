using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Dialogue;

/// <summary>At start: tells the operator which phrases and heard sentences did not load, and whether the others were learnt. Whoever says something like what is missing is understood less well.</summary>
internal sealed class TellWrongPhrases(Listener listener, ILogger<TellWrongPhrases> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var problem in listener.Problems) log.LogError("Not learnt: {Problem}", problem);
        try
        {
            if (await listener.LearnsAsync().WaitAsync(stoppingToken)) log.LogInformation("Asks and cries are learnt");
            else log.LogError("Asks and cries are heard by rules alone: flows/heard lacks asks, cries or sentences that are neither");
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogError(e, "Asks and cries are heard by rules alone");
        }
    }
}
