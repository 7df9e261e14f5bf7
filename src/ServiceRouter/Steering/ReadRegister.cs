using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;

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
        var asked = await CountHandoffs.AskingsAsync(db, ct);
        var months = await MonthsAsync(db, now, ct);
        var waits = await CountHandoffs.WaitsAsync(db, now - WaitsOf, DateTimeOffset.MaxValue, ct);
        return WriteRegister.Write(now, asked, [.. months.SelectMany(month => month)], months, waits, await ReadIncidents.LatestAsync(db, ct), await ReadAccess.LatestAsync(db, ct), await ReadAnchors.LatestAsync(db, ct));
    }

    /// <summary>Everything, in the stretches in which it is published a second time: nothing is outside of the first and the last month.</summary>
    private static async Task<List<List<HandoffCount>>> MonthsAsync(RouterDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var published = await ReadMonth.MonthsAsync(db, now, ct);
        var begins = published.Reverse().Skip(1).Select(FrenchDay.Midnight).ToList();
        var months = new List<List<HandoffCount>>();
        foreach (var (from, until) in begins.Prepend(DateTimeOffset.UnixEpoch).Zip(begins.Append(DateTimeOffset.MaxValue)))
            months.Add(await CountHandoffs.ByStateAsync(db, from, until, ct));
        return months;
    }

    public void Dispose() => oneCount.Dispose();
}
