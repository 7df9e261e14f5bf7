using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Looks;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>A receipt is said before a counsellor: the request is received there, by moves that there are, and whoever passes the order of the queue leaves a trace (G2, G8, G12).</summary>
public abstract class When_a_citizen_is_at_the_counter : Journey
{
    private const string Nadia = "conseiller1";
    private const string Marc = "conseiller2";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_that_waits_is_in_the_hands_of_the_counsellor_before_whom_its_citizen_stands()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorIsAtCounterAsync(Marc);
        var citizen = await app.CitizenComesAsync();
        var receipt = await citizen.AsksForHumanAsync();

        (await desk.ReceivesAsync($" {receipt.ToLowerInvariant().Replace('-', ' ')} ")).Should().BeNull("as people say it");

        var handoff = await citizen.HandoffAsync();
        (handoff.State, handoff.CounsellorId, handoff.FirstHumanWordAt).Should().Be((HandoffState.WithCounsellor, Marc, clock.GetUtcNow()));
        (await citizen.ReadsAsync())[^1].Text.Should().StartWith("Marc Vauzelle, Conseiller France services, France services La Poste de Chénérailles, vous reçoit sur place");
        await citizen.SaysAsync("Je suis devant vous");
        (await citizen.ReadsAsync())[^1].Author.Should().Be(Author.Citizen, "the assistant is silent");
        (await desk.SeesAsync("handoff-changed")).GetProperty("state").GetString().Should().Be("withCounsellor");
        (await desk.ClosesAsync(receipt)).Should().BeNull();
    }

    [Fact]
    public async Task The_log_and_the_record_of_readings_say_who_passed_the_order_and_a_second_press_says_nothing_more()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorIsAtCounterAsync(Marc);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var before = await citizen.HandoffAsync();

        (await desk.ReceivesAsync(before.Receipt)).Should().BeNull();
        (await desk.ReceivesAsync(before.Receipt)).Should().BeNull();

        var log = await LogAsync(app, before.Id);
        log.Select(e => (e.Move, e.Actor)).Should().Equal((HandoffMove.Ask, "citizen"), (HandoffMove.Offer, $"counsellor:{Marc}"), (HandoffMove.Accept, $"counsellor:{Marc}"));
        log[1].Facts.Should().Contain("\"rung\":\"counter\"");
        var offer = await app.LookAsync(db => db.Offers.SingleAsync(o => o.HandoffId == before.Id));
        (offer.Rung, offer.Outcome).Should().Be((HandoffOffer.AtCounter, OfferOutcome.Accepted));
        (await app.Get<RecordLooks>().ListAsync(Token)).Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Person = Marc, Kind = LookKind.Handoff, HandoffId = (Guid?)before.Id, Scope = RecordLooks.Counter });
        (await app.Get<RecordLooks>().CountAsync(clock.GetUtcNow().AddDays(-1), Token)).Should().Be(new LookCounts(Handoffs: 0, Exports: 0, TakenAtCounter: 1));
        (await citizen.ReadsAsync()).Count(a => a.Text!.Contains("vous reçoit sur place", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task Neither_a_pause_nor_a_full_desk_nor_another_department_sends_anybody_away()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller6", capacity: 1);
        await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        (await app.Get<SetPresence>().RunAsync(desk.Id, Presence.Away, null, Token)).Should().BeNull();
        var citizen = await app.CitizenComesAsync();
        await citizen.GivesPostcodeAsync("23000");

        (await desk.ReceivesAsync(await citizen.AsksForHumanAsync())).Should().BeNull();

        var handoff = await citizen.HandoffAsync();
        (handoff.CounsellorId, handoff.Territory).Should().Be(("conseiller6", "23"), "where it is counted stays");
    }

    [Fact]
    public async Task A_date_that_was_promised_is_given_up_and_its_citizen_reads_so()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        (await app.Get<Channels.AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", clock.GetUtcNow().AddMinutes(30), Token)).Should().BeNull();
        var desk = await app.CounsellorIsAtCounterAsync(Marc);

        (await desk.ReceivesAsync((await citizen.HandoffAsync()).Receipt)).Should().BeNull();

        var handoff = await citizen.HandoffAsync();
        (handoff.State, handoff.DueAt, handoff.Commitment).Should().Be((HandoffState.WithCounsellor, null, null));
        (await LogAsync(app, handoff.Id)).Select(e => e.Move).Should().EndWith([HandoffMove.CitizenReturns, HandoffMove.Offer, HandoffMove.Accept]);
        (await citizen.ReadsAsync())[^2].Text.Should().Contain("est annulé", "nobody waits for a call that does not come");
    }

    [Theory]
    [InlineData(CommitmentKind.Visit, 20, false)]
    [InlineData(CommitmentKind.Appointment, 60, false)]
    [InlineData(CommitmentKind.Visit, 61, true)]
    [InlineData(CommitmentKind.Letter, 20, true)]
    public async Task Whoever_comes_for_an_appointment_does_not_read_that_it_is_off(CommitmentKind kind, int minutesBefore, bool isOff)
    {
        var app = await StartAsync(clock);
        var (citizen, receipt, _) = await PromisedAsync(app, kind, minutesBefore);
        var desk = await app.CounsellorIsAtCounterAsync(Marc);

        (await desk.ReceivesAsync(receipt)).Should().BeNull();

        (await citizen.ReadsAsync()).Any(a => a.Text!.Contains("est annulé", StringComparison.Ordinal)).Should().Be(isOff);
    }

    [Fact]
    public async Task Whoever_could_not_be_reached_is_received()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync(Nadia);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        (await desk.WritesInVainAsync(receipt)).Should().BeNull();
        var counter = await app.CounsellorIsAtCounterAsync(Marc);

        (await counter.ReceivesAsync(receipt)).Should().BeNull();

        var handoff = await citizen.HandoffAsync();
        (handoff.State, handoff.CounsellorId, handoff.Attempts).Should().Be((HandoffState.WithCounsellor, Marc, 1));
    }

    [Fact]
    public async Task What_is_offered_to_a_colleague_is_theirs_to_answer_and_free_a_moment_later()
    {
        var app = await StartAsync(clock);
        var nadia = await app.CounsellorComesAsync(Nadia);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var offer = await nadia.SeesOfferAsync();
        var marc = await app.CounsellorIsAtCounterAsync(Marc);

        (await marc.ReceivesAsync(offer.Receipt))!.Code.Should().Be("handoff-offered");
        (await citizen.HandoffAsync()).OfferId.Should().Be(offer.Id);
        (await nadia.DeclinesAsync(offer.Id)).Should().BeNull();
        (await marc.ReceivesAsync(offer.Receipt)).Should().BeNull();
    }

    [Fact]
    public async Task What_is_offered_to_oneself_is_accepted_and_passes_nobody()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync(Nadia);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var seen = await desk.SeesOfferAsync();

        (await desk.ReceivesAsync(seen.Receipt)).Should().BeNull();
        (await desk.AcceptsAsync(seen.Id)).Should().BeNull("it is theirs already");

        var handoff = await citizen.HandoffAsync();
        (handoff.State, handoff.OfferId).Should().Be((HandoffState.WithCounsellor, seen.Id));
        (await LogAsync(app, handoff.Id)).Select(e => e.Move).Should().Equal(HandoffMove.Ask, HandoffMove.Offer, HandoffMove.Accept);
        var offer = await app.LookAsync(db => db.Offers.SingleAsync());
        (offer.Rung, offer.Outcome).Should().Be((HandoffOffer.AtCounter, OfferOutcome.Accepted));
        offer.Why.Should().StartWith("L'usager n'a pas indiqué de département").And.EndWith("Reçue au guichet, sur présentation du récépissé");
        (await app.Get<RecordLooks>().ListAsync(Token)).Should().BeEmpty("the queue had come to them");
    }

    [Fact]
    public async Task What_a_colleague_has_stays_there_and_who_that_is_is_said()
    {
        var app = await StartAsync(clock);
        var nadia = await app.CounsellorComesAsync(Nadia);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await nadia.TakesNextAsync();
        var marc = await app.CounsellorIsAtCounterAsync(Marc);

        var refusal = (await marc.ReceivesAsync(receipt))!;

        (refusal.Status, refusal.Code).Should().Be((409, "handoff-with-colleague"));
        refusal.Text.Should().Contain("Nadia Bertholet");
        (await app.Get<ReadDesk>().HandoffAsync(Marc, receipt, before: null, Token))!.CounsellorName.Should().Be("Nadia Bertholet");
        (await citizen.HandoffAsync()).CounsellorId.Should().Be(Nadia);
        (await nadia.ReceivesAsync(receipt)).Should().BeNull("it is in their hands");
        (await LogAsync(app, (await citizen.HandoffAsync()).Id)).Should().HaveCount(3);
    }

    [Fact]
    public async Task What_has_ended_is_not_taken_and_what_nobody_asked_is_not_found()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorIsAtCounterAsync(Marc);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = (await citizen.HandoffAsync()).Receipt;
        await citizen.WithdrawsAsync();

        (await desk.ReceivesAsync(receipt))!.Code.Should().Be("handoff-ended");
        (await desk.ReceivesAsync("K7PR-2XW-9AD-FM4H"))!.Code.Should().Be("handoff-unknown");
        (await desk.ReceivesAsync("bonjour"))!.Code.Should().Be("handoff-unknown");
    }

    [Fact]
    public async Task Nobody_comes_to_a_counter_out_of_an_exercise_nor_into_one()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorIsAtCounterAsync(Marc);
        var (played, real) = (await app.CitizenComesAsync(asksNow: true), await app.CitizenComesAsync(asksNow: true));
        var id = (await played.HandoffAsync()).Id;
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == id).ExecuteUpdateAsync(set => set.SetProperty(h => h.Territory, SealedTerritory.Code)));

        (await desk.ReceivesAsync((await played.HandoffAsync()).Receipt))!.Code.Should().Be("handoff-unknown");
        await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == Marc).ExecuteUpdateAsync(set => set.SetProperty(c => c.Territory, SealedTerritory.Code)));
        (await desk.ReceivesAsync((await real.HandoffAsync()).Receipt))!.Code.Should().Be("handoff-unknown");
        (await desk.ReceivesAsync((await played.HandoffAsync()).Receipt))!.Code.Should().Be("handoff-unknown");
    }

    [Fact]
    public async Task A_desk_that_is_no_longer_alive_takes_nobody()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorIsAtCounterAsync(Marc);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = (await citizen.HandoffAsync()).Receipt;
        clock.Advance(new DeskOptions().Lease);

        (await desk.ReceivesAsync(receipt))!.Code.Should().Be("desk-not-live");

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        await desk.StaysAliveAsync();
        (await desk.ReceivesAsync(receipt)).Should().BeNull();
    }

    [Fact]
    public async Task Of_all_who_press_at_once_one_has_it_and_the_others_are_told_who()
    {
        var app = await StartAsync(clock);
        string[] people = [Nadia, Marc, "conseiller3", "conseiller4"];
        var desks = new List<DeskOf>();
        foreach (var person in people) desks.Add(await app.CounsellorIsAtCounterAsync(person));
        for (var round = 0; round < 5; round++)
        {
            var citizen = await app.CitizenComesAsync(asksNow: true);
            var receipt = (await citizen.HandoffAsync()).Receipt;

            // Each presses twice.
            var answers = await Task.WhenAll(desks.Concat(desks).Select(desk => Task.Run(async () => (desk.Id, Refusal: await desk.ReceivesAsync(receipt)))));

            var winner = answers.Where(a => a.Refusal is null).Select(a => a.Id).Distinct().Should().ContainSingle().Which;
            answers.Where(a => a.Refusal is not null).Should().HaveCount(6).And.OnlyContain(a => a.Refusal!.Code == "handoff-with-colleague");
            var handoff = await citizen.HandoffAsync();
            handoff.CounsellorId.Should().Be(winner);
            (await LogAsync(app, handoff.Id)).Select(e => e.Move).Should().Equal(HandoffMove.Ask, HandoffMove.Offer, HandoffMove.Accept);
        }
    }

    [Theory]
    [InlineData(CommitmentKind.Appointment)]
    [InlineData(CommitmentKind.Visit)]
    public async Task Whoever_comes_at_the_hour_that_was_agreed_is_received_by_the_counsellor_who_agreed_to_it(CommitmentKind kind)
    {
        var app = await StartAsync(clock, "--Desk:Lease=00:05:00");
        var (citizen, receipt, desk) = await PromisedAsync(app, kind, inMinutes: 4);
        // Nadia has more to do than Marc, who would be asked otherwise.
        await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        await app.CounsellorComesAsync(Marc);
        clock.Advance(TimeSpan.FromMinutes(4));
        await app.TimeMovesAsync();

        var offer = await desk.SeesOfferAsync();
        offer.Receipt.Should().Be(receipt);
        (await app.LookAsync(db => db.Offers.SingleAsync(o => o.Id == offer.Id))).Why.Should().StartWith("L'engagement daté a été pris par ce conseiller");
        (await desk.ReceivesAsync(receipt)).Should().BeNull();
        (await citizen.HandoffAsync()).CounsellorId.Should().Be(Nadia);
    }

    private async Task<(Citizen Citizen, string Receipt, DeskOf Desk)> PromisedAsync(RouterApp app, CommitmentKind kind, int inMinutes)
    {
        var desk = await app.CounsellorComesAsync(Nadia);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        (await app.Get<CommitHandoff>().RunAsync(Nadia, receipt, kind, clock.GetUtcNow().AddMinutes(inMinutes), null, number: null, seen: null, Token)).Should().BeNull();
        return (citizen, receipt, desk);
    }

    private static Task<List<HandoffLogEntry>> LogAsync(RouterApp app, Guid id) => app.LookAsync(db => db.HandoffLog.Where(e => e.HandoffId == id).OrderBy(e => e.Number).ToListAsync());

    public sealed class Embedded : When_a_citizen_is_at_the_counter
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());
    }

    public sealed class Production(TestServersFixture fixture) : When_a_citizen_is_at_the_counter
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
    }
}
