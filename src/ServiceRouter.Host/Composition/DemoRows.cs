using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Composition;

/// <summary>The demo counsellors as rows; demo mode only.</summary>
internal static class DemoRows
{
    /// <param name="services">Of the composed service.</param>
    /// <param name="count">How many counsellors, see <c>Demo:Counsellors</c>.</param>
    /// <param name="ct">Stops waiting.</param>
    public static Task AddAsync(IServiceProvider services, int count, CancellationToken ct) =>
        services.GetRequiredService<Transactions>().RunAsync(async (work, token) =>
        {
            var known = await work.Db.Counsellors.Select(c => c.Id).ToHashSetAsync(token);
            foreach (var demo in DemoCounsellors.First(count).Where(d => !known.Contains(d.UserName)))
            {
                work.Db.Counsellors.Add(new Counsellor
                {
                    Id = demo.UserName, FirstName = demo.FirstName, LastName = demo.LastName, Quality = demo.Quality, SpaceName = demo.SpaceName,
                    Territory = demo.Departement, Skills = [.. demo.Skills], Languages = [.. demo.Languages], Capacity = demo.Capacity, LeaseUntil = work.Now,
                });
            }
        }, ct);
}
