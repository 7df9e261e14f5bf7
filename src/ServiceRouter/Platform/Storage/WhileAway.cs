namespace ServiceRouter.Platform.Storage;

/// <summary>For work that nobody waits for and that must be done: it is tried again for as long as the database is away.</summary>
internal static class WhileAway
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="act">One try.</param>
    /// <param name="clock">Measures the pause between two.</param>
    /// <param name="ct">Ends it, with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="Exception">What the act threw, the database being there.</exception>
    public static async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> act, TimeProvider clock, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await act(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && StorageFailure.IsAway(e))
            {
                // The database is away, which is nobody's fault here: it is tried again after the pause.
            }
            await Task.Delay(Pause, clock, ct);
        }
    }

    /// <summary>The same for a unit of work, which may be done twice where the answer to its commit was lost: it looks whether it was done before.</summary>
    /// <inheritdoc cref="RepeatAsync{T}"/>
    public static Task CommitAsync(Transactions transactions, Func<Work, CancellationToken, Task> unit, TimeProvider clock, CancellationToken ct) => RepeatAsync(
        async end =>
        {
            await transactions.RunAsync(unit, end);
            return true;
        },
        clock,
        ct);
}
