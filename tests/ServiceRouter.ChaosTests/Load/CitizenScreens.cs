using System.Collections.Concurrent;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>All pages that citizens keep open.</summary>
internal sealed class CitizenScreens(Fronts fronts, CancellationToken end)
{
    private readonly ConcurrentDictionary<string, CitizenScreen> open = new();
    private readonly ConcurrentBag<Task> following = [];

    public IReadOnlyCollection<CitizenScreen> All => [.. open.Values];

    public IEnumerable<Task> Following => following;

    public void Open(int citizen, string receipt)
    {
        var screen = new CitizenScreen(citizen, receipt, fronts);
        if (open.TryAdd(receipt, screen)) following.Add(screen.FollowAsync(end));
    }
}
