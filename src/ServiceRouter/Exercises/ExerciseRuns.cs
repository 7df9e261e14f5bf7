using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Exercises;

/// <summary>Runs on this node what a manager started on its page, apart from the request that started it.</summary>
public sealed class ExerciseRuns(RunExercise run, ILogger<ExerciseRuns> log) : BackgroundService
{
    private readonly Channel<Guid> begun = Channel.CreateUnbounded<Guid>();
    private readonly ConcurrentDictionary<Guid, bool> taken = new();

    /// <summary>Returns at once. Taken twice, because the first answer did not come, it is run once.</summary>
    public void Take(Guid exerciseId)
    {
        if (taken.TryAdd(exerciseId, true)) begun.Writer.TryWrite(exerciseId);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var id in begun.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await run.RunAsync(id, _ => { }, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Its lease runs out, and the page says that it was broken off.
                log.LogError(e, "Exercise {Exercise} broke off", id);
            }
        }
    }
}
