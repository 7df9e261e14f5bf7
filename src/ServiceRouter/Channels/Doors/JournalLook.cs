using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Channels.Doors;

/// <summary>The node's disk takes a record, all that is on it can be read, and nothing there waits for somebody to look at it.</summary>
internal sealed class JournalLook(AskJournal journal) : IPartLook
{
    public Part Part => Part.Journal;

    public async Task<(PartState State, string Words)> LookAsync(CancellationToken ct)
    {
        if (journal.IsFull) return (PartState.Away, "is full");
        var damagedFiles = await journal.TryDiskAsync();
        if (journal.Unreadable > 0) return (PartState.Impaired, "some of it cannot be read");
        return damagedFiles > 0 ? (PartState.Impaired, "damaged records are set aside") : (PartState.Works, "can be written");
    }
}
