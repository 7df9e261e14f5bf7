using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.Steering;

/// <summary>Counts a manager's figures, all at one instant; one count of each period at a time, however many managers look (<see cref="SharedCount{T}"/>).</summary>
public sealed class ReadFigures
{
    private readonly Transactions transactions;
    private readonly JobsOptions jobs;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, SharedCount<SteeringFigures>> counts;

    public ReadFigures(Transactions transactions, IOptions<JobsOptions> jobs, TimeProvider clock)
    {
        (this.transactions, this.jobs, this.clock) = (transactions, jobs.Value, clock);
        // Not served again while they are quickly counted: a manager who has done something sees it.
        counts = SteeringPeriod.All.ToDictionary(period => period.Code, period => new SharedCount<SteeringFigures>(ct => CountAsync(period, ct), figures => figures.AsOf, kept: TimeSpan.Zero, clock));
    }

    public Task<SteeringFigures> RunAsync(SteeringPeriod period, CancellationToken ct) => counts[period.Code].RunAsync(ct);

    /// <summary>Null when they are being counted for the first time, and that takes longer than that.</summary>
    public Task<SteeringFigures?> TryAsync(SteeringPeriod period, TimeSpan limit, CancellationToken ct) => counts[period.Code].TryAsync(limit, ct);

    private async Task<SteeringFigures> CountAsync(SteeringPeriod period, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var now = clock.GetUtcNow();
        var from = now - period.Length;

        // Those that never asked are deleted after a while, and those that did are not: of an older time the one would be a share of itself.
        var complete = jobs.ConversationsKept < period.Length ? now - jobs.ConversationsKept : from;
        var conversations = await db.Conversations.OutsideExercises().LongCountAsync(c => c.StartedAt >= complete, ct);
        var thatAsked = await db.Conversations.OutsideExercises().LongCountAsync(c => c.StartedAt >= complete && db.Handoffs.Any(h => h.ConversationId == c.Id), ct);
        var asked = await CountHandoffs.AskingsAsync(db, from, DateTimeOffset.MaxValue, ct);
        var counts = await CountHandoffs.ByStateAsync(db, from, DateTimeOffset.MaxValue, ct);
        var waits = await CountWaits.RunAsync(db, from, DateTimeOffset.MaxValue, ct);
        var account = LedgerAccount.Of(counts);
        return new SteeringFigures(
            period.Code, from, now, conversations, thatAsked, asked, account, asked - account.Accounted, waits.All.Seconds,
            await OffersAsync(db, from, ct), await RatingsAsync(db, from, ct),
            Split(counts, waits.ByTerritory, c => c.Territory), Split(counts, waits.ByChannel, c => c.Channel), Split(counts, waits.ByLanguage, c => c.Language), await BarsAsync(db, [.. Begins(from, now, period)], ct));
    }

    /// <summary>The latest comparison of the two accounts; null before the first.</summary>
    public async Task<LedgerCheck?> LastCheckAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.LedgerChecks.LatestAt(clock.GetUtcNow()).FirstOrDefaultAsync(ct);
    }

    // Counted one by one: an index has them, and 31 at most.
    private static async Task<List<AskedBar>> BarsAsync(RouterDbContext db, DateTimeOffset[] begins, CancellationToken ct)
    {
        var bars = new List<AskedBar>();
        foreach (var (begin, end) in begins.Zip([.. begins.Skip(1), DateTimeOffset.MaxValue]))
            bars.Add(new AskedBar(begin, await db.Handoffs.OutsideExercises().LongCountAsync(h => h.AskedAt >= begin && h.AskedAt < end, ct)));
        return bars;
    }

    // Of several days each bar is a day as people have it: cut 24 hours before now, all of today would stand under yesterday's date. The first is what is left of its day.
    internal static IEnumerable<DateTimeOffset> Begins(DateTimeOffset from, DateTimeOffset now, SteeringPeriod period)
    {
        if (period.Bar is { } width) return Enumerable.Range(0, (int)(period.Length / width)).Select(i => from + (width * i));
        var (first, last) = (FrenchDay.Of(from), FrenchDay.Of(now));
        return Enumerable.Range(1, last.DayNumber - first.DayNumber).Select(i => FrenchDay.Midnight(first.AddDays(i))).Prepend(from);
    }

    private static List<FigureShare> Split(IReadOnlyList<HandoffCount> counts, IReadOnlyList<PartWaits> waits, Func<HandoffCount, string?> key) =>
        [.. counts.GroupBy(key).Select(g => (g.Key, Account: LedgerAccount.Of(g)))
            .Select(p => new FigureShare(p.Key, p.Account.Accounted, p.Account, PartWaits.In(waits, p.Key).Seconds))
            .OrderByDescending(p => p.Asked).ThenBy(p => p.Name, StringComparer.Ordinal)];

    private static async Task<OfferFigures> OffersAsync(RouterDbContext db, DateTimeOffset from, CancellationToken ct)
    {
        // At a counter, and for one's own letter, nobody is asked.
        var ends = await db.Offers.Where(o => o.MadeAt >= from && o.Rung != HandoffOffer.AtCounter && o.Rung != HandoffOffer.OwnPromise && !db.Handoffs.Any(h => h.Id == o.HandoffId && h.Territory == SealedTerritory.Code)).GroupBy(o => o.Outcome)
            .Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new OfferFigures(ends.Values.Sum(), ends.GetValueOrDefault(OfferOutcome.Accepted), ends.GetValueOrDefault(OfferOutcome.Declined),
            ends.GetValueOrDefault(OfferOutcome.Expired));
    }

    private static async Task<RatingFigures> RatingsAsync(RouterDbContext db, DateTimeOffset from, CancellationToken ct)
    {
        var given = await db.Ratings.Where(r => r.At >= from && !db.Handoffs.Any(h => h.Id == r.HandoffId && h.Territory == SealedTerritory.Code)).GroupBy(r => new { r.Score, r.Solved })
            .Select(g => new { g.Key.Score, g.Key.Solved, Count = g.LongCount() }).ToListAsync(ct);
        return new RatingFigures(
            [.. Enumerable.Range(1, 5).Select(score => given.Where(g => g.Score == score).Sum(g => g.Count))],
            Solved(Satisfaction.Solved.Yes), Solved(Satisfaction.Solved.Partly), Solved(Satisfaction.Solved.No));

        long Solved(Solved solved) => given.Where(g => g.Solved == solved).Sum(g => g.Count);
    }
}
