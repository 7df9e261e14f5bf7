namespace ServiceRouter.Platform.Outbox;

/// <summary>
/// How often the outbox is searched for rows to try while the broker is away. Each search reads all that waits, which grows with the outage: 0.18 s and more for 200,000 rows, that a node
/// would ask for twice a second (docs/adr/0127). A short table is searched at each sweep; a long one at intervals.
/// </summary>
internal sealed class KnockPace(TimeProvider clock)
{
    /// <summary>Pauses are so many times as long as the search before them.</summary>
    internal const int PauseForSearch = 20;

    /// <summary>And no longer than this: a broker that is back is seen.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private long ended = long.MinValue;
    private TimeSpan pause;

    public bool IsDue => ended == long.MinValue || clock.GetElapsedTime(ended) >= pause;

    /// <summary>Searches, and remembers how long that took.</summary>
    public async Task<T> SearchAsync<T>(Func<Task<T>> search)
    {
        var begun = clock.GetTimestamp();
        try
        {
            return await search();
        }
        finally
        {
            ended = clock.GetTimestamp();
            var wanted = clock.GetElapsedTime(begun, ended) * PauseForSearch;
            pause = wanted < LongestPause ? wanted : LongestPause;
        }
    }
}
