using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Commands;
using ServiceRouter.Host.Steering;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.IntegrationTests.Steering;

public abstract class When_the_days_are_anchored : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_is_anchored_once_it_is_over_and_never_again()
    {
        var app = await StartAsync(clock);
        await ThreeDaysAsync(app);
        clock.SetUtcNow(new DateTimeOffset(2026, 11, 22, 23, 5, 0, TimeSpan.Zero));

        (await app.Get<AnchorDays>().RunAsync(Token)).Should().Be(2, "the third day ended five minutes ago, and something of it may still be on its way");
        var before = await AnchorsAsync(app);
        clock.Advance(TimeSpan.FromMinutes(10));
        (await app.Get<AnchorDays>().RunAsync(Token)).Should().Be(1);
        (await app.Get<AnchorDays>().RunAsync(Token)).Should().Be(0);

        var anchors = await AnchorsAsync(app);
        anchors.Select(a => a.Day.Day).Should().Equal(20, 21, 22);
        anchors.Select(a => a.Leaves).Should().Equal([2, 1, 2], "a log is a leaf of each day on which it moved");
        anchors.Take(2).Should().BeEquivalentTo(before);
        (await VerifyAsync(app)).Should().Be((0, "3 days anchored until 2026-11-22: every root is that of the log"));
    }

    [Fact]
    public async Task A_day_without_any_request_has_its_anchor_once_something_follows()
    {
        var app = await StartAsync(clock);
        await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        clock.Advance(TimeSpan.FromDays(3));

        await app.Get<AnchorDays>().RunAsync(Token);
        (await AnchorsAsync(app)).Select(a => a.Leaves).Should().Equal([1], "there is nothing to prove of the days since");
        (await VerifyAsync(app)).Code.Should().Be(0);
        await app.CitizenComesAsync(asksNow: true);
        await app.Get<AnchorDays>().RunAsync(Token);

        (await AnchorsAsync(app)).Select(a => a.Leaves).Should().Equal(1, 0, 0);
        (await VerifyAsync(app)).Code.Should().Be(0);
    }

    [Fact]
    public async Task One_look_at_a_clock_that_is_a_month_ahead_anchors_no_day_that_has_not_been()
    {
        var app = await StartAsync(clock);
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromDays(1));
        await app.CitizenComesAsync(asksNow: true);
        var today = clock.GetUtcNow();
        var ahead = new AnchorDays(app.Get<Transactions>(), new FakeTimeProvider(today.AddDays(30)), NullLogger<AnchorDays>.Instance);

        (await ahead.RunAsync(Token)).Should().Be(2, "yesterday, and today, although it is not over");
        await app.CitizenComesAsync(asksNow: true);
        (await VerifyAsync(app)).Code.Should().Be(0);
        for (var day = 1; day <= 3; day++)
        {
            clock.SetUtcNow(today.AddDays(day));
            await app.Get<AnchorDays>().RunAsync(Token);
            await app.CitizenComesAsync(asksNow: true);
            (await VerifyAsync(app)).Code.Should().Be(0);
        }

        (await AnchorsAsync(app)).Select(a => (a.Day.Day, a.Leaves, a.Late)).Should().Equal((20, 1, 0), (21, 1, 0), (22, 2, 1), (23, 1, 0));
        (await VerifyAsync(app)).Said.Should().StartWith("1 logs came under the anchor of a later day");
    }

    [Fact]
    public async Task An_entry_is_a_late_leaf_however_long_before_it_is_dated()
    {
        var app = await StartAsync(clock);
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromDays(20));
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromDays(1));
        await app.Get<AnchorDays>().RunAsync(Token);
        var late = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await DateBackAsync(app, late, TimeSpan.FromDays(15));
        clock.Advance(TimeSpan.FromDays(1));

        await app.Get<AnchorDays>().RunAsync(Token);

        (await AnchorsAsync(app))[^1].Should().BeEquivalentTo(new { Leaves = 1, Late = 1 });
        (await VerifyAsync(app)).Code.Should().Be(0);
    }

    [Fact]
    public async Task An_entry_that_was_committed_too_late_for_its_day_is_a_late_leaf_of_the_next()
    {
        var app = await StartAsync(clock);
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromDays(1));
        await app.Get<AnchorDays>().RunAsync(Token);
        clock.SetUtcNow(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
        var late = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await DateBackAsync(app, late, TimeSpan.FromDays(1));
        clock.Advance(TimeSpan.FromDays(2));

        await app.Get<AnchorDays>().RunAsync(Token);

        (await AnchorsAsync(app)).Select(a => (a.Leaves, a.Late)).Should().Equal([(1, 0), (1, 1)], "nothing follows that would need the next day");
        (await VerifyAsync(app)).Code.Should().Be(0);
    }

    [Fact]
    public async Task A_chain_rewritten_with_new_hashes_is_named()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        await RewriteAsync(app, handoff);

        (await VerifyAsync(app)).Should().Be((1, $"broken: day 2026-11-20: receipt {ReceiptCode.Print(handoff.Receipt)}, handoff {handoff.Id}: entry 2 of its log is not the one that was anchored: the log was rewritten"));
    }

    [Fact]
    public async Task What_is_broken_does_not_hide_what_else_is()
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        var kept = (await app.Get<ReadAnchors>().AllAsync(Token)).ToDictionary(a => a.Day, a => a.Hash);
        kept[new DateOnly(2026, 11, 21)] = "00";
        var altered = await app.LookAsync(db => db.Handoffs.OrderBy(h => h.AskedAt).Take(2).ToListAsync());
        foreach (var handoff in altered)
            await app.TamperAsync(db => db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == 2).ExecuteUpdateAsync(set => set.SetProperty(e => e.Actor, "counsellor:conseiller2")));

        var (code, said) = await VerifyAllAsync(app, kept);

        code.Should().Be(1);
        said.Should().HaveCount(3);
        foreach (var handoff in altered) said.Should().ContainSingle(line => line.StartsWith($"broken: receipt {ReceiptCode.Print(handoff.Receipt)}, handoff {handoff.Id}, entry 2: ", StringComparison.Ordinal));
        said[2].Should().StartWith("broken: day 2026-11-21: it was published with the hash 00");
    }

    [Fact]
    public async Task A_request_removed_with_its_log_is_named()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        await app.TamperAsync(async db =>
        {
            await db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteDeleteAsync();
            await db.HandoffLog.Where(e => e.HandoffId == handoff.Id).ExecuteDeleteAsync();
        });

        var (code, said) = await VerifyAsync(app);

        code.Should().Be(1);
        said.Should().Contain("day 2026-11-20").And.Contain(handoff.Id.ToString()).And.Contain("is gone");
    }

    [Theory]
    [InlineData("all")]
    [InlineData("row and asking")]
    [InlineData("rewritten")]
    [InlineData("row, and asking renamed")]
    [InlineData("ended otherwise in both")]
    [InlineData("row, log and leaf")]
    public async Task What_is_taken_out_of_row_and_log_after_its_anchor_is_an_incident_that_stays_open(string what)
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        // As many as the walk has to come round for: it does not see everything at once.
        var check = new CheckLedger(app.Get<Transactions>(), clock, NullLogger<CheckLedger>.Instance) { MostWalked = 2 };
        for (var i = 0; i < 6; i++, clock.Advance(TimeSpan.FromMinutes(1))) (await check.RunAsync(Token)).IsIncident.Should().BeFalse("honest logs are accused by nobody");
        await app.TamperAsync(async db =>
        {
            if (what == "rewritten") return;
            if (what == "ended otherwise in both")
            {
                await db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteUpdateAsync(set => set.SetProperty(h => h.State, HandoffState.Served));
                await db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == 2)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.Move, HandoffMove.Serve).SetProperty(e => e.State, HandoffState.Served).SetProperty(e => e.Actor, "counsellor:conseiller1"));
                return;
            }
            await db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteDeleteAsync();
            if (what == "row, and asking renamed") await db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == 1).ExecuteUpdateAsync(set => set.SetProperty(e => e.Move, HandoffMove.Offer));
            else await db.HandoffLog.Where(e => e.HandoffId == handoff.Id && (what != "row and asking" || e.Number == 1)).ExecuteDeleteAsync();
            if (what == "row, log and leaf") await db.AnchorLeaves.Where(l => l.HandoffId == handoff.Id).ExecuteDeleteAsync();
        });
        if (what == "rewritten") await RewriteAsync(app, handoff);

        for (var i = 0; i < 6; i++, clock.Advance(TimeSpan.FromMinutes(1))) await check.RunAsync(Token);

        var incident = await app.LookAsync(db => db.LedgerIncidents.SingleAsync());
        incident.Should().BeEquivalentTo(new { Cause = LedgerCause.AnchorDiffers, ClosedAt = (DateTimeOffset?)null, HandoffIds = new[] { (what == "row, log and leaf" ? AnchoredDays.IdOf(new DateOnly(2026, 11, 20)) : handoff.Id).ToString("N") } });
        incident.Receipts.Should().Equal([what switch { "all" or "row and asking" => "?", "row, log and leaf" => "2026-11-20", _ => handoff.Receipt }], "nothing that is left knows it");
        (await app.Get<ReadRegister>().RunAsync(Token)).OpenIncidents.Should().Be(1);
    }

    [Fact]
    public async Task An_incident_of_what_was_anchored_is_not_closed_before_all_logs_were_recomputed_since()
    {
        var app = await StartAsync(clock);
        var last = await AnchoredAsync(app);
        // The walk begins with the newest leaf.
        var first = await app.LookAsync(db => db.AnchorLeaves.OrderByDescending(l => l.Day).ThenByDescending(l => l.Place).Select(l => l.HandoffId).FirstAsync());
        foreach (var id in new[] { first, last.Id }) await ActorAsync(id, "counsellor:conseiller1");
        // Askings are gone through in each check, logs in three.
        var ledger = new CheckLedger(app.Get<Transactions>(), clock, NullLogger<CheckLedger>.Instance) { MostRecomputed = 2 };

        await CheckAsync();
        (await IncidentAsync()).HandoffIds.Should().Equal(first.ToString("N"));
        await ActorAsync(first, HandoffRecord.Citizen);
        await CheckAsync();
        (await IncidentAsync()).ClosedAt.Should().BeNull("the walk has not been everywhere since it was opened");
        await CheckAsync();
        (await IncidentAsync()).HandoffIds.Should().Equal(first.ToString("N"), last.Id.ToString("N"));
        await ActorAsync(last.Id, HandoffRecord.Citizen);
        await CheckAsync();

        (await IncidentAsync()).ClosedAt.Should().NotBeNull();

        Task<LedgerIncident> IncidentAsync() => app.LookAsync(db => db.LedgerIncidents.SingleAsync());

        Task ActorAsync(Guid id, string actor) => app.TamperAsync(db => db.HandoffLog.Where(e => e.HandoffId == id && e.Number == 2).ExecuteUpdateAsync(set => set.SetProperty(e => e.Actor, actor)));

        async Task CheckAsync()
        {
            await ledger.RunAsync(Token);
            clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task A_day_whose_leaves_are_back_is_accused_no_more()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        var leaf = await app.LookAsync(db => db.AnchorLeaves.SingleAsync(l => l.HandoffId == handoff.Id));
        await app.TamperAsync(db => db.AnchorLeaves.Where(l => l.HandoffId == handoff.Id).ExecuteDeleteAsync());
        var ledger = app.Get<CheckLedger>();

        for (var i = 0; i < 3; i++, clock.Advance(TimeSpan.FromMinutes(1))) await ledger.RunAsync(Token);
        var open = await app.LookAsync(db => db.LedgerIncidents.SingleAsync());
        open.ClosedAt.Should().BeNull();
        open.Named().Should().Equal(new NamedByIncident(AnchoredDays.IdOf(leaf.Day), null, leaf.Day));
        await app.TamperAsync(async db => { db.AnchorLeaves.Add(leaf); await db.SaveChangesAsync(); });
        await ledger.RunAsync(Token);

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).ClosedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task A_second_receipt_and_words_that_were_erased_are_no_break_of_a_log()
    {
        var app = await StartAsync(clock);
        await WithSecondReceiptAsync(app);
        await app.CitizenComesAsync(asksNow: true);
        await app.TamperAsync(db => db.Conversations.ExecuteUpdateAsync(s => s.SetProperty(c => c.WordsErasedAt, clock.GetUtcNow())));
        var ledger = new CheckLedger(app.Get<Transactions>(), clock, NullLogger<CheckLedger>.Instance) { MostWalked = 2, MostRecomputed = 1 };

        for (var i = 0; i < 12; i++, clock.Advance(TimeSpan.FromMinutes(1))) (await ledger.RunAsync(Token)).IsIncident.Should().BeFalse();
    }

    [Fact]
    public async Task To_anchor_leaves_no_connection_without_a_limit()
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        await VerifyAsync(app);

        for (var i = 0; i < 5; i++) (await app.LookAsync(db => Task.FromResult(db.Database.GetCommandTimeout()))).Should().BeNull("contexts are lent again, to citizens");
    }

    [Fact]
    public async Task Leaves_rewritten_with_the_log_do_not_give_the_root()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        await RewriteAsync(app, handoff);
        var forged = await app.LookAsync(db => db.HandoffLog.SingleAsync(e => e.HandoffId == handoff.Id && e.Number == 2));
        await app.TamperAsync(db => db.AnchorLeaves.Where(l => l.HandoffId == handoff.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Hash, forged.Hash)));

        (await VerifyAsync(app)).Said.Should().Be("broken: day 2026-11-20: its leaves do not give the anchored root");
    }

    [Fact]
    public async Task An_anchor_that_was_altered_or_removed_is_named()
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        var second = new DateOnly(2026, 11, 21);
        await app.TamperAsync(db => db.LogAnchors.Where(a => a.Day == second).ExecuteUpdateAsync(set => set.SetProperty(a => a.Late, 7)));
        (await VerifyAsync(app)).Said.Should().Be("broken: day 2026-11-21: its figures do not give its hash: the anchor was altered");

        await app.TamperAsync(db => db.LogAnchors.Where(a => a.Day == second).ExecuteDeleteAsync());
        (await VerifyAsync(app)).Said.Should().StartWith("broken: day 2026-11-22: a day is missing");
        (await VerifyAllAsync(app, published: null)).Said[0].Should().StartWith("broken: day 2026-11-21: it has leaves, and no anchor");
    }

    [Fact]
    public async Task A_request_put_into_a_day_that_is_over_is_named()
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        var invented = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await DateBackAsync(app, invented, TimeSpan.FromDays(3));

        var (code, said) = await VerifyAsync(app);

        code.Should().Be(1);
        said.Should().StartWith("broken: day 2026-11-20").And.Contain(ReceiptCode.Print(invented.Receipt)).And.Contain("put there afterwards");
    }

    /// <summary>A leaf that is put beside it says that it was anchored, on a day that no anchor has, or on none.</summary>
    [Theory]
    [InlineData("2026-11-19")]
    [InlineData("0001-01-01")]
    public async Task A_request_put_into_a_day_that_is_over_is_named_with_the_leaf_that_was_put_beside_it(string day)
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        var invented = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await DateBackAsync(app, invented, TimeSpan.FromDays(3));
        var forged = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        await app.TamperAsync(async db =>
        {
            var newest = await db.HandoffLog.Where(e => e.HandoffId == invented.Id).OrderByDescending(e => e.Number).FirstAsync();
            db.AnchorLeaves.Add(new AnchorLeaf { Day = forged, Place = 0, HandoffId = invented.Id, Number = newest.Number, Hash = newest.Hash });
            await db.SaveChangesAsync();
        });

        var (code, said) = await VerifyAsync(app);
        var check = await app.Get<CheckLedger>().RunAsync(Token);

        code.Should().Be(1);
        said.Should().Contain($"broken: day {day}: it has leaves, and no anchor");
        check.IsIncident.Should().BeTrue("the check of each minute finds it as well");
    }

    [Fact]
    public async Task Leaves_whose_anchors_were_all_taken_away_are_named()
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        await app.TamperAsync(db => db.LogAnchors.ExecuteDeleteAsync());

        var (code, said) = await VerifyAllAsync(app, published: null);

        code.Should().Be(1);
        said[0].Should().StartWith("broken: day 2026-11-20: it has leaves, and no anchor");
    }

    /// <summary>An auditor kept a copy of before: nothing of the file stands in it.</summary>
    [Theory]
    [InlineData("2026-11-10", "it confirms nothing of it", true)]
    [InlineData("2026-11-20", "confirms 1 of 3 days, the last of them 2026-11-20", true)]
    [InlineData("2026-11-22", "confirms 1 of 3 days, the last of them 2026-11-22", false)]
    public async Task How_far_a_kept_copy_confirms_a_file_is_said(string keptDay, string expected, bool asksToCompare)
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        var all = await app.Get<ReadAnchors>().AllAsync(Token);
        var (file, copy) = (Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        var day = DateOnly.ParseExact(keptDay, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        try
        {
            await File.WriteAllTextAsync(file, await ExportAsync(app, "2026-11-20..2026-11-21"), Token);
            await File.WriteAllBytesAsync(copy, PublishedAnchors.WriteCsv([all.FirstOrDefault(a => a.Day == day) ?? all[0] with { Day = day }]), Token);
            using var output = new StringWriter();

            (await VerifyExportCommand.RunAsync([file, "--published", copy], output, TextWriter.Null)).Should().Be(0);

            output.ToString().Should().Contain(expected);
            output.ToString().Contains("compare with the public register", StringComparison.Ordinal).Should().Be(asksToCompare);
        }
        finally
        {
            File.Delete(file);
            File.Delete(copy);
        }
    }

    [Fact]
    public async Task Everything_rewritten_to_agree_with_itself_is_found_by_who_kept_the_published_hashes()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        var kept = PublishedAnchors.Read(System.Text.Encoding.UTF8.GetString(PublishedAnchors.WriteCsv(await app.Get<ReadAnchors>().AllAsync(Token))));
        kept.Should().HaveCount(3);
        await RewriteAsync(app, handoff);
        await app.TamperAsync(async db =>
        {
            await db.AnchorLeaves.ExecuteDeleteAsync();
            await db.LogAnchors.ExecuteDeleteAsync();
        });
        await app.Get<AnchorDays>().RunAsync(Token);
        (await VerifyAsync(app)).Code.Should().Be(0, "without a witness the whole forgery agrees with itself");

        var (code, said) = await VerifyAllAsync(app, kept);

        code.Should().Be(1);
        said.Should().SatisfyRespectively(
            new[] { "2026-11-20", "2026-11-21", "2026-11-22" }.Select<string, Action<string>>(day => line => line.Should().StartWith($"broken: day {day}: it was published with the hash")),
            "whoever looks after a restore has to see where it begins, and that nothing before it differs");
    }

    [Fact]
    public async Task Days_that_were_published_and_are_gone_are_named_one_and_all()
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        var kept = new Dictionary<DateOnly, string>(PublishedAnchors.Read(System.Text.Encoding.UTF8.GetString(PublishedAnchors.WriteCsv(await app.Get<ReadAnchors>().AllAsync(Token)))))
        {
            [new DateOnly(2026, 11, 23)] = "a1", [new DateOnly(2026, 11, 24)] = "a2",
        };

        (await VerifyAllAsync(app, kept)).Said.Should().Equal("broken: day 2026-11-23: it was published, and has no anchor now", "broken: day 2026-11-24: it was published, and has no anchor now");
    }

    [Fact]
    public async Task An_export_proves_itself_without_the_database()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        var kept = (await app.Get<ReadAnchors>().AllAsync(Token)).ToDictionary(a => a.Day, a => a.Hash);

        var one = await ExportAsync(app, ReceiptCode.Print(handoff.Receipt));
        var period = await ExportAsync(app, "2026-11-20..2026-11-21");

        var report = VerifyExport.Run(Read(one), kept);
        report.Fault.Should().BeNull();
        report.Should().BeEquivalentTo(new { Requests = 1, Entries = 2, Proved = 1, ProvedEntries = 2 });
        VerifyExport.Run(Read(period), kept).Should().BeEquivalentTo(new { Requests = 3, Proved = 3, Fault = (string?)null });
        (one + period).Should().NotContain("mon secret", "the words of people are left out");
    }

    [Fact]
    public async Task What_a_file_does_not_prove_is_said_beside_what_it_proves()
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var export = Read(await ExportAsync(app, "2026-11-20..2026-11-21"));
        // A request was left out, and of another it is said that its citizen spoke at another time: the file is right all the same.
        var invented = export.Requests[0] with { Said = [new ExportedActivity(1, clock.GetUtcNow(), "citizen")] };
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(export with { Requests = [invented] }, ExportLogCommand.Format), Token);
            using var output = new StringWriter();

            (await VerifyExportCommand.RunAsync([file], output, TextWriter.Null)).Should().Be(0);

            output.ToString().Should().Contain("not proved by this file: who said something and when (said), that no request was left out of it, and that no log went on after its last entry");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_export_of_some_days_holds_no_receipt_that_opens_a_conversation()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        var receipts = await app.LookAsync(db => db.Handoffs.Select(h => h.Receipt).ToListAsync());

        var whileKept = await ExportAsync(app, "2026-11-20..2026-11-21");

        foreach (var receipt in receipts) whileKept.Should().NotContain(receipt).And.NotContain(ReceiptCode.Print(receipt));
        var kept = (await app.Get<ReadAnchors>().AllAsync(Token)).ToDictionary(a => a.Day, a => a.Hash);
        VerifyExport.Run(Read(whileKept), kept).Should().BeEquivalentTo(new { Requests = 3, Proved = 3, Withheld = 3, Fault = (string?)null });

        // The words are gone, and their receipt opens nothing: the whole log is told.
        await app.TamperAsync(db => db.Conversations.ExecuteUpdateAsync(s => s.SetProperty(c => c.WordsErasedAt, clock.GetUtcNow())));
        var later = Read(await ExportAsync(app, "2026-11-20..2026-11-21"));
        VerifyExport.Run(later, kept).Should().BeEquivalentTo(new { Requests = 3, Withheld = 0, Fault = (string?)null });
        later.Requests.Should().OnlyContain(r => r.Receipt == null);

        // Only the asking may be without its facts.
        var withdrawn = later.Requests.Single(r => r.HandoffId == handoff.Id);
        VerifyExport.Run(later with { Requests = [withdrawn with { Entries = [withdrawn.Entries[0], withdrawn.Entries[1] with { Facts = null }] }] }, kept).Fault.Should().Contain("entry 2").And.Contain("facts are missing");
    }

    [Fact]
    public async Task Each_export_is_recorded_with_who_took_it_away()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);

        (await ExportLogCommand.MakeAsync(app.Get<ExportLog>(), handoff.Receipt, part: null, "responsable1", Token)).Refusal.Should().BeNull();
        clock.Advance(TimeSpan.FromSeconds(1));
        await ExportAsync(app, "2026-11-20..2026-11-21");
        await ExportLogCommand.MakeAsync(app.Get<ExportLog>(), "hier..demain", part: null, "responsable1", Token);

        (await app.Get<RecordLooks>().ListAsync(Token)).Should().BeEquivalentTo(
            new[]
            {
                new { Person = RecordLooks.Operator, Kind = LookKind.Export, HandoffId = (Guid?)null, Scope = (string?)"2026-11-20..2026-11-21" },
                new { Person = "responsable1", Kind = LookKind.Export, HandoffId = (Guid?)handoff.Id, Scope = (string?)null },
            }, o => o.WithStrictOrdering());
    }

    [Fact]
    public async Task An_export_of_a_second_receipt_is_that_of_its_request()
    {
        var app = await StartAsync(clock);
        var handoff = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        var second = app.Get<ReceiptSeal>().New();
        await app.TamperAsync(async db =>
        {
            db.ReceiptAliases.Add(new ReceiptAlias { Receipt = second, HandoffId = handoff.Id, At = clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });

        var export = Read(await ExportAsync(app, ReceiptCode.Print(second)));

        export.Scope.Should().Be(ReceiptCode.Print(second));
        export.Requests.Should().ContainSingle().Which.Should().BeEquivalentTo(new { HandoffId = handoff.Id, Receipt = ReceiptCode.Print(handoff.Receipt) });
        VerifyExport.Run(export, new Dictionary<DateOnly, string>()).Fault.Should().BeNull();
    }

    [Fact]
    public async Task A_second_receipt_is_under_the_anchor_of_its_day_and_proved_in_the_export()
    {
        var app = await StartAsync(clock);
        var (handoff, second) = await WithSecondReceiptAsync(app);

        (await AnchorsAsync(app))[0].Leaves.Should().Be(3, "two logs and a second receipt");
        (await VerifyAsync(app)).Code.Should().Be(0);
        (await app.Get<AnchorDays>().RunAsync(Token)).Should().Be(0);
        var export = Read(await ExportAsync(app, ReceiptCode.Print(handoff.Receipt)));
        var log = export.Requests[0];
        var proved = log.SecondReceipts.Should().ContainSingle().Subject;
        proved.Receipt.Should().Be(ReceiptCode.Print(second));
        proved.Proof!.Day.Should().Be(new DateOnly(2026, 11, 20));
        log.Proof!.Number.Should().BePositive();
        Fault(log).Should().BeNull();
        Fault(log with { SecondReceipts = [proved with { Receipt = ReceiptCode.Print(app.Get<ReceiptSeal>().New()) }] }).Should().Contain("was altered");
        Fault(log with { SecondReceipts = [proved with { Proof = log.Proof }] }).Should().Contain("is another's");
        Fault(log with { SecondReceipts = [proved with { Proof = null }] }).Should().Contain("under no root");
        Fault(log with { Proof = proved.Proof }).Should().Contain("was anchored and is not in the export");
        Read(await ExportAsync(app, "2026-11-20..2026-11-22")).Requests.Should().OnlyContain(r => r.SecondReceipts == null, "a receipt opens the conversation");

        string? Fault(ExportedLog altered) => VerifyExport.Run(export with { Requests = [altered] }, new Dictionary<DateOnly, string>()).Fault;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_receipt_that_leads_to_its_request_no_more_is_found_out(bool isDeleted)
    {
        var app = await StartAsync(clock);
        var (handoff, second) = await WithSecondReceiptAsync(app);
        var other = await app.LookAsync(db => db.Handoffs.Where(h => h.Id != handoff.Id).Select(h => h.Id).FirstAsync());
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();

        await app.TamperAsync(db => isDeleted ? db.ReceiptAliases.ExecuteDeleteAsync() : db.ReceiptAliases.ExecuteUpdateAsync(set => set.SetProperty(a => a.HandoffId, other)));

        var (code, said) = await VerifyAllAsync(app, published: null);
        code.Should().Be(1);
        string.Join(' ', said).Should().Contain("second receipt").And.Contain(ReceiptCode.Print(handoff.Receipt)).And.Contain(isDeleted ? "leads to it no more" : ReceiptCode.Print(second), "where it is, it stands where it was never anchored");
        (await app.Get<CheckLedger>().RunAsync(Token)).Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true });
        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Should().BeEquivalentTo(new { Cause = LedgerCause.ReceiptDiffers, Receipts = new[] { handoff.Receipt } });

        await app.TamperAsync(async db =>
        {
            await db.ReceiptAliases.ExecuteDeleteAsync();
            db.ReceiptAliases.Add(new ReceiptAlias { Receipt = second, HandoffId = handoff.Id, At = handoff.AskedAt });
            await db.SaveChangesAsync();
        });
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();
        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).ClosedAt.Should().NotBeNull();
        (await VerifyAsync(app)).Code.Should().Be(0);
    }

    [Fact]
    public async Task A_second_receipt_that_was_put_into_an_anchored_day_is_found_out()
    {
        var app = await StartAsync(clock);
        var (handoff, _) = await WithSecondReceiptAsync(app);
        var forged = app.Get<ReceiptSeal>().New();
        await GiveSecondAsync(app, forged, handoff);

        var (code, said) = await VerifyAllAsync(app, published: null);

        code.Should().Be(1);
        string.Join(' ', said).Should().Contain("put there afterwards").And.Contain(ReceiptCode.Print(forged));
    }

    [Fact]
    public async Task Second_receipts_of_before_the_first_anchor_that_knows_of_them_are_accused_by_nobody_and_taken_by_it()
    {
        var app = await StartAsync(clock);
        // As the former version left them: anchored days, and under no root what was given on them.
        var handoff = await AnchoredAsync(app);
        await GiveSecondAsync(app, app.Get<ReceiptSeal>().New(), handoff);

        (await VerifyAsync(app)).Code.Should().Be(0);
        (await SecondOfAsync(app, handoff)).Should().Be((null, null));

        await NextDayAsync(app);
        (await VerifyAsync(app)).Code.Should().Be(0);
        (await SecondOfAsync(app, handoff)).Should().Be((new DateOnly(2026, 11, 23), null));
    }

    [Fact]
    public async Task Second_receipts_of_days_that_a_former_version_anchored_in_between_are_accused_by_nobody()
    {
        var app = await StartAsync(clock);
        await WithSecondReceiptAsync(app);
        var other = await app.LookAsync(db => db.Handoffs.Where(h => h.AskedAt > new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero)).SingleAsync());
        await GiveSecondAsync(app, app.Get<ReceiptSeal>().New(), other);

        (await VerifyAsync(app)).Code.Should().Be(0);
        (await SecondOfAsync(app, other)).Should().Be((null, null));

        await NextDayAsync(app);
        (await VerifyAsync(app)).Code.Should().Be(0);
        (await SecondOfAsync(app, other)).Should().Be((new DateOnly(2026, 11, 23), null));
    }

    private async Task NextDayAsync(RouterApp app)
    {
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromDays(1));
        (await app.Get<AnchorDays>().RunAsync(Token)).Should().Be(1);
    }

    /// <returns>Under which root its one second receipt is, as an export tells, and what is wrong with that.</returns>
    private static async Task<(DateOnly? Day, string? Fault)> SecondOfAsync(RouterApp app, Handoff handoff)
    {
        var export = Read(await ExportAsync(app, ReceiptCode.Print(handoff.Receipt)));
        return (export.Requests.Single().SecondReceipts!.Single().Proof?.Day, VerifyExport.Run(export, new Dictionary<DateOnly, string>()).Fault);
    }

    /// <returns>The request that was asked and withdrawn on the first day, and the second receipt that was given for it then; all days are anchored.</returns>
    private async Task<(Handoff Handoff, string Second)> WithSecondReceiptAsync(RouterApp app)
    {
        var handoff = await ThreeDaysAsync(app);
        var second = app.Get<ReceiptSeal>().New();
        await GiveSecondAsync(app, second, handoff);
        clock.SetUtcNow(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        (await app.Get<AnchorDays>().RunAsync(Token)).Should().Be(3);
        return (handoff, second);
    }

    private static Task GiveSecondAsync(RouterApp app, string receipt, Handoff handoff) => app.TamperAsync(async db =>
    {
        db.ReceiptAliases.Add(new ReceiptAlias { Receipt = receipt, HandoffId = handoff.Id, At = handoff.AskedAt });
        await db.SaveChangesAsync();
    });

    [Fact]
    public async Task A_request_whose_row_is_gone_is_found_by_its_receipt()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteDeleteAsync());

        var export = Read(await ExportAsync(app, ReceiptCode.Print(handoff.Receipt)));

        export.Requests.Should().ContainSingle().Which.HandoffId.Should().Be(handoff.Id);
        export.Requests[0].Entries[0].Facts.Should().Contain(handoff.Receipt);
        VerifyExport.Run(export, new Dictionary<DateOnly, string>()).Should().BeEquivalentTo(new { Requests = 1, Proved = 1, Fault = (string?)null });
        (await ExportLogCommand.MakeAsync(app.Get<ExportLog>(), ReceiptCode.Print(app.Get<ReceiptSeal>().New()), part: null, "responsable1", Token)).Refusal!.Status.Should().Be(404);
        string.Join(' ', (await VerifyAllAsync(app, published: null)).Said).Should().Contain("is gone").And.Contain(ReceiptCode.Print(handoff.Receipt));

        await app.TamperAsync(db => db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == 2).ExecuteDeleteAsync());
        var anchored = await app.Get<VerifyAnchors>().RunAsync(new Dictionary<DateOnly, string>(), Token);
        anchored.Breaks.Should().ContainSingle().Which.Receipt.Should().Be(handoff.Receipt, "the first entry still says which was given");
    }

    [Fact]
    public async Task A_request_whose_row_is_gone_is_found_by_its_second_receipt()
    {
        var app = await StartAsync(clock);
        var (handoff, second) = await WithSecondReceiptAsync(app);
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteDeleteAsync());

        var export = Read(await ExportAsync(app, ReceiptCode.Print(second)));

        export.Requests.Should().ContainSingle().Which.HandoffId.Should().Be(handoff.Id);
        export.Requests[0].SecondReceipts.Should().ContainSingle().Which.Proof.Should().NotBeNull();
    }

    [Theory]
    [InlineData("removed", "entry 1 is missing")]
    [InlineData("renamed", "entry 1: its facts are missing")]
    [InlineData("all removed", "it has no log")]
    public async Task A_request_whose_asking_is_gone_is_in_the_export_of_its_days_and_named_there(string what, string told)
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        await app.TamperAsync(db => what switch
        {
            "renamed" => db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == 1).ExecuteUpdateAsync(set => set.SetProperty(e => e.Move, HandoffMove.Offer)),
            _ => db.HandoffLog.Where(e => e.HandoffId == handoff.Id && (what == "all removed" || e.Number == 1)).ExecuteDeleteAsync(),
        });

        var export = await ExportAsync(app, "2026-11-20..2026-11-20");
        var byId = await ExportAsync(app, handoff.Id.ToString("N"));

        Read(export).Requests.Should().HaveCount(2);
        (export + byId).Should().NotContain(handoff.Receipt, "it opens a conversation whose words are kept");
        VerifyExport.Run(Read(export), new Dictionary<DateOnly, string>()).Fault.Should().Contain(handoff.Id.ToString()).And.Contain(told);
        VerifyExport.Run(Read(byId), new Dictionary<DateOnly, string>()).Fault.Should().Contain(handoff.Id.ToString()).And.Contain(told);
        (await ExportLogCommand.MakeAsync(app.Get<ExportLog>(), Guid.Empty.ToString(), part: null, "responsable1", Token)).Refusal!.Status.Should().Be(404);
    }

    [Fact]
    public async Task More_requests_than_one_export_holds_are_exported_in_parts()
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        var exports = new ExportLog(app.Get<Transactions>(), app.Get<RecordLooks>(), clock) { MostRequests = 2 };

        (await MakeAsync(null)).Refusal!.Text.Should().Contain("en 2 parties");
        (await MakeAsync("3")).Refusal!.Code.Should().Be("period");
        (await MakeAsync("0")).Refusal!.Code.Should().Be("period");
        (await MakeAsync("deux")).Refusal!.Code.Should().Be("period");
        var (first, second) = ((await MakeAsync("1")).Export!, (await MakeAsync("2")).Export!);

        (first.Scope, second.Scope).Should().Be(("2026-11-20..2026-11-22 1/2", "2026-11-20..2026-11-22 2/2"));
        VerifyExport.Run(first, new Dictionary<DateOnly, string>()).Should().BeEquivalentTo(new { Requests = 2, Proved = 2, Fault = (string?)null });
        VerifyExport.Run(second, new Dictionary<DateOnly, string>()).Should().BeEquivalentTo(new { Requests = 1, Proved = 1, Fault = (string?)null });
        var asked = await app.LookAsync(db => db.HandoffLog.Where(e => e.Move == HandoffMove.Ask).Select(e => e.HandoffId).ToListAsync());
        first.Requests.Concat(second.Requests).Select(r => r.HandoffId).Should().BeEquivalentTo(asked, "each is in one part");

        Task<(LogExport? Export, Platform.Refusal? Refusal)> MakeAsync(string? part) => ExportLogCommand.MakeAsync(exports, "2026-11-20..2026-11-22", part, "responsable1", Token);
    }

    [Fact]
    public async Task An_export_of_what_is_not_anchored_yet_is_right()
    {
        var app = await StartAsync(clock);
        await AnchoredAsync(app);
        var today = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();

        VerifyExport.Run(Read(await ExportAsync(app, today.Receipt)), new Dictionary<DateOnly, string>()).Should().BeEquivalentTo(new { Requests = 1, Proved = 0, Fault = (string?)null });
        VerifyExport.Run(Read(await ExportAsync(app, "2026-11-20..2026-11-23")), new Dictionary<DateOnly, string>()).Should().BeEquivalentTo(new { Requests = 4, Proved = 3, Fault = (string?)null });
    }

    [Theory]
    [InlineData("2026-11-23..2026-11-20")]
    [InlineData("2026-11-20..9999-12-31")]
    [InlineData("0001-01-01..2026-11-20")]
    [InlineData("hier..demain")]
    public async Task A_period_that_cannot_be_is_refused_in_words(string scope)
    {
        var app = await StartAsync(clock);

        var (export, refusal) = await ExportLogCommand.MakeAsync(app.Get<ExportLog>(), scope, part: null, "responsable1", Token);

        (export, refusal?.Code).Should().Be((null, "period"));
    }

    [Fact]
    public async Task An_export_that_was_altered_is_refused()
    {
        var app = await StartAsync(clock);
        var handoff = await AnchoredAsync(app);
        var export = Read(await ExportAsync(app, handoff.Receipt));
        var log = export.Requests[0];
        var e = log.Entries[1];
        var kept = (await app.Get<ReadAnchors>().AllAsync(Token)).ToDictionary(a => a.Day, a => a.Hash);

        Fault(export with { Requests = [log with { Entries = [log.Entries[0], e with { Actor = "clock" }] }] }).Should().Contain("entry 2").And.Contain("altered");
        var rehashed = new HandoffLogEntry { HandoffId = log.HandoffId, Number = 2, At = e.At, Move = HandoffMove.Withdraw, State = HandoffState.Withdrawn, Actor = "clock", Facts = e.Facts!, PreviousHash = e.PreviousHash }.ComputeHash();
        Fault(export with { Requests = [log with { Entries = [log.Entries[0], e with { Actor = "clock", Hash = rehashed }] }] }).Should().Contain("not under the root");
        Fault(export with { Requests = [log with { Entries = [log.Entries[0]] }] }).Should().Contain("entry 2 was anchored and is not in the export");
        Fault(export with { Requests = [log with { Entries = [log.Entries[0], e with { State = $"{(int)Enum.Parse<HandoffState>(e.State)}" }] }] }).Should().Contain("state is unknown", "a number is read as the name that was hashed");
        Fault(export with { Requests = [log with { Entries = [log.Entries[0], e with { Move = $"{(HandoffMove)0}, {e.Move}" }] }] }).Should().Contain("move or state is unknown");
        Fault(export with { Anchors = [export.Anchors[0] with { Late = 3 }, .. export.Anchors.Skip(1)] }).Should().Contain("do not give its hash");
        Fault(export with { Anchors = [.. export.Anchors.Skip(1)] }).Should().Contain("is missing");
        Fault(export with { Requests = [log with { Receipt = ReceiptCode.Print(app.Get<ReceiptSeal>().New()) }] }).Should().Contain("receipt is not the one that was given").And.Contain(ReceiptCode.Print(handoff.Receipt));
        // Rewritten from its first entry on, and the proof taken away that would show it.
        var first = log.Entries[0];
        var rewritten = new HandoffLogEntry { HandoffId = log.HandoffId, Number = 1, At = first.At, Move = HandoffMove.Ask, State = HandoffState.Waiting, Actor = "assistant", Facts = first.Facts!, PreviousHash = "" }.ComputeHash();
        Fault(export with { Requests = [log with { Entries = [first with { Actor = "assistant", Hash = rewritten }], Proof = null }] }).Should().Contain("entry 1 is dated 2026-11-20").And.Contain("under no root");
        // Nobody ended it, and it was never anchored.
        var alone = export with { Requests = [log with { Entries = [log.Entries[0], e with { Actor = "clock", Hash = rehashed }], Proof = null }], Anchors = [] };
        VerifyExport.Run(alone, new Dictionary<DateOnly, string>()).Fault.Should().Contain("entry 2").And.Contain("only a person ends a request");
        // And its days as well, so that the file tells of no root.
        var cut = export with { Requests = [log with { Entries = [first with { Actor = "assistant", Hash = rewritten }], Proof = null }], Anchors = [] };
        Fault(cut).Should().Contain("entry 1 is dated 2026-11-20").And.Contain("under no root");
        VerifyExport.Run(cut, kept).Lacking.Select(day => day.Day).Should().Equal(20, 21, 22);
        VerifyExport.Run(export, kept).Lacking.Should().BeEmpty();
        kept[new DateOnly(2026, 11, 21)] = "00";
        Fault(export).Should().Contain("2026-11-21").And.Contain("published");

        string? Fault(LogExport altered) => VerifyExport.Run(altered, kept).Fault;
    }

    [Fact]
    public async Task An_export_with_the_proof_of_an_older_day_is_refused()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = (await citizen.HandoffAsync()).Receipt;
        clock.Advance(TimeSpan.FromDays(1));
        await app.Get<AnchorDays>().RunAsync(Token);
        var early = Read(await ExportAsync(app, receipt));
        await citizen.WithdrawsAsync();
        clock.Advance(TimeSpan.FromDays(2));
        await app.CitizenComesAsync(asksNow: true);
        await app.Get<AnchorDays>().RunAsync(Token);

        var late = Read(await ExportAsync(app, receipt));

        Fault(early, []).Should().BeNull();
        Fault(late, []).Should().BeNull();
        late.Anchors.Select(a => a.Day.Day).Should().Equal([20, 21, 22], "from its oldest entry on, although its proof is of the second day");
        Fault(late with { Requests = [late.Requests[0] with { Proof = early.Requests[0].Proof }] }, []).Should().Contain("entry 2 is dated 2026-11-21").And.Contain("under no root");
        Fault(late with { Requests = [], Anchors = [.. late.Anchors.Skip(1)] }, new() { [late.Anchors[0].Day] = "00" }).Should().Contain("2026-11-20").And.Contain("before its first day");

        static string? Fault(LogExport export, Dictionary<DateOnly, string> kept) => VerifyExport.Run(export, kept).Fault;
    }

    /// <summary>Three days: two requests on the first (one is withdrawn on it), one on the second, served on the third beside another.</summary>
    private async Task<Handoff> ThreeDaysAsync(RouterApp app)
    {
        var first = await app.CitizenComesAsync(asksNow: true);
        await first.SaysAsync("mon secret");
        await first.WithdrawsAsync();
        var other = await app.CitizenComesAsync(asksNow: true);
        clock.SetUtcNow(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
        var next = await app.CitizenComesAsync(asksNow: true);
        clock.SetUtcNow(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        await next.WithdrawsAsync();
        await other.WithdrawsAsync();
        return await first.HandoffAsync();
    }

    /// <returns>The request that was asked and withdrawn on the first day.</returns>
    private async Task<Handoff> AnchoredAsync(RouterApp app)
    {
        var first = await ThreeDaysAsync(app);
        clock.SetUtcNow(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        (await app.Get<AnchorDays>().RunAsync(Token)).Should().Be(3);
        return first;
    }

    /// <summary>The forger knows how the chain is made: the log and the row agree with each other afterwards.</summary>
    private static async Task RewriteAsync(RouterApp app, Handoff handoff)
    {
        var e = await app.LookAsync(db => db.HandoffLog.SingleAsync(l => l.HandoffId == handoff.Id && l.Number == 2));
        var at = e.At.AddSeconds(1);
        var hash = new HandoffLogEntry { HandoffId = e.HandoffId, Number = 2, At = at, Move = e.Move, State = e.State, Actor = e.Actor, Facts = e.Facts, PreviousHash = e.PreviousHash }.ComputeHash();
        await app.TamperAsync(async db =>
        {
            await db.HandoffLog.Where(l => l.HandoffId == handoff.Id && l.Number == 2).ExecuteUpdateAsync(set => set.SetProperty(l => l.At, at).SetProperty(l => l.Hash, hash));
            await db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteUpdateAsync(set => set.SetProperty(h => h.LogHash, hash));
        });
    }

    private static async Task DateBackAsync(RouterApp app, Handoff handoff, TimeSpan by)
    {
        var e = await app.LookAsync(db => db.HandoffLog.SingleAsync(l => l.HandoffId == handoff.Id));
        var at = e.At - by;
        var hash = new HandoffLogEntry { HandoffId = e.HandoffId, Number = 1, At = at, Move = e.Move, State = e.State, Actor = e.Actor, Facts = e.Facts, PreviousHash = "" }.ComputeHash();
        await app.TamperAsync(async db =>
        {
            await db.HandoffLog.Where(l => l.HandoffId == handoff.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.At, at).SetProperty(l => l.Hash, hash));
            await db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteUpdateAsync(set => set.SetProperty(h => h.LogHash, hash).SetProperty(h => h.AskedAt, at));
        });
    }

    private static Task<List<DayAnchor>> AnchorsAsync(RouterApp app) => app.LookAsync(db => db.LogAnchors.OrderBy(a => a.Day).ToListAsync());

    private static async Task<string> ExportAsync(RouterApp app, string scope)
    {
        var output = new StringWriter();
        (await ExportLogCommand.RunAsync(app.Get<IServiceProvider>(), scope, part: null, output, TextWriter.Null, Token)).Should().Be(0);
        return output.ToString();
    }

    private static LogExport Read(string json) => JsonSerializer.Deserialize<LogExport>(json, ExportLogCommand.Format)!;

    private static async Task<(int Code, string Said)> VerifyAsync(RouterApp app, IReadOnlyDictionary<DateOnly, string>? published = null)
    {
        var (code, said) = await VerifyAllAsync(app, published);
        return (code, said[^1]);
    }

    private static async Task<(int Code, string[] Said)> VerifyAllAsync(RouterApp app, IReadOnlyDictionary<DateOnly, string>? published)
    {
        var output = new StringWriter();
        var code = await VerifyLogCommand.RunAsync(app.Get<IServiceProvider>(), output, TextWriter.Null, Token, published);
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}

public sealed class When_the_days_of_embedded_logs_are_anchored : When_the_days_are_anchored
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_the_days_of_production_are_anchored(TestServersFixture fixture) : When_the_days_are_anchored
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
}
