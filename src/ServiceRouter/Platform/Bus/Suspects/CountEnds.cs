using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>How many processes ended with a message in hand, as far as their next lives have noted it.</summary>
/// <param name="contexts">Of the database; units of work need a bus, and this is a part of it.</param>
internal sealed class CountEnds(IDbContextFactory<RouterDbContext> contexts)
{
    public async Task<int> RunAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.SuspectMessages.Where(m => m.MessageId == id).Select(m => m.Ends).SingleOrDefaultAsync(ct);
    }

    /// <returns>Those of them that nobody handles any more (<see cref="EndNoThird.MostEnds"/>).</returns>
    public async Task<IReadOnlyDictionary<Guid, int>> GuiltyAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.SuspectMessages.Where(m => ids.Contains(m.MessageId) && m.Ends >= EndNoThird.MostEnds).ToDictionaryAsync(m => m.MessageId, m => m.Ends, ct);
    }
}
