using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Channels.Doors;

/// <summary>The node's disk takes a record, and nothing on it waits for somebody to look at it.</summary>
internal sealed class JournalLook(AskJournal journal) : IPartLook
{
    public Part Part => Part.Journal;

    public Task<(PartState State, string Words)> LookAsync(CancellationToken ct)
    {
        if (journal.IsFull) return Task.FromResult((PartState.Away, "is full"));
        journal.TryDisk();
        return Task.FromResult(journal.DamagedFiles > 0 ? (PartState.Impaired, "damaged records are set aside") : (PartState.Works, "can be written"));
    }
}
