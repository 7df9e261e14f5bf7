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
        if (ByHours(territory) is null) return null;
        await using var db = await transactions.ReadAsync(ct);
        return await UntilAsync(db, territory, ct);
    }

    /// <inheritdoc cref="UntilAsync(string?, CancellationToken)"/>
    public async Task<DateTimeOffset?> UntilAsync(RouterDbContext db, string? territory, CancellationToken ct) =>
        ByHours(territory) is { } opening && !await db.Counsellors.AnyOnLineAsync(clock.GetUtcNow(), ct) ? opening : null;

    /// <summary>The same where the database cannot be asked who is there.</summary>
    public DateTimeOffset? ByHours(string? territory) => hours.NextOpening(territory, clock.GetUtcNow());
}
