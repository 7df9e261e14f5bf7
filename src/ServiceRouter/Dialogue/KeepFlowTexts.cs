using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Flows.Language;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Dialogue;

/// <summary>
/// At start: keeps the texts of the flows in force, and makes older kept texts known again, so that a running conversation finishes on the
/// flow that it started, also after an update. Tells the operator which flows did not load.
/// </summary>
internal sealed class KeepFlowTexts(Transactions transactions, SchemaSeen schema, FlowShelf shelf, NodeParts parts, TimeProvider clock, ILogger<KeepFlowTexts> log) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    private readonly FirstTry first = new();
    private bool done;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in shelf.Library.Problems)
            log.LogError("Flow not loaded: {File}:{Line} [{Step}] {Reason}", problem.File, problem.Line, problem.Step, problem.Reason);
        if (shelf.Library.Problems.Count > 0) parts.Saw(Part.Flows, PartState.Impaired, "some flows did not load");
        else parts.Saw(Part.Flows, PartState.Works, "all loaded");
        await base.StartAsync(cancellationToken);
        // Before the first page is answered, when the database is there and well: the next word may be for an older text.
        if (schema.IsSeen) await first.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.WaitAsync(stoppingToken);
        while (!done)
        {
            if (!await TryAsync(stoppingToken)) await Task.Delay(BetweenTries, clock, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken ct)
    {
        try
        {
            var kept = await transactions.RunAsync(KeepAsync, ct);
            foreach (var text in kept)
                if (FlowReader.Read(text.Yaml, $"{text.Flow} {text.Digest}").Flow is { } older) shelf.Library.Add(older);
            log.LogInformation("{Flows} flows in force, {Kept} texts kept", shelf.Library.Flows.Count(), kept.Count);
            return done = true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The texts of the flows could not be kept yet ({Failure})", e.GetType().Name);
            return false;
        }
        finally
        {
            first.Ended();
        }
    }

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
