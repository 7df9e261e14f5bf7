namespace ServiceRouter.Channels.Doors;

/// <summary>What waits on this node's disk: through the third door, or as the copy of what the second one took.</summary>
public sealed class KeptAskings
{
    private readonly AskJournal journal;

    internal KeptAskings(AskJournal journal) => this.journal = journal;

    /// <summary>Requests for a human that the database does not have yet, as far as this node knows; 0 is the normal state.</summary>
    public int Count => journal.Count;
}
