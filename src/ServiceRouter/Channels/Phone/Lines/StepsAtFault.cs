using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// Steps of telephone lines one after the other: what fails is tried again, and keeps no other line waiting. One that is itself at fault (an answer that nobody can read, a row that has gone) rests as well,
/// longer each time.
/// </summary>
/// <param name="what">What they are steps of, for the log.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Told of each failure.</param>
internal sealed class StepsAtFault(string what, TimeProvider clock, ILogger log)
{
    private readonly GrowingPauses<Guid> pauses = new(clock);

    /// <param name="id">Whose step: a line, or the request that has none.</param>
    /// <param name="step">True when something was done.</param>
    /// <param name="ct">The node stops.</param>
    /// <returns>1 when something was done, else 0.</returns>
    public async Task<int> DoAsync(Guid id, Func<Task<bool>> step, CancellationToken ct)
    {
        if (pauses.Resting().Contains(id)) return 0;
        try
        {
            var isDone = await step();
            pauses.End(id);
            return isDone ? 1 : 0;
        }
        catch (Exception e) when (StepFailure.MayPass(e))
        {
            log.LogWarning("{What} failed ({Failure}); it is tried again", what, e.GetType().Name);
            return 0;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            pauses.Lengthen(id);
            log.LogError("{What} is at fault ({Failure}); it is tried again after a pause, and the others go on", what, e.GetType().Name);
            return 0;
        }
    }
}
