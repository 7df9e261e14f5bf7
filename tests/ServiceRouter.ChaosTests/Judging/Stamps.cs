using System.Globalization;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Judging;

/// <summary>
/// The judge's own watch, held by the database: triggers note when a move was written and when a lease was renewed, by clock_timestamp(), whatever
/// the clocks of the nodes say. Told from it: what the clock's moves did too early, and how late they were.
/// </summary>
internal sealed class Stamps(Service service, DateTimeOffset since)
{
    /// <summary>What docs/adr/0019 allows.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(250);
    // A renewal that was written this shortly before the loss may have come after the look that found the lease ended.
    private const string CrossedBy = "2 seconds";

    /// <summary>One move of the clock.</summary>
    /// <param name="Move">Which.</param>
    /// <param name="DueAt">When it could be made, by the database's clock.</param>
    /// <param name="Late">By how much later it was written; negative: too early.</param>
    public sealed record Timer(string Move, DateTimeOffset DueAt, TimeSpan Late);

    /// <summary>Begins to note; once for each database.</summary>
    public static Task BeginAsync(Service service) => service.RunAsync("""
        create table if not exists judge_moves (handoff_id uuid, number int, at timestamptz default clock_timestamp(), primary key (handoff_id, number));
        create table if not exists judge_renewals (counsellor_id text, at timestamptz default clock_timestamp());
        create or replace function judge_move() returns trigger language plpgsql as
          $$ begin insert into judge_moves (handoff_id, number) values (new.handoff_id, new.number); return new; end $$;
        create or replace function judge_renewal() returns trigger language plpgsql as
          $$ begin insert into judge_renewals (counsellor_id) values (new.id); return new; end $$;
        create or replace trigger judge_move after insert on handoff_log for each row execute function judge_move();
        create or replace trigger judge_renewal after update of lease_until on counsellors for each row
          when (new.lease_until is distinct from old.lease_until) execute function judge_renewal();
        """);

    /// <summary>Every move of the clock on requests of this case.</summary>
    /// <param name="lease">As the nodes were told.</param>
    public async Task<IReadOnlyList<Timer>> ReadAsync(TimeSpan lease) =>
    [
        // By what its desk was told: it is dated before it is written (docs/adr/0102).
        .. await TimersAsync("ExpireOffer", "(select f.expires_at from offers f where f.id = (l.facts::json ->> 'offerId')::uuid)"),
        .. await TimersAsync("LoseCounsellor", $"(select max(r.at) + interval '{Seconds(lease)}' from judge_renewals r where r.counsellor_id = l.facts::json ->> 'counsellorId' and r.at < m.at - interval '{CrossedBy}')"),
        .. await TimersAsync("FallDue", "(select (c.facts::json ->> 'dueAt')::timestamptz from handoff_log c where c.handoff_id = l.handoff_id and c.number < l.number and c.move in ('Commit', 'RecordAbsence') order by c.number desc limit 1)"),
    ];

    /// <summary>Those that were made before they could be.</summary>
    public static IReadOnlyList<string> TooEarly(IEnumerable<Timer> timers) =>
        [.. timers.Where(t => t.Late < -Tolerance).Select(t => string.Create(CultureInfo.InvariantCulture, $"early: {t.Move} {-t.Late.TotalSeconds:0.000} s before its time"))];

    /// <summary>Offers that ran out and whose desk was told of less time than the nodes were told to give.</summary>
    /// <param name="offerTimeout">As the nodes were told.</param>
    public Task<List<string>> ToldTooShortAsync(TimeSpan offerTimeout) => service.QueryAsync($"""
        select f.id::text, extract(epoch from f.expires_at - f.made_at)::float8 from {RanOut}
          where f.expires_at - f.made_at < interval '{Seconds(offerTimeout)}' order by f.made_at
        """, r => string.Create(CultureInfo.InvariantCulture, $"told too short: offer {r.GetString(0)} was to last {r.GetDouble(1):0.000} s"));

    /// <summary>For how long each offer that ran out had been dated when it was written: by so much a counsellor had less than was told.</summary>
    public Task<List<TimeSpan>> WritingTookAsync(TimeSpan offerTimeout) => service.QueryAsync($"""
        select extract(epoch from m.at - f.expires_at + interval '{Seconds(offerTimeout)}')::float8 from {RanOut}
          join handoff_log o on o.handoff_id = f.handoff_id and o.move = 'Offer' and (o.facts::json ->> 'offerId')::uuid = f.id
          join judge_moves m on m.handoff_id = o.handoff_id and m.number = o.number
        """, r => TimeSpan.FromSeconds(r.GetDouble(0)));

    /// <summary>Effects of the clock that are there twice, or missing at rest.</summary>
    public async Task<IReadOnlyList<string>> NotOnceAsync() => await service.QueryAsync($"""
        select 'offer ' || (facts::json ->> 'offerId') || ' ran out ' || count(*) || ' times' from handoff_log
          where move = 'ExpireOffer' and handoff_id in ({Mine}) group by facts::json ->> 'offerId' having count(*) > 1
        union all select 'the end of an offer was told ' || count(*) || ' times to one desk' from desk_events
          where kind = 'offer-ended' and handoff_id in ({Mine}) group by counsellor_id, json::json ->> 'id' having count(*) > 1
        union all select 'the end of offer ' || (l.facts::json ->> 'offerId') || ' was told to no desk' from handoff_log l
          left join (select distinct json::json ->> 'id' offer_id from desk_events where kind = 'offer-ended') told on told.offer_id = l.facts::json ->> 'offerId'
          where l.move = 'ExpireOffer' and l.handoff_id in ({Mine}) and told.offer_id is null
        union all select 'promised ' || count(*) filter (where move = 'Commit') || ' times and due ' || count(*) filter (where move = 'FallDue') || ' times' from handoff_log
          where handoff_id in ({Mine}) group by handoff_id
          having count(*) filter (where move = 'Commit') <> count(*) filter (where move in ('FallDue', 'CitizenReturns')) and count(*) filter (where move = 'Withdraw') = 0
        """, r => $"not once: {r.GetString(0)}");

    private string RanOut => $"(select handoff_id, (facts::json ->> 'offerId')::uuid as offer_id from handoff_log where move = 'ExpireOffer' and handoff_id in ({Mine})) e join offers f on f.id = e.offer_id";

    private string Mine => $"select id from handoffs where asked_at >= '{since:O}'";

    private Task<List<Timer>> TimersAsync(string move, string due) => service.QueryAsync($"""
        select due, extract(epoch from at - due)::float8 from
          (select m.at, {due} as due from handoff_log l join judge_moves m using (handoff_id, number) where l.move = '{move}' and l.handoff_id in ({Mine})) t
          where due is not null order by at
        """, r => new Timer(move, r.GetFieldValue<DateTimeOffset>(0), TimeSpan.FromSeconds(r.GetDouble(1))));

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} seconds");
}
