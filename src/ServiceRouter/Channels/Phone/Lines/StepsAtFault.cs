using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// Steps of telephone lines, a few at a time: a provider that takes a second for each answer makes nobody wait for all who come before. What fails is tried again, and keeps no other line waiting. One that is itself at fault (an answer that nobody can read, a row that has gone) rests as well,
/// longer each time.
/// </summary>
/// <param name="what">What they are steps of, for the log.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Told of each failure.</param>
internal sealed class StepsAtFault(string what, TimeProvider clock, ILogger log)
{
    /// <summary>So many questions to the provider are out at once on a node.</summary>
    public const int AtOnce = 8;

    private readonly GrowingPauses<Guid> pauses = new(clock);

    /// <param name="all">What there may be something to do for, in the order in which it is begun.</param>
    /// <param name="idOf">Whose step it is: a line, or the request that has none.</param>
    /// <param name="step">True when something was done.</param>
    /// <param name="ct">The node stops.</param>
    /// <returns>For how many something was done.</returns>
    public async Task<int> DoAllAsync<T>(IReadOnlyCollection<T> all, Func<T, Guid> idOf, Func<T, CancellationToken, Task<bool>> step, CancellationToken ct)
    {
        var done = 0;
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (one, token) =>
        {
            if (await DoAsync(idOf(one), () => step(one, token), token)) Interlocked.Increment(ref done);
        });
        return done;
    }

    private async Task<bool> DoAsync(Guid id, Func<Task<bool>> step, CancellationToken ct)
    {
        if (pauses.Resting().Contains(id)) return false;
        try
        {
            var isDone = await step();
            pauses.End(id);
            return isDone;
        }
        catch (Exception e) when (StepFailure.MayPass(e))
        {
            log.LogWarning("{What} failed ({Failure}); it is tried again", what, e.GetType().Name);
            return false;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            pauses.Lengthen(id);
            log.LogError("{What} is at fault ({Failure}); it is tried again after a pause, and the others go on", what, e.GetType().Name);
            return false;
        }
    }
}
