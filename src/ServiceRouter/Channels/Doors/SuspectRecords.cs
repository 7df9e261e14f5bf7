using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Bus.Suspects;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// What docs/adr/0047 does for messages, for the records of the journal: one that ends its process would be the first that the next life takes, and what is behind it would never be
/// (docs/adr/0114). An asking has one identity on both ways, and its ends are counted together.
/// </summary>
internal sealed class SuspectRecords(InHandInTime inHand, FoundAtStart atStart, CountEnds ends)
{
    // With two nobody takes it any more: the third was the keeping.
    private const int MostEndsOfKeeping = EndNoThird.MostEnds + 1;

    /// <summary>The same, with what was in hand when this node's former life ended after all others: they get through before it may end this life too.</summary>
    /// <param name="waiting">The records in their order.</param>
    /// <param name="idOf">Which asking a record is; null when it cannot be read.</param>
    public IEnumerable<TRecord> Last<TRecord>(IEnumerable<TRecord> waiting, Func<TRecord, Guid?> idOf)
    {
        var suspects = new List<TRecord>();
        foreach (var record in waiting)
        {
            if (atStart.Any && idOf(record) is { } id && atStart.Has(id)) suspects.Add(record);
            else yield return record;
        }
        foreach (var record in suspects) yield return record;
    }

    /// <summary>It was in hand when this node's former life ended, and that is not noted yet.</summary>
    public bool MustWait(Guid id) => !atStart.IsCounted && atStart.Has(id);

    /// <summary>How many processes ended with each of those with which two did. Looked for before any is in hand: a database that hangs holds none there, and no end meanwhile is its doing.</summary>
    public Task<IReadOnlyDictionary<Guid, int>> GuiltyAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) => ends.GuiltyAsync(ids, ct);

    /// <summary>Written down for as long as it is taken.</summary>
    public async Task WhileInHandAsync(Guid id, Func<Task> take)
    {
        var mark = await inHand.TakeAsync(id);
        try
        {
            await take();
        }
        finally
        {
            await inHand.PutDownAsync(mark);
        }
    }

    /// <summary>As people see it, and with the id of its message at the broker: kept from both, it is one.</summary>
    public static FailedMessage Failed(HandoffAsked asked, byte[] record, int ends, string place, DateTimeOffset now)
    {
        var failed = ReadFailedMessage.Of(FailedBy.Returns, place, record, asked.HandoffId, SuspectsModule.Reason, now) with { Type = typeof(HandoffAsked).FullName };
        return ends >= MostEndsOfKeeping ? failed.WithIdentityOnly() : failed;
    }
}
