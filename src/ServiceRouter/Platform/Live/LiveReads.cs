namespace ServiceRouter.Platform.Live;

/// <summary>
/// A few citizens' screens of this node read the database at once, the others wait their turn: a thousand screens that look again in the same second would else
/// take every connection, and whoever asks for a human would wait behind them. Words have places of their own: where a request stands costs several times as much to read, and nobody's
/// answer waits behind that (docs/adr/0116).
/// </summary>
public sealed class LiveReads(TimeProvider clock) : IDisposable
{
    /// <summary>Screens that read words at once, on one node; and as many that read where a request stands.</summary>
    public const int AtOnce = 4;

    // Longer than anybody should wait for it.
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Places words = new(clock);
    private readonly Places stands = new(clock);

    /// <summary>Reads what was said.</summary>
    /// <exception cref="OperationCanceledException">The screen was closed meanwhile.</exception>
    /// <exception cref="NoTurnException">No turn came: too many are before.</exception>
    /// <exception cref="TimeoutException">No turn came: the database does not answer those who are before, and this screen is told so like theirs.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken ct) => words.RunAsync(read, ct);

    /// <summary>Reads where a request stands.</summary>
    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, Task{T}}, CancellationToken)"/>
    public Task<T> StandAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken ct) => stands.RunAsync(read, ct);

    public void Dispose()
    {
        words.Dispose();
        stands.Dispose();
    }

    private sealed class Places(TimeProvider clock) : IDisposable
    {
        private readonly SemaphoreSlim free = new(AtOnce);
        private long answered;

        public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken ct)
        {
            await WaitAsync(ct);
            try
            {
                var result = await read(ct);
                Interlocked.Increment(ref answered);
                return result;
            }
            finally
            {
                free.Release();
            }
        }

        private async Task WaitAsync(CancellationToken ct)
        {
            if (free.Wait(0, ct)) return;
            var before = Interlocked.Read(ref answered);
            using var patience = new CancellationTokenSource(Patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            try
            {
                await free.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // Those who read hang, or they only are many: nobody is told that the database is away while it answers others.
                throw Interlocked.Read(ref answered) == before ? new TimeoutException("Screens before this one have no answer.") : new NoTurnException();
            }
        }

        public void Dispose() => free.Dispose();
    }
}
