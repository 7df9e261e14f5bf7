using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A counsellor who signs in for the first time gets a row, so that routing and citizens know who this is.</summary>
public sealed class EnsureCounsellor(Transactions transactions)
{
    // Ours is the only service that writes these rows, and none is deleted while it runs.
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    public async Task RunAsync(SignedInCounsellor person, CancellationToken ct)
    {
        if (known.ContainsKey(person.Id)) return;
        await using (var db = await transactions.ReadAsync(ct))
        {
            if (await db.Counsellors.AnyAsync(c => c.Id == person.Id, ct))
            {
                known[person.Id] = true;
                return;
            }
        }
        await transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.Counsellors.AnyAsync(c => c.Id == person.Id, token)) return;
            work.Db.Counsellors.Add(new Counsellor
            {
                Id = person.Id, FirstName = person.FirstName, LastName = person.LastName, Quality = person.Quality,
                SpaceName = person.SpaceName, Territory = person.Territory, Skills = ["general"], LeaseUntil = work.Now,
            });
        }, ct);
        known[person.Id] = true;
    }
}
