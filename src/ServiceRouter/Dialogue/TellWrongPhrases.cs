using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Dialogue;

/// <summary>At start: tells the operator which phrases and heard sentences did not load. Whoever says something like them is understood less well.</summary>
internal sealed class TellWrongPhrases(Listener listener, ILogger<TellWrongPhrases> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in listener.Problems) log.LogError("Not learnt: {Problem}", problem);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
