using ServiceRouter.ChaosTests.Running;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.ChaosTests.Judging;

/// <summary>
/// How long messages of the service stay in its outbox, by the database's own clock: a trigger notes it when a row is removed, which is after the broker has confirmed it. Whoever writes a row
/// sends it at once; a row that outlives the claim of its writer was sent by a sweep, or by nobody's signal.
/// </summary>
internal sealed class OutboxWatch(Service service, DateTimeOffset since)
{
    /// <summary>Begins to note; once for each database.</summary>
    public static async Task<OutboxWatch> BeginAsync(Service service)
    {
        await service.RunAsync("""
            create table judge_sent (written_at timestamptz, age interval);
            create function judge_sent() returns trigger language plpgsql as
              $$ begin insert into judge_sent values (old.written_at, clock_timestamp() - old.written_at); return old; end $$;
            create trigger judge_sent before delete on outbox for each row execute function judge_sent();
            """);
        return new OutboxWatch(service, await service.NowAsync());
    }

    /// <summary>How long each was there that was written since.</summary>
    public Task<List<TimeSpan>> ReadAsync() =>
        service.QueryAsync($"select extract(epoch from age)::float8 from judge_sent where written_at >= '{since:O}' order by 1", r => TimeSpan.FromSeconds(r.GetDouble(0)));

    /// <summary>By no signal of whoever wrote it.</summary>
    public static bool IsLeft(TimeSpan age) => age > OutboxTable.FirstClaim;
}
