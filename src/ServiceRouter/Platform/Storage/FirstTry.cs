namespace ServiceRouter.Platform.Storage;

/// <summary>
/// What a part does at the database as its node starts. The node waits for it, so that it has started when its parts have; but no longer than a database takes that is well: one that
/// answers slowly, or may only be read, keeps nobody from the pages (docs/adr/0119). The part goes on by itself.
/// </summary>
internal sealed class FirstTry
{
    // A limit on waiting for a server, not a date: no test's clock counts here.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It was tried, whatever came of it.</summary>
    public void Ended() => ended.TrySetResult();

    /// <summary>Ends with the first try, or after 3 s.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        await ended.Task.WaitAsync(Patience, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }
}
