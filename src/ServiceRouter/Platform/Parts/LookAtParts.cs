using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Platform.Parts;

/// <summary>Looks at each part at intervals, and at once when somebody doubts it; a part that hangs holds up no other.</summary>
internal sealed class LookAtParts(IEnumerable<IPartLook> looks, NodeParts parts, TimeProvider clock, ILogger<LookAtParts> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Part, PartState> told = new();
    private readonly ConcurrentDictionary<Part, bool> looking = new();

    // Longer, it does not matter any more whether it hangs or is away. A limit on waiting for a server, not a date: no test's clock counts here.
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(2);

    // The first look comes before the service says that it is ready, and before the bus has been started: it tells nobody of what is still coming up.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var look in looks) told[look.Part] = parts[look.Part].State;
        await Task.WhenAll(looks.Select(look => LookAsync(look, cancellationToken)));
        // What is well at once, or is not there by its settings, is no news.
        foreach (var look in looks.Where(look => parts[look.Part].State is PartState.Works or PartState.NotConfigured)) told[look.Part] = parts[look.Part].State;
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(looks.Select(look => WatchAsync(look, stoppingToken)));

    private async Task WatchAsync(IPartLook look, CancellationToken ct)
    {
        using var wanted = new SemaphoreSlim(0, 1);
        parts.Doubted += Wake;
        try
        {
            while (true)
            {
                using (var interval = new CancellationTokenSource(Interval, clock))
                using (var either = CancellationTokenSource.CreateLinkedTokenSource(ct, interval.Token))
                {
                    try
                    {
                        await wanted.WaitAsync(either.Token);
                    }
                    catch (OperationCanceledException) when (!ct.IsCancellationRequested)
                    {
                        // Time for the next look.
                    }
                }
                await LookAsync(look, ct);
                Tell(look.Part);
            }
        }
        finally
        {
            parts.Doubted -= Wake;
        }

        void Wake(Part part)
        {
            lock (look)
                if (part == look.Part && wanted.CurrentCount == 0) wanted.Release();
        }
    }

    private async Task LookAsync(IPartLook look, CancellationToken ct)
    {
        try
        {
            // A look that is not waited for any more may hold its thread for as long as the part hangs: no other comes beside it.
            if (!looking.TryAdd(look.Part, true)) throw new TimeoutException();
            var (state, words) = await TimeLimit.RunAsync(end => RunAsync(look, end), Limit, ct);
            parts.Saw(look.Part, state, words);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            parts.Saw(look.Part, PartState.Away, "does not answer");
        }
    }

    private async Task<(PartState State, string Words)> RunAsync(IPartLook look, CancellationToken ct)
    {
        try
        {
            return await look.LookAsync(ct);
        }
        finally
        {
            looking.TryRemove(look.Part, out _);
        }
    }

    private void Tell(Part part)
    {
        var now = parts[part];
        if (now.State == told[part]) return;
        told[part] = now.State;
        log.LogWarning("{Part}: {State}, {Words}", part, now.State, now.Words);
    }
}
