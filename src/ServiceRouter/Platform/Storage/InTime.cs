using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Platform.Storage;

/// <summary>Waits for the database no longer than a person waits for a page (<see cref="StorageOptions.PageTimeout"/>).</summary>
public sealed class InTime(IOptions<StorageOptions> options)
{
    /// <param name="act">Must touch nothing that ends with the request: it may still run when nobody waits any more.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not answer in time. What was to be written may still be.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken ct) => TimeLimit.RunAsync(act, options.Value.PageTimeout, ct);
}
