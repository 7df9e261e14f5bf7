namespace ServiceRouter.Routing;

/// <summary>
/// Offers that could not be made and rows that could not be read, for as long as they are not tried again: one that always fails must not cost every pass of the
/// queue a second one. Of this process only.
/// </summary>
internal sealed class FailedLately
{
    private readonly Lock gate = new();
    private readonly List<(Guid HandoffId, string? CounsellorId, DateTimeOffset At)> failures = [];

    /// <param name="handoffId">Whose.</param>
    /// <param name="counsellorId">To whom it was to be offered; null when the row itself could not be read.</param>
    /// <param name="now">When.</param>
    public void Note(Guid handoffId, string? counsellorId, DateTimeOffset now)
    {
        lock (gate) failures.Add((handoffId, counsellorId, now));
    }

    /// <summary>What has failed since, and is to be left out.</summary>
    public (IReadOnlyCollection<(Guid HandoffId, string CounsellorId)> Offers, IReadOnlyCollection<Guid> Unread) Since(DateTimeOffset since)
    {
        lock (gate)
        {
            failures.RemoveAll(f => f.At <= since);
            return ([.. failures.Where(f => f.CounsellorId is not null).Select(f => (f.HandoffId, f.CounsellorId!))], [.. failures.Where(f => f.CounsellorId is null).Select(f => f.HandoffId)]);
        }
    }
}
