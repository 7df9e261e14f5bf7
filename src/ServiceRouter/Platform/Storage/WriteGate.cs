using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// SQLite has one writer at a time and answers a second one with "busy" after a blind sleep; waiting in line here is fair and wakes at once.
/// PostgreSQL needs no gate.
/// </summary>
internal sealed class WriteGate(IOptions<StorageOptions> options) : IDisposable
{
    private readonly SemaphoreSlim? oneAtATime = options.Value.Provider == StorageProvider.Sqlite ? new(1, 1) : null;

    public Task EnterAsync(CancellationToken ct) => oneAtATime?.WaitAsync(ct) ?? Task.CompletedTask;

    public void Leave() => oneAtATime?.Release();

    public void Dispose() => oneAtATime?.Dispose();
}
