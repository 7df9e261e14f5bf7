namespace ServiceRouter.Platform.Storage;

/// <summary>
/// Told once that the database was there and at this version. A node starts without it, so whatever needs the tables from its first instant waits
/// here; everything else meets a database that is away as it does at any other time.
/// </summary>
public sealed class SchemaSeen
{
    private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsSeen => seen.Task.IsCompletedSuccessfully;

    public void Tell() => seen.TrySetResult();

    public Task WaitAsync(CancellationToken ct) => seen.Task.WaitAsync(ct);
}
