using System.Diagnostics;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// How long one try may take that brings an asking from broker or disk into the database. A unit that is given up between two of its statements leaves nothing behind, and the next
/// one begins anew: with a limit that a slow database cannot keep, none of them would ever come to its end. So the limit grows when it was too short, and follows what a try has taken (docs/adr/0119).
/// One for a node: whichever way an asking came, it is the same database.
/// </summary>
internal sealed class TakingTime
{
    /// <summary>Of a database that is not slow: a server that hangs must not stop the attempts for ever.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    /// <summary>Some ten statements of ten seconds each.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    // The next may have to wait for a lock or write more.
    private const int Spare = 3;

    // Two clocks measure it.
    private const double NearlyAll = 0.9;

    private long limit;

    /// <summary>Shortest limit, where it begins; shorter in tests.</summary>
    public TimeSpan Shortest { get; init; } = Usual;

    /// <summary>What the next try may take.</summary>
    public TimeSpan Limit => TimeSpan.FromTicks(Math.Max(Math.Min(Interlocked.Read(ref limit), Longest.Ticks), Shortest.Ticks));

    /// <summary>The database was too slow, or silent, when it was tried last.</summary>
    public bool HasGrown => Limit > Shortest;

    /// <summary>One try.</summary>
    /// <param name="act">Must touch nothing that ends with its caller.</param>
    /// <param name="most">Longest wait, however far the limit has grown; null: as far as it has.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not end in time; the next one has twice that.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> act, TimeSpan? most, CancellationToken ct) => RunAsync(act, most, isWhole: true, ct);

    /// <summary>Less than a whole try, such as a look before it: that it ended says nothing of how long a try takes.</summary>
    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, Task{T}}, TimeSpan?, CancellationToken)"/>
    public Task<T> RunPartAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken ct) => RunAsync(act, most: null, isWhole: false, ct);

    private async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> act, TimeSpan? most, bool isWhole, CancellationToken ct)
    {
        var (mine, from) = (Limit, Stopwatch.GetTimestamp());
        if (most is { } cap && cap < mine) mine = cap;
        try
        {
            var done = await TimeLimit.RunAsync(act, mine, ct);
            // Not at once: the next one may have more to write.
            if (isWhole) Interlocked.Exchange(ref limit, Math.Max(Spare * Stopwatch.GetElapsedTime(from).Ticks, mine.Ticks / 2));
            return done;
        }
        // One that comes sooner is the database's own.
        catch (TimeoutException) when (Stopwatch.GetElapsedTime(from) > mine * NearlyAll)
        {
            Grow(2 * mine);
            throw;
        }
    }

    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, Task{T}}, TimeSpan?, CancellationToken)"/>
    public Task RunAsync(Func<CancellationToken, Task> act, TimeSpan? most, CancellationToken ct) =>
        RunAsync(async end => { await act(end); return true; }, most, ct);

    // Many that were tried at once and waited in vain say it once.
    private void Grow(TimeSpan to)
    {
        for (var now = Interlocked.Read(ref limit); now < to.Ticks; now = Interlocked.Read(ref limit))
            if (Interlocked.CompareExchange(ref limit, to.Ticks, now) == now) return;
    }
}
