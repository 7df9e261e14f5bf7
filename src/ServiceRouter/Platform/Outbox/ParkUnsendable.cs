using System.Text;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.Platform.Outbox;

/// <summary>
/// Ends the tries of a row that cannot be sent: it becomes a row that people see, and only then leaves the outbox, so that a crash in between
/// parks it a second time, which adds nothing. The messages behind it go on.
/// </summary>
internal sealed class ParkUnsendable(Lazy<IDeadLetterBox> box, IOptions<BusOptions> options, TimeProvider clock)
{
    /// <summary>Where a parked message was found.</summary>
    public const string Place = "outbox";

    /// <exception cref="FaultyRowException">Too large: a broker would close the channel on it, and with it on all others.</exception>
    public void CheckSize(OutboxMessage row)
    {
        // Characters first: counting bytes costs a look at each.
        var most = options.Value.LargestMessage;
        if (row.Body.Length > most || (row.Body.Length > most / 3 && Encoding.UTF8.GetByteCount(row.Body) > most)) throw new FaultyRowException("It is too large");
    }

    /// <summary>True when the try that just failed was the last.</summary>
    public bool IsLastTry(OutboxMessage row, Exception failure) =>
        row.Attempts + 1 >= (failure is RefusedByBrokerException or BrokerAwayException ? options.Value.TriesOfRefusedRow : options.Value.TriesOfFaultyRow);

    public Task RunAsync(OutboxMessage row, Exception failure, CancellationToken ct)
    {
        var read = ReadFailedMessage.Of(FailedBy.Sending, Place, Encoding.UTF8.GetBytes(row.Body), row.Id, failure.GetType().FullName, clock.GetUtcNow());
        // A row has no envelope, and its id counts whatever its body says.
        return box.Value.KeepAsync(read with { Id = row.Id, Type = row.Type, HandoffId = row.Key }, ct);
    }
}
