using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Steering;

/// <summary>Counts the public register, at most once in a few seconds however many ask.</summary>
public sealed class ReadRegister(Transactions transactions, TimeProvider clock) : IDisposable
{
    /// <summary>How long a count is served again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan WaitsOf = TimeSpan.FromDays(30);
    private readonly SemaphoreSlim oneCount = new(1, 1);
    private PublicRegister? last;

    public async Task<PublicRegister> RunAsync(CancellationToken ct)
    {
        if (Fresh() is { } kept) return kept;
        await oneCount.WaitAsync(ct);
        try
        {
            return Fresh() ?? (last = await CountAsync(ct));
        }
        finally
        {
            oneCount.Release();
        }
    }

    /// <summary>The next reader has it counted anew.</summary>
    public void Renew() => last = null;

    private PublicRegister? Fresh() => last is { } register && clock.GetUtcNow() - register.AsOf < Kept ? register : null;

    private async Task<PublicRegister> CountAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var now = clock.GetUtcNow();
        var asked = await CountHandoffs.AskingsAsync(db, since: null, ct);
        var counts = await CountHandoffs.ByStateAsync(db, since: null, ct);
        var waits = await CountHandoffs.WaitsAsync(db, now - WaitsOf, DateTimeOffset.MaxValue, ct);
        return WriteRegister.Write(now, asked, counts, waits, await ReadIncidents.LatestAsync(db, ct), await ReadAnchors.LatestAsync(db, ct));
    }

    public void Dispose() => oneCount.Dispose();
}
