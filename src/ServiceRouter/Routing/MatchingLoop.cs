using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Routing;

/// <summary>
/// Runs passes one after the other in this process. Whoever asks while a pass is under way shares the next one, so that a burst of
/// a hundred messages costs a few commits and not a hundred. A look at intervals needs no message at all.
/// </summary>
internal sealed class MatchingLoop(MatchWaiting matching, SchemaSeen schema, IOptions<RoutingOptions> options, TimeProvider clock, ILogger<MatchingLoop> log) : BackgroundService
{
    private readonly WantedPasses passes = new();
    private readonly NotedPasses noted = new();
    private int somebodyWaits;

    /// <summary>Ends when a pass that began after the call has committed; throws what the pass threw.</summary>
    public Task RunPassAsync() => passes.Ask();

    /// <summary>Ends when a pass that began after the commit of this message has committed; throws what that threw.</summary>
    /// <param name="messageId">On the wire. What was committed here has had its pass, or is having it: that one is enough, unless it failed.</param>
    public async Task RunPassForAsync(Guid? messageId)
    {
        if (noted.Take(messageId) is { } pass)
        {
            await pass.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (pass.IsCompletedSuccessfully) return;
        }
        await RunPassAsync();
    }

    /// <summary>Asks for a pass for what was just committed, without waiting for it.</summary>
    /// <param name="messages">Ids of the messages that tell of it, which that pass answers.</param>
    /// <param name="somebodyWaits">A handoff came into the queue: the pass need not look first whether there is one.</param>
    public void Wake(IEnumerable<Guid> messages, bool somebodyWaits)
    {
        if (somebodyWaits) Interlocked.Exchange(ref this.somebodyWaits, 1);
        var pass = passes.Ask();
        foreach (var message in messages) noted.Note(message, pass);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A database at another version is told by its own look, and not by passes that fail.
        await schema.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            using (var interval = new CancellationTokenSource(options.Value.LookInterval, clock))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, interval.Token))
                await passes.WantedAsync().WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) break;
            await PassAsync(stoppingToken);
        }
        passes.End();
    }

    private async Task PassAsync(CancellationToken ct)
    {
        var pass = passes.Begin();
        try
        {
            await matching.RunAsync(Interlocked.Exchange(ref somebodyWaits, 0) == 1, ct);
            pass.SetResult();
        }
        catch (Exception e)
        {
            if (!ct.IsCancellationRequested) log.LogWarning("A pass over the queue failed ({Failure}); the next look repeats it", e.GetType().Name);
            pass.SetException(e);
            // Nobody may be waiting for this pass.
            _ = pass.Task.Exception;
        }
    }
}
