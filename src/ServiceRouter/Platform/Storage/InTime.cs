using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// Waits for the database no longer than a person waits for a page (<see cref="StorageOptions.PageTimeout"/>). A part of a node's connections is for pages, and the
/// others wait their turn: whoever looks again and again where their request stands must not keep it from being taken (docs/adr/0078).
/// </summary>
public sealed class InTime(IOptions<StorageOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>Pages that are at the database at once, on one node: a third of its connections.</summary>
    public const int AtOnce = 10;

    // Whoever comes too late to be answered in what is left would be work for nobody.
    private const double PartToWait = 0.5;

    private readonly SemaphoreSlim places = new(AtOnce);

    /// <param name="act">Must touch nothing that ends with the request: it may still run when nobody waits any more.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not answer in time, or those before this page did not. What was to be written may still be.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken ct)
    {
        var from = clock.GetTimestamp();
        var limit = options.Value.PageTimeout;
        if (!await places.WaitAsync(limit * PartToWait, ct)) throw new TimeoutException("Pages before this one are still at the database");
        // A machine with too much to do comes back to this later than it should.
        var left = limit - clock.GetElapsedTime(from);
        if (left > TimeSpan.Zero) return await TimeLimit.RunAsync(end => InPlaceAsync(act, end), left, ct);
        places.Release();
        throw new TimeoutException("Its turn came too late");
    }

    /// <summary>The place is free when the act has ended, which may be later than anybody waits for it.</summary>
    private async Task<T> InPlaceAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken end)
    {
        try
        {
            return await act(end);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();
}
