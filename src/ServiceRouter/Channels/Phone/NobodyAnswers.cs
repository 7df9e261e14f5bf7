using ServiceRouter.Desk;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels.Phone;

/// <summary>Whether a caller waits for nobody. While a counsellor is on line nobody is sent away because of the hours (docs/adr/0094).</summary>
internal sealed class NobodyAnswers(Transactions transactions, ServiceHours hours, TimeProvider clock)
{
    /// <returns>The next opening, where it is outside of the hours and no counsellor has stayed; else null.</returns>
    public async Task<DateTimeOffset?> UntilAsync(string? territory, CancellationToken ct)
    {
        if (hours.NextOpening(territory, clock.GetUtcNow()) is not { } opening) return null;
        await using var db = await transactions.ReadAsync(ct);
        return await db.Counsellors.AnyOnLineAsync(clock.GetUtcNow(), ct) ? null : opening;
    }
}
