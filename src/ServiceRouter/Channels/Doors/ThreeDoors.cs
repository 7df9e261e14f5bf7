using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Faults;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// Accepts a request for a human through the first door that opens in time: the database, the broker, this node's journal (G3). Its identity
/// and receipt are made before the first door, so that a door that opened after all, too late to be waited for, adds nothing.
/// </summary>
internal sealed class ThreeDoors(
    TakeAsked database, BrokerDoor broker, AskJournal journal, UnderWay underWay, DoorStates states, DoorRest databaseRest, ReceiptSeal seal,
    IOptions<DoorsOptions> options, TimeProvider clock, ILogger<ThreeDoors> log)
{
    /// <exception cref="AllDoorsShutException">No door opened: no receipt may be shown.</exception>
    public async Task<Acceptance> AcceptAsync(Asking asking)
    {
        var asked = asking.Identified(seal, clock.GetUtcNow(), clock is DatabaseClock { MayBeBehind: true });
        var receipt = ReceiptCode.Print(asked.Receipt);

        if ((!broker.Exists || databaseRest.MayTry()) && await TryAsync(Door.Database, options.Value.DatabaseTimeout, ct => database.RunAsync(asked, receiptIsOut: false, ct)) is { } taken)
            return new Acceptance(ReceiptCode.Print(taken.Handoff.Receipt), Door.Database, taken.Handoff.ConversationId, taken.Refusal);
        // Before any door has it: whoever takes it from there into the database, and says so here, must not be first.
        underWay.Add(asked);
        if (broker.Exists && await TryAsync(Door.Broker, options.Value.BrokerTimeout, ct => broker.SendAsync(asked, ct)) is not null)
        {
            await CopyAsync(asked);
            return new Acceptance(receipt, Door.Broker, null);
        }
        if (await TryAsync(Door.Journal, options.Value.JournalTimeout, _ => journal.AppendAsync(asked)) is not null) return new Acceptance(receipt, Door.Journal, null);
        underWay.Remove(asked.Receipt);
        Measures.AskingsRefused.Add(1);
        log.LogError("A request for a human could not be accepted: all three doors are shut");
        throw new AllDoorsShutException();
    }

    /// <summary>A queue can be deleted with all that it has confirmed, and a broker lose its disks. The promise holds without the copy, so nobody is refused for it.</summary>
    private async Task CopyAsync(HandoffAsked asked)
    {
        try
        {
            await TimeLimit.RunAsync(_ => journal.CopyAsync(asked), options.Value.JournalTimeout, CancellationToken.None);
        }
        catch (Exception e)
        {
            underWay.OutOfSight(asked);
            log.LogWarning("What the broker took is not on this node's disk as well ({Failure})", e.GetType().Name);
        }
    }

    /// <summary>Null when the door did not open in time. An attempt that is not waited for any more may still succeed.</summary>
    private async Task<T?> TryAsync<T>(Door door, TimeSpan limit, Func<CancellationToken, Task<T>> attempt)
        where T : class
    {
        try
        {
            var result = await TimeLimit.RunAsync(attempt, limit, CancellationToken.None);
            states.Opened(door);
            if (door == Door.Database) databaseRest.Opened();
            // Another door than the first is an alarm for whoever watches, and in an exercise it is what was wanted.
            if (ExerciseScope.Current is null) Measures.AskingsAccepted.Add(1, new KeyValuePair<string, object?>("door", door.InWord()));
            return result;
        }
        catch (Exception e)
        {
            states.Shut(door);
            // What is away in an exercise is there for everybody else.
            if (door == Door.Database && e is TimeoutException && ExerciseScope.Current is null) databaseRest.TimedOut();
            log.LogWarning("The door {Door} did not open for a request ({Failure})", door, e.GetType().Name);
            return null;
        }
    }
}
