using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>At start: tells the operator which fiches did not load.</summary>
internal sealed class TellWrongFiches(FicheLibrary library, ILogger<TellWrongFiches> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in library.Problems)
            log.LogError("Fiche not loaded: {File}:{Line} {Reason}", problem.File, problem.Line, problem.Reason);
        log.LogInformation("{Fiches} fiches in use", library.Fiches.Count());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
