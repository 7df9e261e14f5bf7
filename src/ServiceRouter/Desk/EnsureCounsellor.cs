using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// A counsellor who signs in for the first time gets a row, so that routing and citizens know who this is. What the provider says of their work counts this once:
/// from then on managers say it (<see cref="DescribeCounsellor"/>, docs/adr/0074).
/// </summary>
public sealed class EnsureCounsellor(Transactions transactions)
{
    // Only that there is a row, which is never deleted while the service runs; what it says is read anew by whoever needs it.
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
                SpaceName = person.SpaceName, Territory = person.Territory, Skills = [Flows.Engine.Skills.General], LeaseUntil = work.Now,
            });
        }, ct);
        known[person.Id] = true;
    }
}
