using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Flows.Language;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Dialogue;

/// <summary>
/// At start: keeps the texts of the flows in force, and makes older kept texts known again, so that a running conversation finishes on the
/// flow that it started, also after an update. Tells the operator which flows did not load.
/// </summary>
internal sealed class KeepFlowTexts(Transactions transactions, FlowShelf shelf, ILogger<KeepFlowTexts> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in shelf.Library.Problems)
            log.LogError("Flow not loaded: {File}:{Line} [{Step}] {Reason}", problem.File, problem.Line, problem.Step, problem.Reason);
        var kept = await transactions.RunAsync(KeepAsync, cancellationToken);
        foreach (var text in kept)
            if (FlowReader.Read(text.Yaml, $"{text.Flow} {text.Digest}").Flow is { } older) shelf.Library.Add(older);
        log.LogInformation("{Flows} flows in force, {Kept} texts kept", shelf.Library.Flows.Count(), kept.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<List<Dialogue.FlowText>> KeepAsync(Work work, CancellationToken ct)
    {
        var kept = await work.Db.FlowTexts.ToListAsync(ct);
        foreach (var flow in shelf.Library.Flows)
        {
            if (kept.Any(k => k.Flow == flow.Id && k.Digest == flow.Digest)) continue;
            var text = new Dialogue.FlowText { Flow = flow.Id, Digest = flow.Digest, Yaml = flow.Source, FirstSeenAt = work.Now };
            work.Db.FlowTexts.Add(text);
            kept.Add(text);
        }
        return kept;
    }
}
