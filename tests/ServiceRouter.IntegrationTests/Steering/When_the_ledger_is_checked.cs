using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Commands;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.IntegrationTests.SignIn;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Steering;

public abstract class When_the_ledger_is_checked : Journey
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_is_accounted_for()
    {
        var app = await StartAsync();
        await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        await app.CitizenComesAsync(asksNow: true);

        var check = await app.Get<CheckLedger>().RunAsync(Token);

        check.Should().BeEquivalentTo(new { Asked = 2L, Accounted = 2L, IsIncident = false });
        (await app.Get<ReadRegister>().RunAsync(Token)).Should().BeEquivalentTo(new { Asked = 2L, Withdrawn = 1L, Gap = 0L });
    }

    [Fact]
    public async Task A_row_deleted_by_hand_is_a_gap_that_names_the_receipt()
    {
        var app = await StartAsync();
        await app.CitizenComesAsync(asksNow: true);
        var lost = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == lost.Id).ExecuteDeleteAsync());

        await app.Get<CheckLedger>().RunAsync(Token);

        var check = await app.LookAsync(db => db.LedgerChecks.SingleAsync());
        check.Gap.Should().Be(1);
        check.Receipts.Should().Equal(lost.Receipt);
        (await app.Get<ReadRegister>().RunAsync(Token)).Gap.Should().Be(1);
    }

    [Fact]
    public async Task A_loss_hidden_behind_an_invented_row_is_an_incident()
    {
        var app = await StartAsync();
        var real = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        var invented = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(async db =>
        {
            await db.Handoffs.Where(h => h.Id == real.Id).ExecuteDeleteAsync();
            await db.HandoffLog.Where(e => e.HandoffId == invented.Id).ExecuteDeleteAsync();
        });

        var check = await app.Get<CheckLedger>().RunAsync(Token);

        check.Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true });
        check.Receipts.Should().BeEquivalentTo(real.Receipt, invented.Receipt);
        using var anyone = new Browser(new Uri(app.Url));
        (await anyone.GetAsync("/registre")).Body.Should().Contain("un incident est ouvert").And.NotContain("Le compte est juste");
    }

    [Fact]
    public async Task The_page_says_that_the_account_is_right_only_while_it_is_checked()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        await app.CitizenComesAsync(asksNow: true);
        using var anyone = new Browser(new Uri(app.Url));
        (await anyone.GetAsync("/registre")).Body.Should().NotContain("Le compte est juste");

        await app.Get<CheckLedger>().RunAsync(Token);
        app.Get<ReadRegister>().Renew();
        (await anyone.GetAsync("/registre")).Body.Should().Contain("Le compte est juste");
        clock.Advance(TimeSpan.FromMinutes(16));

        (await anyone.GetAsync("/registre")).Body.Should().NotContain("Le compte est juste").And.Contain("ne sont pas comparées");
    }

    [Fact]
    public async Task A_second_asking_in_one_log_is_no_second_citizen()
    {
        var app = await StartAsync();
        var asked = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(async db =>
        {
            var first = await db.HandoffLog.SingleAsync(e => e.HandoffId == asked.Id);
            db.HandoffLog.Add(new HandoffLogEntry
            {
                HandoffId = first.HandoffId, Number = 2, At = first.At, Move = first.Move, State = first.State, Actor = first.Actor, Facts = first.Facts, PreviousHash = first.Hash,
            }.Sealed());
            await db.SaveChangesAsync();
        });

        (await app.Get<CheckLedger>().RunAsync(Token)).Gap.Should().Be(0);
        (await app.Get<ReadRegister>().RunAsync(Token)).Should().BeEquivalentTo(new { Asked = 1L, Gap = 0L });
        (await app.Get<ReadFigures>().RunAsync(SteeringPeriod.Find(null)!, Token)).Should().BeEquivalentTo(new { Asked = 1L, Gap = 0L });
    }

    [Fact]
    public async Task One_gap_is_one_incident_until_the_row_is_back()
    {
        var app = await StartAsync();
        var lost = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(db => db.Handoffs.ExecuteDeleteAsync());
        for (var i = 0; i < 3; i++) await app.Get<CheckLedger>().RunAsync(Token);

        var open = await app.LookAsync(db => db.LedgerIncidents.SingleAsync());
        open.Should().BeEquivalentTo(new { Cause = LedgerCause.RowMissing, ClosedAt = (DateTimeOffset?)null });
        open.Receipts.Should().Equal(lost.Receipt);
        open.ReadFigures().Should().Equal(new ShareFigures(null, "web", "fr", new SideFigures(1, 0, 0, 0, 1), new SideFigures(0, 0, 0, 0, 0)));

        await app.TamperAsync(async db => { db.Handoffs.Add(lost); await db.SaveChangesAsync(); });
        await app.Get<CheckNow>().RunAsync("responsable1", Token);

        var closed = await app.LookAsync(db => db.LedgerIncidents.SingleAsync());
        closed.ClosedAt.Should().NotBeNull();
        closed.ClosedBy.Should().Be("responsable1");
    }

    [Fact]
    public async Task A_lost_request_whose_log_is_deleted_too_stays_an_incident()
    {
        var app = await StartAsync();
        await app.CitizenComesAsync(asksNow: true);
        await app.TamperAsync(db => db.Handoffs.ExecuteDeleteAsync());
        await app.Get<CheckLedger>().RunAsync(Token);
        await app.TamperAsync(db => db.HandoffLog.ExecuteDeleteAsync());

        await app.Get<CheckLedger>().RunAsync(Token);

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).ClosedAt.Should().BeNull();
    }

    [Fact]
    public async Task A_request_ended_by_hand_in_the_database_is_an_incident()
    {
        var app = await StartAsync();
        await app.CitizenComesAsync(asksNow: true);
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.State, HandoffState.Served).SetProperty(h => h.EndedAt, h => h.AskedAt)));

        (await app.Get<CheckLedger>().RunAsync(Token)).Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true });

        var incident = await app.LookAsync(db => db.LedgerIncidents.SingleAsync());
        incident.Cause.Should().Be(LedgerCause.StateDiffers);
        incident.ReadFigures().Single().Should().BeEquivalentTo(new { Log = new SideFigures(1, 0, 0, 0, 1), Rows = new SideFigures(1, 1, 0, 0, 0) });
    }

    /// <summary>Whoever reads the row by itself takes it for one that waits; whoever asks the database for those that wait does not find it, and offers it to nobody.</summary>
    [Theory]
    [InlineData("waiting")]
    [InlineData("0")]
    [InlineData("nothing of ours")]
    public async Task A_request_whose_state_is_written_otherwise_is_an_incident_and_stops_no_account(string state)
    {
        var app = await StartAsync();
        var hidden = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.CitizenComesAsync(asksNow: true);
        await app.TamperAsync(db => db.Database.ExecuteSqlAsync($"UPDATE handoffs SET state = {state} WHERE receipt = {hidden.Receipt}"));

        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeTrue();

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Receipts.Should().Equal(hidden.Receipt);
        (await app.Get<ReadNow>().RunAsync(Token)).Waiting.Should().Be(1);
        (await VerifyAsync(app)).Should().Contain($"receipt {ReceiptCode.Print(hidden.Receipt)}").And.Contain("words that are none of ours");
        (await app.Get<ReadRegister>().RunAsync(Token)).Gap.Should().Be(1);
    }

    [Fact]
    public async Task An_entry_in_another_word_stops_no_check_and_hides_no_other_loss()
    {
        var app = await StartAsync();
        var altered = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        var lost = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(async db =>
        {
            await db.Database.ExecuteSqlAsync($"UPDATE handoff_log SET move = 'X' WHERE hash = {altered.LogHash}");
            await db.Handoffs.Where(h => h.Id == lost.Id).ExecuteDeleteAsync();
        });

        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeTrue();

        (await app.LookAsync(db => db.LedgerIncidents.ToListAsync())).SelectMany(i => i.Receipts).Should().Contain([altered.Receipt, lost.Receipt]);
        (await VerifyAsync(app)).Should().Contain(ReceiptCode.Print(altered.Receipt)).And.Contain(ReceiptCode.Print(lost.Receipt));
    }

    [Fact]
    public async Task A_receipt_that_was_emptied_names_no_other_request_in_its_place()
    {
        var app = await StartAsync();
        var (first, second) = (await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync(), await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync());
        await app.TamperAsync(async db =>
        {
            await db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.State, HandoffState.Served).SetProperty(h => h.EndedAt, h => h.AskedAt));
            await db.Handoffs.Where(h => h.Id == first.Id).ExecuteUpdateAsync(set => set.SetProperty(h => h.Receipt, ""));
        });

        await app.Get<CheckLedger>().RunAsync(Token);

        var named = (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Named();
        named.Should().HaveCount(2).And.ContainSingle(n => n.HandoffId == first.Id && n.Receipt == null).And.ContainSingle(n => n.HandoffId == second.Id && n.Receipt == second.Receipt);
    }

    [Fact]
    public async Task A_request_moved_into_another_territory_of_the_account_is_an_incident()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync();
        await citizen.GivesPostcodeAsync("23000");
        await citizen.AsksForHumanAsync();
        await citizen.GivesPostcodeAsync("75001");
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse("the account is by the territory of the asking");
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.AskedTerritory, "75")));

        await app.Get<CheckLedger>().RunAsync(Token);

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Cause.Should().Be(LedgerCause.ShareDiffers);
    }

    [Fact]
    public async Task Somebody_in_danger_who_was_put_among_all_others_is_an_incident()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync();
        await citizen.SaysAsync("j'ai envie d'en finir");
        var handoff = await citizen.HandoffAsync();
        handoff.Rank.Should().Be(HandoffRank.Distress, "the test is about it");
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.Rank, HandoffRank.Ordinary)));

        (await app.Get<CheckLedger>().RunAsync(Token)).Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true });

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Should().BeEquivalentTo(new { Cause = LedgerCause.RankDiffers, Receipts = new[] { handoff.Receipt } });
        (await VerifyAsync(app)).Should().Contain("less urgent");
    }

    [Fact]
    public async Task Danger_that_was_said_after_the_asking_and_is_taken_from_the_row_is_an_incident()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var asked = await desk.SeesOfferAsync();
        await citizen.SaysAsync("j'ai envie d'en finir");
        (await citizen.HandoffAsync()).Rank.Should().Be(HandoffRank.Distress, "the test is about it");
        (await desk.DeclinesAsync(asked.Id)).Should().BeNull();
        await app.CounsellorComesAsync("conseiller2");
        await app.Get<MatchingLoop>().RunPassAsync();
        (await app.LookAsync(db => db.HandoffLog.CountAsync(e => e.Move == HandoffMove.Offer))).Should().Be(2);
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.Rank, HandoffRank.Ordinary)));

        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeTrue();

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Cause.Should().Be(LedgerCause.RankDiffers);
        (await VerifyAsync(app)).Should().Contain("less urgent than it was offered");
    }

    [Fact]
    public async Task An_open_request_that_was_hidden_among_the_exercises_is_an_incident()
    {
        var app = await StartAsync();
        var hidden = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.Territory, SealedTerritory.Code)));

        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeTrue("no counsellor is offered it any more");

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Should().BeEquivalentTo(new { Cause = LedgerCause.ShareDiffers, Receipts = new[] { hidden.Receipt } });
    }

    [Fact]
    public async Task A_citizen_who_was_put_among_the_exercises_before_asking_is_an_incident()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync();
        await app.TamperAsync(db => db.Conversations.ExecuteUpdateAsync(set => set.SetProperty(c => c.Territory, SealedTerritory.Code)));
        await citizen.AsksForHumanAsync();
        var hidden = await citizen.HandoffAsync();

        (await app.Get<CheckLedger>().RunAsync(Token)).Should().BeEquivalentTo(new { Asked = 0L, Gap = 0L, IsIncident = true }, "row and log agree, and no account has it");

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Should().BeEquivalentTo(new { Cause = LedgerCause.NeverPlayed, Receipts = new[] { hidden.Receipt } });
    }

    [Fact]
    public async Task A_request_whose_receipt_was_changed_is_an_incident_that_names_the_one_that_was_given()
    {
        var app = await StartAsync();
        var given = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        var other = app.Get<ReceiptSeal>().New();
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.Receipt, other)));

        (await app.Get<CheckLedger>().RunAsync(Token)).Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true });

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Should().BeEquivalentTo(new { Cause = LedgerCause.ReceiptDiffers, Receipts = new[] { given.Receipt } });
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2099)]
    public async Task A_request_whose_date_was_taken_away_or_put_off_is_an_incident(int? year)
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        (await desk.WritesInVainAsync(await desk.TakesNextAsync())).Should().BeNull();
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse("it has the date that was given");
        var due = year is { } later ? new DateTimeOffset(later, 1, 1, 0, 0, 0, TimeSpan.Zero) : (DateTimeOffset?)null;
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.DueAt, due)));

        await IsOutOfReachAsync(app, year is null ? "the row has no date" : "2099-01-01");
    }

    [Fact]
    public async Task An_open_request_whose_row_has_an_end_is_an_incident()
    {
        var app = await StartAsync();
        await app.CitizenComesAsync(asksNow: true);
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.EndedAt, h => h.AskedAt)));

        await IsOutOfReachAsync(app, "the row has an end");
    }

    [Fact]
    public async Task A_request_that_has_ended_and_whose_row_has_no_end_is_an_incident()
    {
        var app = await StartAsync();
        await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.EndedAt, (DateTimeOffset?)null)));

        await IsOutOfReachAsync(app, "the row has no end");
    }

    [Fact]
    public async Task An_offer_without_an_end_is_an_incident()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.OfferExpiresAt, (DateTimeOffset?)null)));

        await IsOutOfReachAsync(app, "without an end of the offer");
    }

    [Fact]
    public async Task A_request_of_a_counsellor_who_was_deleted_is_an_incident_until_the_clock_takes_it_back()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == desk.Id).ExecuteDeleteAsync());
        await IsOutOfReachAsync(app, "whose own row is gone");

        clock.Advance(TimeSpan.FromSeconds(46));
        await app.TimeMovesAsync();

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();
        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).ClosedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Two_requests_whose_conversations_were_swapped_are_an_incident()
    {
        var app = await StartAsync();
        var one = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        var other = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        foreach (var (id, conversation) in new[] { (one.Id, Guid.Empty), (other.Id, one.ConversationId), (one.Id, other.ConversationId) })
            await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == id).ExecuteUpdateAsync(set => set.SetProperty(h => h.ConversationId, conversation)));

        (await app.Get<CheckLedger>().RunAsync(Token)).Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true });

        var incident = await app.LookAsync(db => db.LedgerIncidents.SingleAsync());
        incident.Cause.Should().Be(LedgerCause.ConversationDiffers);
        incident.Receipts.Should().BeEquivalentTo(one.Receipt, other.Receipt);
        (await VerifyAsync(app)).Should().Contain("another conversation");
    }

    [Fact]
    public async Task A_wait_that_was_made_shorter_is_an_incident()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var asked = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        clock.Advance(TimeSpan.FromMinutes(20));
        var desk = await app.CounsellorComesAsync();
        (await desk.SaysAsync(await desk.TakesNextAsync(), "Bonjour")).Should().BeNull();
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();

        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.FirstHumanWordAt, asked.AskedAt.AddMinutes(2))));
        await HasOtherTimesAsync(app, "before it was taken");
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.FirstHumanWordAt, clock.GetUtcNow()).SetProperty(h => h.AskedAt, asked.AskedAt.AddMinutes(15))));
        await HasOtherTimesAsync(app, "after it was written down");
    }

    private static async Task HasOtherTimesAsync(RouterApp app, string verified)
    {
        (await app.Get<CheckLedger>().RunAsync(Token)).Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true });

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Should().BeEquivalentTo(new { Cause = LedgerCause.TimesDiffer, ClosedAt = (DateTimeOffset?)null });
        (await VerifyAsync(app)).Should().Contain(verified);
    }

    private static async Task IsOutOfReachAsync(RouterApp app, string verified)
    {
        (await app.Get<CheckLedger>().RunAsync(Token)).Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true });

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Cause.Should().Be(LedgerCause.OutOfReach);
        (await VerifyAsync(app)).Should().Contain(verified);
    }

    private static async Task<string> VerifyAsync(RouterApp app)
    {
        using var output = new StringWriter();
        (await VerifyLogCommand.RunAsync(app.Get<IServiceProvider>(), output, TextWriter.Null, Token)).Should().Be(1);
        return output.ToString();
    }

    [Fact]
    public async Task A_check_that_was_overtaken_closes_nothing_that_was_found_since()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var lost = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(db => db.Handoffs.ExecuteDeleteAsync());
        clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<CheckLedger>().RunAsync(Token);
        await app.TamperAsync(async db => { db.Handoffs.Add(lost); await db.SaveChangesAsync(); });
        var before = new FakeTimeProvider(clock.GetUtcNow() - TimeSpan.FromSeconds(30));

        await new CheckLedger(app.Get<Transactions>(), before, new ListLogger()).RunAsync(Token);
        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).ClosedAt.Should().BeNull("it looked before the incident was opened");
        await app.Get<CheckLedger>().RunAsync(Token);

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).ClosedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task A_check_by_a_clock_that_was_ahead_is_not_the_last_one_for_as_long()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        await app.CitizenComesAsync(asksNow: true);
        var ahead = new FakeTimeProvider(clock.GetUtcNow().AddDays(30));
        await new CheckLedger(app.Get<Transactions>(), ahead, new ListLogger()).RunAsync(Token);
        (await app.Get<ReadFigures>().LastCheckAsync(Token)).Should().BeNull();

        await app.Get<CheckLedger>().RunAsync(Token);

        (await app.Get<ReadFigures>().LastCheckAsync(Token))!.At.Should().Be(clock.GetUtcNow());
    }

    [Fact]
    public async Task A_loss_of_long_ago_is_found_by_the_walk_through_the_past_in_bounded_steps()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var receipts = new List<string>();
        for (var i = 0; i < 7; i++, clock.Advance(TimeSpan.FromHours(1)))
        {
            var citizen = await app.CitizenComesAsync(asksNow: true);
            receipts.Add((await citizen.HandoffAsync()).Receipt);
            await citizen.WithdrawsAsync();
        }
        clock.Advance(TimeSpan.FromDays(100));
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Receipt == receipts[5]).ExecuteDeleteAsync());
        var lines = new ListLogger();
        var ledger = new CheckLedger(app.Get<Transactions>(), clock, lines) { MostWalked = 3 };

        var checks = new List<LedgerCheck>();
        for (var i = 0; i < 4; i++, clock.Advance(TimeSpan.FromMinutes(1))) checks.Add(await ledger.RunAsync(Token));

        checks.Select(c => c.Asked).Should().Equal([3, 3, 1, 3], "each check takes the next three askings, and after the last the first ones again");
        checks.Select(c => c.Gap).Should().Equal(0, 1, 0, 0);
        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Should().BeEquivalentTo(new { Receipts = new[] { receipts[5] }, ClosedAt = (DateTimeOffset?)null });
        lines.Errors.Should().ContainSingle(line => line.Contains("RowMissing")).Which.Should().NotContain(receipts[5], "a receipt opens the request of a person");
    }

    [Theory]
    [InlineData(LedgerIncident.MostNamed)]
    [InlineData(1)]
    public async Task An_incident_is_not_closed_while_others_of_its_cause_may_be_lost_where_the_walk_comes_later(int most)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        for (var i = 0; i < 7; i++, clock.Advance(TimeSpan.FromHours(1))) await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        clock.Advance(TimeSpan.FromDays(100));
        var rows = await app.LookAsync(db => db.Handoffs.OrderBy(h => h.AskedAt).ToListAsync());
        foreach (var lost in new[] { rows[0], rows[6] }) await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == lost.Id).ExecuteDeleteAsync());
        var ledger = new CheckLedger(app.Get<Transactions>(), clock, new ListLogger()) { MostWalked = 3, MostInIncident = most };

        await CheckAsync(1);
        await RestoreAsync(rows[0]);
        // The second looks at the third to the fifth, the third at the last.
        await CheckAsync(5);
        (await IncidentAsync()).Should().BeEquivalentTo(new { ClosedAt = (DateTimeOffset?)null }, "the last is lost all the time");
        await RestoreAsync(rows[6]);
        await CheckAsync(7);

        (await IncidentAsync()).ClosedAt.Should().NotBeNull("the walk has been everywhere since, and found nothing");
        (await IncidentAsync()).HandoffIds.Should().HaveCount(most == 1 ? 1 : 2);

        Task<LedgerIncident> IncidentAsync() => app.LookAsync(db => db.LedgerIncidents.SingleAsync());

        Task RestoreAsync(Handoff row) => app.TamperAsync(async db => { db.Handoffs.Add(row); await db.SaveChangesAsync(); });

        async Task CheckAsync(int times)
        {
            for (var i = 0; i < times; i++, clock.Advance(TimeSpan.FromMinutes(1)))
            {
                await ledger.RunAsync(Token);
                (await app.LookAsync(db => db.LedgerIncidents.CountAsync())).Should().Be(1, "it was not closed and opened again");
            }
        }
    }

    [Fact]
    public async Task A_second_loss_of_a_cause_that_is_open_is_told_as_loudly_as_the_first()
    {
        var app = await StartAsync();
        var lines = new ListLogger();
        var ledger = new CheckLedger(app.Get<Transactions>(), app.Get<TimeProvider>(), lines);
        var first = await LoseAsync(app);
        await ledger.RunAsync(Token);
        (await app.Get<ReadIncidents>().CountHandoffsAsync(Token)).Should().Be(1);
        await ledger.RunAsync(Token);
        lines.Errors.Should().ContainSingle("nothing was lost since");

        var second = await LoseAsync(app);
        await ledger.RunAsync(Token);

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Receipts.Should().Equal(first.Receipt, second.Receipt);
        (await app.Get<ReadIncidents>().CountHandoffsAsync(Token)).Should().Be(2, "an alarm on a rise hears of it");
        lines.Errors.Should().HaveCount(2);
        lines.Errors[1].Should().Contain("RowMissing").And.Contain("1 more handoffs, 2 in all").And.NotContain(second.Receipt, "a receipt opens the request of a person");
    }

    [Fact]
    public async Task An_incident_that_is_full_still_tells_of_each_further_loss()
    {
        var app = await StartAsync();
        var incident = new LedgerIncident { Id = MassTransit.NewId.NextGuid(), OpenedAt = app.Get<TimeProvider>().GetUtcNow(), Cause = LedgerCause.RowMissing };
        incident.Join(Enumerable.Range(0, LedgerIncident.MostNamed + 7).Select(_ => new LedgerDifference(MassTransit.NewId.NextGuid(), "", LedgerCause.RowMissing)), []).Should().Be((LedgerIncident.MostNamed, 7));
        incident.IsFull.Should().BeTrue();
        await app.TamperAsync(async db => { db.LedgerIncidents.Add(incident); await db.SaveChangesAsync(Token); });
        var lines = new ListLogger();
        await LoseAsync(app);

        await new CheckLedger(app.Get<Transactions>(), app.Get<TimeProvider>(), lines).RunAsync(Token);

        lines.Errors.Should().ContainSingle().Which.Should().Contain("1 that found no place in it");
    }

    [Fact]
    public async Task Who_waits_and_is_ended_by_hand_in_row_and_log_is_an_incident_before_the_day_is_anchored()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        var waiting = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await desk.SeesOfferAsync();
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();
        await app.TamperAsync(async db =>
        {
            await db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.State, HandoffState.Withdrawn).SetProperty(h => h.EndedAt, h => h.AskedAt));
            await db.HandoffLog.Where(e => e.Number == 2).ExecuteUpdateAsync(set =>
                set.SetProperty(e => e.Move, HandoffMove.Withdraw).SetProperty(e => e.State, HandoffState.Withdrawn).SetProperty(e => e.Actor, HandoffRecord.Citizen));
        });

        (await app.Get<CheckLedger>().RunAsync(Token)).Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true }, "row and log agree, and the hashes do not");

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Should().BeEquivalentTo(new { Cause = LedgerCause.AnchorDiffers, Receipts = new[] { waiting.Receipt } });
    }

    [Fact]
    public async Task What_no_day_has_anchored_yet_is_recomputed_in_bounded_steps_and_open_requests_are_compared_at_once()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        for (var i = 0; i < 4; i++, clock.Advance(TimeSpan.FromHours(1))) await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        for (var i = 0; i < 2; i++, clock.Advance(TimeSpan.FromHours(1))) await app.CitizenComesAsync(asksNow: true);
        var handoffs = await app.LookAsync(db => db.Handoffs.OrderBy(h => h.AskedAt).ToListAsync());
        var ledger = new CheckLedger(app.Get<Transactions>(), clock, new ListLogger()) { MostRecomputed = 2 };
        for (var i = 0; i < 8; i++) (await CheckAsync()).IsIncident.Should().BeFalse("honest logs are accused by nobody");

        await app.TamperAsync(db => db.HandoffLog.Where(e => e.HandoffId == handoffs[0].Id && e.Number == 1).ExecuteUpdateAsync(set => set.SetProperty(e => e.Actor, "assistant")));
        var checks = 0;
        while (!(await CheckAsync()).IsIncident && checks < 8) checks++;
        checks.Should().BeLessThan(8, "each check takes the next two entries");

        var open = new CheckLedger(app.Get<Transactions>(), clock, new ListLogger()) { MostRecomputed = 1 };
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == handoffs[4].Id).ExecuteUpdateAsync(set => set.SetProperty(h => h.LogHash, new string('0', 64))));
        await open.RunAsync(Token);
        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Receipts.Should().Equal(handoffs[0].Receipt, handoffs[4].Receipt);

        async Task<LedgerCheck> CheckAsync()
        {
            var check = await ledger.RunAsync(Token);
            clock.Advance(TimeSpan.FromMinutes(1));
            return check;
        }
    }

    private static async Task<Handoff> LoseAsync(RouterApp app)
    {
        var lost = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == lost.Id).ExecuteDeleteAsync(Token));
        return lost;
    }

    private sealed class ListLogger : ILogger<CheckLedger>
    {
        public List<string> Said { get; } = [];

        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => (logLevel == LogLevel.Error ? Errors : Said).Add(formatter(state, exception));
    }
}

public sealed class When_the_embedded_ledger_is_checked : When_the_ledger_is_checked
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_the_ledger_of_production_is_checked(TestServersFixture fixture) : When_the_ledger_is_checked
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
}
