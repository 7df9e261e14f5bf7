using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// A counsellor who signs in for the first time gets a row, so that routing and citizens know who this is. What the provider says of their work counts this once:
/// from then on managers say it (<see cref="DescribeCounsellor"/>, docs/adr/0074). The two names stay the provider's: citizens read who is with them now (CRPA L.111-2).
/// </summary>
public sealed class EnsureCounsellor(Transactions transactions)
{
    // Only that there is a row, which is never deleted while the service runs, and that it has had these names: two people who share an account do not overwrite each other with every press.
    private readonly ConcurrentDictionary<(string Id, string FirstName, string LastName), bool> known = new();

    public async Task RunAsync(SignedInCounsellor person, CancellationToken ct)
    {
        var named = (person.Id, person.FirstName, person.LastName);
        if (known.ContainsKey(named)) return;
        await using (var db = await transactions.ReadAsync(ct))
        {
            if (await db.Counsellors.AnyAsync(c => c.Id == person.Id && (!person.IsNamed || (c.FirstName == person.FirstName && c.LastName == person.LastName)), ct))
            {
                known[named] = true;
                return;
            }
        }
        await transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.Counsellors.SingleOrDefaultAsync(c => c.Id == person.Id, token) is { } row)
            {
                (row.FirstName, row.LastName, row.Version) = (person.FirstName, person.LastName, row.Version + 1);
                return;
            }
            work.Db.Counsellors.Add(new Counsellor
            {
                Id = person.Id, FirstName = person.FirstName, LastName = person.LastName, Quality = person.Quality,
                SpaceName = person.SpaceName, Territory = person.Territory, Skills = [Flows.Engine.Skills.General], LeaseUntil = work.Now,
            });
        }, ct);
        known[named] = true;
    }
}
