using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Sms;

/// <summary>What became of messages, and could not be noted: kept until it is. While the database is away nothing more is claimed; an outcome that is itself at fault rests, and keeps no other waiting.</summary>
internal sealed class OwedNotes<TOutcome>(Func<TOutcome, Task> note, TimeProvider clock, ILogger log)
    where TOutcome : notnull
{
    private readonly ConcurrentQueue<TOutcome> owed = new();
    private readonly GrowingPauses<TOutcome> pauses = new(clock);

    /// <summary>Notes what is owed.</summary>
    /// <returns>False while the database is away.</returns>
    public async Task<bool> PayAsync()
    {
        var resting = pauses.Resting();
        for (var left = owed.Count; left > 0 && owed.TryDequeue(out var outcome); left--)
        {
            if (resting.Contains(outcome)) owed.Enqueue(outcome);
            else if (!await NoteAsync(outcome)) return false;
        }
        return true;
    }

    /// <returns>False when the database is away: it is owed.</returns>
    public async Task<bool> NoteAsync(TOutcome outcome)
    {
        try
        {
            await note(outcome);
            pauses.End(outcome);
            return true;
        }
        catch (Exception e)
        {
            owed.Enqueue(outcome);
            if (StorageFailure.IsAway(e))
            {
                log.LogWarning("What became of a text message is noted later ({Failure})", e.GetType().Name);
                return false;
            }
            pauses.Lengthen(outcome);
            log.LogError("What became of a text message could not be noted ({Failure}); it is tried again, and the others go on", e.GetType().Name);
            return true;
        }
    }
}
