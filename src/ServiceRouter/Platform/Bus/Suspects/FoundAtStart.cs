namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>
/// What this node's former life had in hand when it ended. A broker gives such a message to somebody after a while; what is on this node's own disk is taken by nobody else, and is there
/// at once: it waits until the end is noted, since whoever counts before counts one too few, and would each time.
/// </summary>
internal sealed class FoundAtStart
{
    private volatile HashSet<Guid> ids = [];
    private volatile bool isCounted = true;

    /// <summary>All that were found are noted, or cannot be.</summary>
    public bool IsCounted => isCounted;

    public bool Any => ids.Count > 0;

    public bool Has(Guid id) => ids.Contains(id);

    public void Found(IReadOnlyCollection<Guid> found) => (isCounted, ids) = (found.Count == 0, [.. found]);

    public void Counted() => isCounted = true;
}
