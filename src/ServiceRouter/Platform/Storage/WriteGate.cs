using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// SQLite has one writer at a time and answers a second one with "busy" after a blind sleep; waiting in line here is fair and wakes at once.
/// PostgreSQL needs no gate.
/// </summary>
internal sealed class WriteGate(IOptions<StorageOptions> options) : IDisposable
{
    private readonly SemaphoreSlim? oneAtATime = options.Value.Provider == StorageProvider.Sqlite ? new(1, 1) : null;

    /// <returns>The place in there: whoever disposes of it lets the next one in.</returns>
    public async ValueTask<Place> EnterAsync(CancellationToken ct)
    {
        if (oneAtATime is not null) await oneAtATime.WaitAsync(ct);
        return new Place(oneAtATime);
    }

    public void Dispose() => oneAtATime?.Dispose();

    /// <summary>Inside the gate.</summary>
    internal readonly struct Place(SemaphoreSlim? gate) : IDisposable
    {
        public void Dispose() => gate?.Release();
    }
}
