using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Storage;

/// <summary>What is asked twice a second, or by each reader of the register, is found by an index however many rows are over: a table that is kept for good is read as a whole by nobody.</summary>
public sealed class When_years_have_piled_up(TestServersFixture fixture)
{
    private const int Rows = 20_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_few_lines_of_now_are_found_without_those_that_are_over()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.OnPostgresAsync(await fixture.Servers));
        await app.TamperAsync(async db =>
        {
            await db.Database.ExecuteSqlRawAsync($"""
                INSERT INTO counsellor_lines (id, handoff_id, conversation_id, counsellor_id, handoff_version, address, state, on_hold, counsellor_to_end, citizen_to_move, changed_at, version)
                SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'conseiller1', 3, 'sip:a@poste.example', 'Over', false, false, false, now(), 5 FROM generate_series(1, {Rows});
                INSERT INTO second_lines (id, line_id, handoff_id, counsellor_id, address, state, to_end, changed_at, version)
                SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'conseiller1', 'sip:a@poste.example', 'Over', false, now(), 5 FROM generate_series(1, {Rows});
                """, Token);
            await db.Database.ExecuteSqlRawAsync("ANALYZE counsellor_lines; ANALYZE second_lines", Token);
        });

        (await PlanAsync(app, db => db.CounsellorLines.Where(l => l.State != LineState.Over || l.CounsellorToEnd || l.CitizenToMove))).Should().Contain("ix_counsellor_lines_to_step").And.NotContain("Seq Scan");
        (await PlanAsync(app, db => db.SecondLines.Where(l => l.State != SecondState.Over || l.ToEnd))).Should().Contain("ix_second_lines_to_step").And.NotContain("Seq Scan");
    }

    [Fact]
    public async Task Askings_are_counted_from_their_index_alone()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.OnPostgresAsync(await fixture.Servers));
        await app.TamperAsync(async db =>
        {
            await db.Database.ExecuteSqlRawAsync($$"""
                INSERT INTO handoff_log (handoff_id, number, move, state, at, actor, facts, previous_hash, hash)
                SELECT id, number, CASE WHEN number = 1 THEN 'Ask' ELSE 'Offer' END, 'Waiting', now(), 'citizen', repeat('x', 200), '', ''
                FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, {{Rows / 5}})) asked CROSS JOIN generate_series(1, 5) AS number;
                """, Token);
        });
        await app.TamperAsync(async db => await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE handoff_log", Token));

        (await PlanAsync(app, db => db.HandoffLog.Askings().Select(e => e.HandoffId).Distinct())).Should().Contain("Index Only Scan using ix_handoff_log_askings");
    }

    [Fact]
    public async Task The_few_requests_of_now_are_found_without_those_that_are_over()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.OnPostgresAsync(await fixture.Servers));
        await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        await app.TamperAsync(async db =>
        {
            // As the one that there is, under other names: a table of its own columns, whatever is added to them.
            await db.Database.ExecuteSqlRawAsync($"""
                CREATE TEMPORARY TABLE grown AS SELECT h.*, n FROM handoffs h CROSS JOIN generate_series(1, {Rows}) AS n;
                UPDATE grown SET id = gen_random_uuid(), conversation_id = gen_random_uuid(), receipt = 'T' || n, state = 'Served', counsellor_id = 'conseiller' || (n % 2000);
                ALTER TABLE grown DROP COLUMN n;
                INSERT INTO handoffs SELECT * FROM grown;
                """, Token);
            await db.Database.ExecuteSqlRawAsync("ANALYZE handoffs", Token);
        });
        var now = app.Get<TimeProvider>().GetUtcNow();

        (await PlanAsync(app, db => DueMoves.LostCounsellors(db, now))).Should().NotContain("Seq Scan on handoffs");
        (await PlanAsync(app, db => ReadDesk.ClosedBy(db, "conseiller1").Take(5))).Should().Contain("ix_handoffs_closed_by");
    }

    private static Task<string> PlanAsync<T>(RouterApp app, Func<RouterDbContext, IQueryable<T>> query) => app.LookAsync(async db =>
    {
        await db.Database.OpenConnectionAsync(Token);
        await using var explained = query(db).CreateDbCommand();
        explained.CommandText = "EXPLAIN " + explained.CommandText;
        await using var lines = await explained.ExecuteReaderAsync(Token);
        var plan = new List<string>();
        while (await lines.ReadAsync(Token)) plan.Add(lines.GetString(0));
        return string.Join('\n', plan);
    });
}
