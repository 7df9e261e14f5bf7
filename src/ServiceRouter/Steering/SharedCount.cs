namespace ServiceRouter.Steering;

/// <summary>
/// A count that takes longer than a page may: one at a time however many ask. It goes on when its reader has gone, and until it is done the last one is told, with its time. Of a database that refuses
/// nothing is told.
/// </summary>
/// <param name="count">Counts.</param>
/// <param name="asOf">When it was counted.</param>
/// <param name="kept">How long a count is served again; one that took long, for as long again as it took. Zero: it is not.</param>
/// <param name="clock">The clock.</param>
internal sealed class SharedCount<T>(Func<CancellationToken, Task<T>> count, Func<T, DateTimeOffset> asOf, TimeSpan kept, TimeProvider clock)
    where T : class
{
    /// <summary>How old the last count may be, when the next one takes its time.</summary>
    public static readonly TimeSpan ServedLate = TimeSpan.FromMinutes(5);

    // Less than a page waits.
    private static readonly TimeSpan Awaited = TimeSpan.FromSeconds(1);

    private readonly Lock one = new();
    private T? last;
    private TimeSpan lastTook;
    private Task<(T Counted, TimeSpan Took)>? counting;

    // Its time is that of its beginning.
    private TimeSpan Served => kept > TimeSpan.Zero && lastTook > Awaited && 2 * lastTook > kept ? 2 * lastTook : kept;

    /// <summary>Waits for the first as long as it takes.</summary>
    public async Task<T> RunAsync(CancellationToken ct)
    {
        var (before, under) = Begin();
        return await InTimeAsync(before, under, Awaited, ct) ?? (await under.WaitAsync(ct)).Counted;
    }

    /// <param name="limit">How long the reader waits.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Null when there is none yet: it is being counted.</returns>
    public Task<T?> TryAsync(TimeSpan limit, CancellationToken ct)
    {
        var (before, under) = Begin();
        return InTimeAsync(before, under, limit, ct);
    }

    /// <summary>The next reader has it counted anew.</summary>
    public void Renew()
    {
        lock (one) (last, counting) = (null, null);
    }

    private async Task<T?> InTimeAsync(T? before, Task<(T Counted, TimeSpan Took)> under, TimeSpan limit, CancellationToken ct)
    {
        try
        {
            return (await under.WaitAsync(limit, clock, ct)).Counted;
        }
        catch (TimeoutException) when (!under.IsCompleted)
        {
            return before;
        }
    }

    /// <returns>What may be told instead, and the count that is under way or done.</returns>
    private (T? Before, Task<(T Counted, TimeSpan Took)> Under) Begin()
    {
        lock (one)
        {
            if (counting is { IsCompletedSuccessfully: true }) (last, lastTook) = counting.Result;
            var age = last is null ? TimeSpan.MaxValue : clock.GetUtcNow() - asOf(last);
            if (counting is null || (counting.IsCompleted && age >= Served)) counting = Task.Run(CountAsync);
            return (age < ServedLate ? last : null, counting);
        }
    }

    private async Task<(T Counted, TimeSpan Took)> CountAsync()
    {
        var from = clock.GetTimestamp();
        return (await count(CancellationToken.None), clock.GetElapsedTime(from));
    }
}
