using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>No timer ends a handoff (G4): promises and absences come back, and only counted attempts allow "unreachable".</summary>
public abstract class When_time_passes : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_handoff_that_nobody_takes_waits_for_weeks_and_stays()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);

        for (var day = 0; day < 40; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            await app.TimeMovesAsync();
        }

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task A_promised_call_back_falls_due_at_the_head_of_the_queue()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var due = clock.GetUtcNow().AddHours(3);
        (await app.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", due, CancellationToken.None)).Should().BeNull();
        await app.TimeMovesAsync();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Promised);

        clock.Advance(TimeSpan.FromHours(3));
        await app.TimeMovesAsync();

        var handoff = await citizen.HandoffAsync();
        handoff.State.Should().Be(HandoffState.Waiting);
        handoff.AtHead.Should().BeTrue();
    }

    [Fact]
    public async Task Whoever_chooses_a_moment_that_is_near_goes_before_nobody()
    {
        var app = await StartAsync(clock);
        var first = await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromMinutes(10));
        var second = await app.CitizenComesAsync(asksNow: true);
        (await app.Get<AskCallBack>().RunAsync(second.ConversationId, "01 99 00 12 34", clock.GetUtcNow().AddMinutes(1), CancellationToken.None)).Should().BeNull();
        (await LastWordsAsync(app, second)).Should().Contain("à partir du").And.Contain("dans l'ordre des demandes");

        clock.Advance(TimeSpan.FromMinutes(1));
        await app.TimeMovesAsync();

        (await app.LookAsync(db => db.Handoffs.InQueueOrder().Select(h => h.Id).ToListAsync())).Should().Equal((await first.HandoffAsync()).Id, (await second.HandoffAsync()).Id);
        (await LastWordsAsync(app, second)).Should().Contain("selon son ancienneté");
    }

    [Theory]
    // Chosen on the evening before: when counsellors come, nobody has been served before them.
    [InlineData("09:00", false)]
    [InlineData("10:59", false)]
    [InlineData("11:00", true)]
    public async Task Only_hours_in_which_counsellors_answer_make_a_chosen_moment_a_far_one(string time, bool atHead)
    {
        var app = await StartAsync(clock, "--Hours:Tuesday=09:00 - 12:00", "--Hours:Wednesday=09:00 - 12:00");
        clock.Advance(TimeSpan.FromHours(11));
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var at = new DateTimeOffset(2027, 3, 10, 0, 0, 0, TimeSpan.FromHours(1)) + TimeOnly.Parse(time, CultureInfo.InvariantCulture).ToTimeSpan();
        (await app.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", at, CancellationToken.None)).Should().BeNull();

        clock.Advance(at - clock.GetUtcNow());
        await app.TimeMovesAsync();

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Waiting && h.AtHead == atHead);
    }

    [Fact]
    public async Task Whoever_puts_off_a_moment_of_the_head_keeps_the_head()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var due = clock.GetUtcNow().AddHours(3);
        (await app.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", due, CancellationToken.None)).Should().BeNull();
        clock.Advance(TimeSpan.FromHours(2.5));

        (await app.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", due.AddMinutes(30), CancellationToken.None)).Should().BeNull();

        clock.Advance(TimeSpan.FromHours(1));
        await app.TimeMovesAsync();
        (await citizen.HandoffAsync()).AtHead.Should().BeTrue();
    }

    [Fact]
    public async Task What_passed_before_a_promised_date_is_not_told_as_the_wait_of_others()
    {
        var app = await StartAsync(clock);
        for (var i = 0; i < 5; i++)
        {
            var promised = await app.CitizenComesAsync(asksNow: true);
            (await app.Get<AskCallBack>().RunAsync(promised.ConversationId, "01 99 00 12 34", clock.GetUtcNow().AddHours(10), CancellationToken.None)).Should().BeNull();
        }
        clock.Advance(TimeSpan.FromHours(10));
        await app.TimeMovesAsync();
        clock.Advance(TimeSpan.FromMinutes(3));
        var desk = await app.CounsellorComesAsync(capacity: 5);
        for (var i = 0; i < 5; i++) await desk.TakesNextAsync();

        var next = await app.CitizenComesAsync(asksNow: true);

        var place = await app.Get<FindQueuePlace>().RunAsync((await next.HandoffAsync()).Id, clock.GetUtcNow(), CancellationToken.None);
        place!.Wait!.ToMinutes.Should().BeInRange(1, 10);
    }

    [Fact]
    public async Task What_passed_before_the_counsellors_came_is_not_told_as_the_wait_of_others()
    {
        // From ten in the evening in Paris.
        clock.Advance(TimeSpan.FromHours(12));
        var app = await StartAsync(clock, "--Hours:Tuesday=09:00 - 17:00", "--Hours:Wednesday=09:00 - 17:00");
        for (var i = 0; i < 5; i++) await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromHours(11) + TimeSpan.FromMinutes(3));
        var desk = await app.CounsellorComesAsync(capacity: 5);
        for (var i = 0; i < 5; i++) await desk.TakesNextAsync();

        var next = await app.CitizenComesAsync(asksNow: true);

        var place = await app.Get<FindQueuePlace>().RunAsync((await next.HandoffAsync()).Id, clock.GetUtcNow(), CancellationToken.None);
        place!.Wait!.ToMinutes.Should().BeInRange(1, 10);
    }

    [Theory]
    // Each of five has waited for twenty minutes: that ends before five in the afternoon, or not.
    [InlineData(16, 10, 5, false)]
    [InlineData(16, 30, 5, true)]
    // Of a wait that is not known, the last hour is told.
    [InlineData(15, 30, 0, false)]
    [InlineData(15, 50, 0, true)]
    public async Task A_wait_that_may_last_until_the_counsellors_leave_is_told_with_when_they_leave_and_come(int hour, int minute, int waited, bool isTold)
    {
        // It is ten in Paris.
        clock.Advance(TimeSpan.FromMinutes((hour - 10) * 60 + minute));
        var app = await StartAsync(clock, "--Hours:Tuesday=09:00 - 17:00", "--Hours:Wednesday=09:00 - 17:00");
        for (var i = 0; i < waited; i++) await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromMinutes(20));
        var desk = await app.CounsellorComesAsync(capacity: 5);
        for (var i = 0; i < waited; i++) await desk.TakesNextAsync();

        var next = await app.CitizenComesAsync(asksNow: true);

        var place = await app.Get<FindQueuePlace>().RunAsync((await next.HandoffAsync()).Id, clock.GetUtcNow(), CancellationToken.None);
        place!.End.Should().Be(isTold ? new EndOfOpening(new DateTimeOffset(2027, 3, 9, 16, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 3, 10, 8, 0, 0, TimeSpan.Zero)) : null);
        (place.Wait is null).Should().Be(waited == 0);
    }

    [Fact]
    public async Task The_place_that_is_told_at_night_is_that_of_the_morning()
    {
        // Nine in the evening in Paris.
        clock.Advance(TimeSpan.FromHours(11));
        var app = await StartAsync(clock, "--Hours:Tuesday=09:00 - 17:00", "--Hours:Wednesday=09:00 - 17:00");
        var opening = new DateTimeOffset(2027, 3, 10, 8, 0, 0, TimeSpan.Zero);
        var called = await app.CitizenComesAsync(asksNow: true);
        (await app.Get<AskCallBack>().AtOpeningAsync(called.ConversationId, "01 99 00 12 34", opening, CancellationToken.None)).Should().BeNull();
        clock.Advance(TimeSpan.FromHours(1));
        var next = await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromMinutes(1));
        var later = await app.CitizenComesAsync(asksNow: true);
        (await app.Get<AskCallBack>().AtOpeningAsync(later.ConversationId, "01 99 00 12 35", opening, CancellationToken.None)).Should().BeNull();

        (await PlaceAsync()).Should().Be(2, "who called before is called before");
        clock.Advance(opening - clock.GetUtcNow());
        await app.TimeMovesAsync();
        (await PlaceAsync()).Should().Be(2);

        async Task<int> PlaceAsync() => (await app.Get<FindQueuePlace>().RunAsync((await next.HandoffAsync()).Id, clock.GetUtcNow(), CancellationToken.None))!.Place;
    }

    [Fact]
    public async Task A_talk_that_ended_with_the_loss_of_its_counsellor_is_not_told_as_a_wait()
    {
        var app = await StartAsync(clock);
        for (var i = 0; i < 5; i++) await app.CitizenComesAsync(asksNow: true);
        var lost = await app.CounsellorComesAsync("conseiller1", capacity: 5);
        for (var i = 0; i < 5; i++) await lost.TakesNextAsync();
        clock.Advance(TimeSpan.FromHours(1));
        await app.TimeMovesAsync();
        var desk = await app.CounsellorComesAsync("conseiller4", capacity: 5);
        for (var i = 0; i < 5; i++) await desk.TakesNextAsync();

        var next = await app.CitizenComesAsync(asksNow: true);

        var place = await app.Get<FindQueuePlace>().RunAsync((await next.HandoffAsync()).Id, clock.GetUtcNow(), CancellationToken.None);
        place!.Wait.Should().BeNull("an hour of talking says nothing of a wait");
    }

    [Fact]
    public async Task Whoever_was_passed_on_and_waits_anew_is_no_experience_of_a_wait()
    {
        var app = await StartAsync(clock);
        for (var i = 0; i < 5; i++) await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromMinutes(1));
        var desk = await app.CounsellorComesAsync(capacity: 5);
        var taken = new List<string>();
        for (var i = 0; i < 5; i++) taken.Add(await desk.TakesNextAsync());
        await app.Get<SetPresence>().RunAsync(desk.Id, Presence.Away, null, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var receipt in taken) (await desk.TransfersAsync(receipt, "retraite", null)).Should().BeNull();

        var next = await app.CitizenComesAsync(asksNow: true);

        var place = await app.Get<FindQueuePlace>().RunAsync((await next.HandoffAsync()).Id, clock.GetUtcNow(), CancellationToken.None);
        place!.Wait.Should().BeNull("nobody's wait has ended");
    }

    [Fact]
    public async Task A_call_back_promised_while_an_offer_is_out_frees_its_counsellor_at_once()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync(capacity: 1);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var offer = await desk.SeesOfferAsync();
        var next = await app.CitizenComesAsync(asksNow: true);

        (await app.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", clock.GetUtcNow().AddHours(3), CancellationToken.None)).Should().BeNull();

        var ended = await desk.SeesAsync("offer-ended");
        (ended.GetProperty("id").GetGuid(), ended.GetProperty("outcome").GetString()).Should().Be((offer.Id, "promised"));
        (await desk.SeesOfferAsync()).Receipt.Should().Be(ReceiptCode.Print((await next.HandoffAsync()).Receipt), "no time has passed");
    }

    [Fact]
    public async Task Unreachable_needs_three_attempts()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var desk = await app.CounsellorComesAsync();
            var receipt = await desk.TakesNextAsync();
            (await desk.ClosesAsync(receipt, HandoffOutcome.Unreachable))!.Code.Should().Be("attempts-missing");
            (await desk.WritesInVainAsync(receipt)).Should().BeNull();
            clock.Advance((await citizen.HandoffAsync()).DueAt!.Value - clock.GetUtcNow());
            await app.TimeMovesAsync();
        }
        var last = await app.CounsellorComesAsync();
        var again = await last.TakesNextAsync();
        (await last.ClosesAsync(again, HandoffOutcome.Unreachable))!.Code.Should().Be("not-tried", "the third attempt is one too");
        (await last.SaysAsync(again, "Êtes-vous là ?")).Should().BeNull();
        (await last.ClosesAsync(again, HandoffOutcome.Unreachable)).Should().BeNull();

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Unreachable);
    }

    [Fact]
    public async Task Attempts_from_before_the_citizen_was_heard_of_count_no_more()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var desk = await app.CounsellorComesAsync();
            (await desk.WritesInVainAsync(await desk.TakesNextAsync())).Should().BeNull();
            if (attempt == 2) break;
            clock.Advance((await citizen.HandoffAsync()).DueAt!.Value - clock.GetUtcNow());
            await app.TimeMovesAsync();
        }
        await citizen.SaysAsync("je suis là");

        var last = await app.CounsellorComesAsync();
        var receipt = await last.TakesNextAsync();
        var refusal = await last.ClosesAsync(receipt, HandoffOutcome.Unreachable);

        refusal!.Code.Should().Be("attempts-missing");
        refusal.Text.Should().StartWith("1 essai(s) sur 3");
    }

    [Fact]
    public async Task Who_was_heard_of_when_the_next_attempt_was_due_already_was_heard_of()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await TwoAttemptsInVainAsync(app, citizen);
        await citizen.SaysAsync("je suis là");

        var last = await app.CounsellorComesAsync();
        var refusal = await last.ClosesAsync(await last.TakesNextAsync(), HandoffOutcome.Unreachable);

        (refusal!.Code, refusal.Text[..17]).Should().Be(("attempts-missing", "1 essai(s) sur 3 "));
    }

    [Fact]
    public async Task Who_wrote_with_one_counsellor_was_heard_of_by_the_next_one_too()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await TwoAttemptsInVainAsync(app, citizen);
        var desk = await app.CounsellorComesAsync();
        var receipt = await desk.TakesNextAsync();
        await citizen.SaysAsync("Bonjour, merci");
        var other = await app.CounsellorComesAsync("conseiller2");
        (await desk.TransfersAsync(receipt, null, "conseiller2")).Should().BeNull();

        (await other.TakesNextAsync()).Should().Be(receipt);
        (await other.ClosesAsync(receipt, HandoffOutcome.Unreachable))!.Code.Should().Be("attempts-missing");
    }

    [Theory]
    [InlineData(false, "not-tried")]
    [InlineData(true, null)]
    public async Task An_attempt_in_which_nothing_was_written_and_nobody_could_be_rung_is_none(bool writes, string? refusal)
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        var receipt = await desk.TakesNextAsync();
        if (writes) (await desk.SaysAsync(receipt, "Êtes-vous là ?")).Should().BeNull();

        (await desk.RecordsAbsenceAsync(receipt))?.Code.Should().Be(refusal);

        (await citizen.HandoffAsync()).Attempts.Should().Be(writes ? 1 : 0);
    }

    [Fact]
    public async Task A_number_that_a_counsellor_could_have_rung_by_hand_is_enough()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        (await app.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", clock.GetUtcNow().AddHours(3), CancellationToken.None)).Should().BeNull();
        clock.Advance(TimeSpan.FromHours(3));
        await app.TimeMovesAsync();
        var desk = await app.CounsellorComesAsync();

        (await desk.RecordsAbsenceAsync(await desk.TakesNextAsync())).Should().BeNull();
    }

    [Fact]
    public async Task An_absent_citizen_who_writes_is_at_the_head_again()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        (await desk.WritesInVainAsync(await desk.TakesNextAsync())).Should().BeNull();

        await citizen.SaysAsync("me revoilà");

        (await desk.SeesOfferAsync()).Should().NotBeNull();
        (await citizen.HandoffAsync()).AtHead.Should().BeTrue();
    }

    [Fact]
    public async Task A_withdrawal_ends_it_and_frees_the_counsellor()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync(capacity: 1);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        var next = await app.CitizenComesAsync(asksNow: true);

        await citizen.WithdrawsAsync();
        await citizen.WithdrawsAsync();

        (await desk.SeesOfferAsync()).Receipt.Should().Be(ReceiptCode.Print((await next.HandoffAsync()).Receipt));
        (await app.LookAsync(db => db.HandoffLog.CountAsync(e => e.Move == HandoffMove.Withdraw))).Should().Be(1);
    }

    private static async Task<string?> LastWordsAsync(RouterApp app, Citizen citizen) =>
        await app.LookAsync(db => db.Activities.Where(a => a.ConversationId == citizen.ConversationId).OrderByDescending(a => a.Number).Select(a => a.Text).FirstAsync());

    private async Task TwoAttemptsInVainAsync(RouterApp app, Citizen citizen)
    {
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var desk = await app.CounsellorComesAsync();
            (await desk.WritesInVainAsync(await desk.TakesNextAsync())).Should().BeNull();
            clock.Advance((await citizen.HandoffAsync()).DueAt!.Value - clock.GetUtcNow());
            await app.TimeMovesAsync();
        }
    }

    public sealed class Embedded : When_time_passes
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
    }

    public sealed class Production(TestServersFixture fixture) : When_time_passes
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
    }
}
