using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>At start: tells the operator which fiches did not load.</summary>
internal sealed class TellWrongFiches(FicheLibrary library, NodeParts parts, ILogger<TellWrongFiches> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in library.Problems)
            log.LogError("Fiche not loaded: {File}:{Line} {Reason}", problem.File, problem.Line, problem.Reason);
        if (library.Problems.Count > 0) parts.Saw(Part.Knowledge, PartState.Impaired, "some fiches did not load");
        else parts.Saw(Part.Knowledge, PartState.Works, "all loaded");
        log.LogInformation("{Fiches} fiches in use", library.Fiches.Count());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
