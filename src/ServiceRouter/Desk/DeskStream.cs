using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// Writes a counsellor's event stream. The number of an event is the highest committed one plus one, read while no other unit tells the same desk;
/// should two take the same number all the same, they meet the primary key, and the loser runs again. So numbers have no gaps and follow the order of commits.
/// </summary>
internal static class DeskStream
{
    /// <param name="work">The unit of work.</param>
    /// <param name="counsellorId">Whose desk.</param>
    /// <param name="kind">one of <see cref="DeskEventKind"/>.</param>
    /// <param name="handoff">The handoff it is about.</param>
    /// <param name="data">Ids, codes, dates; no words: they are stored apart and can be erased.</param>
    /// <param name="words">The activity itself, pushed to open desks and joined again when the stream is read back.</param>
    public static void Tell(this Work work, string counsellorId, string kind, Handoff handoff, object data, ActivityView? words = null) =>
        work.Part(() => new Telling(work)).Add(new Told(counsellorId, kind, handoff.Id, data, words));

    /// <summary>The same about a handoff that is known by its id only; empty when it is not known.</summary>
    public static void Tell(this Work work, string counsellorId, string kind, Guid handoffId, object data) =>
        work.Part(() => new Telling(work)).Add(new Told(counsellorId, kind, handoffId, data, null));

    /// <summary>
    /// Waits until no other unit tells these desks anything, and reads how far their streams are: what a unit dates for their counsellors is dated after it,
    /// so that no wait is taken from the time that they have.
    /// </summary>
    public static Task OpenDesksAsync(this Work work, IEnumerable<string> counsellorIds, CancellationToken ct) =>
        work.Part(() => new Telling(work)).OpenAsync(counsellorIds, ct);

    private sealed record Told(string CounsellorId, string Kind, Guid HandoffId, object Data, ActivityView? Words);

    private sealed class Telling
    {
        private static readonly Prepared<Func<RouterDbContext, string, CancellationToken, Task<long?>>> EndOfOne = new(() =>
            EF.CompileAsyncQuery((RouterDbContext db, string counsellorId, CancellationToken ct) => db.DeskEvents.Where(e => e.CounsellorId == counsellorId).Max(e => (long?)e.Number)));

        private readonly List<Told> told = [];
        private readonly Dictionary<string, long> last = [];
        private readonly Work work;

        public Telling(Work work)
        {
            this.work = work;
            work.BeforeCommit(NumberAsync);
        }

        public void Add(Told one) => told.Add(one);

        public async Task OpenAsync(IEnumerable<string> counsellorIds, CancellationToken ct)
        {
            var ids = counsellorIds.Where(id => !last.ContainsKey(id)).Distinct().ToArray();
            if (ids.Length == 0) return;
            // Read with the names held, on one way to the database.
            await work.HoldWithNextReadAsync(ids, ct);
            if (ids is [var id])
            {
                last[id] = await EndOfOne.For(work.Db)(work.Db, id, ct) ?? 0;
                return;
            }
            // The end of the index for each: grouped, the database would count through all that a desk was ever told.
            var ends = await work.Db.Counsellors.Where(c => ids.Contains(c.Id))
                .Select(c => new { c.Id, Number = work.Db.DeskEvents.Where(e => e.CounsellorId == c.Id).Max(e => (long?)e.Number) ?? 0 })
                .ToListAsync(ct);
            foreach (var end in ends) last[end.Id] = end.Number;
            // Whose row somebody deleted has a stream all the same, and no second event with the numbers of the first ones.
            foreach (var one in ids.Where(one => !last.ContainsKey(one))) last[one] = await EndOfOne.For(work.Db)(work.Db, one, ct) ?? 0;
        }

        private async Task NumberAsync(CancellationToken ct)
        {
            await OpenAsync(told.Select(t => t.CounsellorId), ct);
            foreach (var one in told)
            {
                var number = ++last[one.CounsellorId];
                var json = JsonSerializer.Serialize(one.Data, WireJson.Options);
                work.Db.DeskEvents.Add(new DeskEvent
                {
                    CounsellorId = one.CounsellorId, Number = number, At = work.Now, Kind = one.Kind, HandoffId = one.HandoffId, Json = json,
                });
                work.Announce(StreamName.Desk(one.CounsellorId), new LiveItem(number, one.Kind, DeskEvents.WithWords(json, one.Words)));
            }
        }
    }
}
