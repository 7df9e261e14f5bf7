using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>A letter is work before its date, first for who promised it, who may also do it at any time before; its citizen is told the date that was promised (docs/adr/0110).</summary>
public abstract class When_a_letter_is_promised : Journey
{
    private const string Nadia = "conseiller1";
    private const string Marc = "conseiller2";
    private const string Friday = "vendredi 12 mars à 10 h 00";

    private static readonly string[] Hours = [.. new[] { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday" }.Select(day => $"--Hours:{day}=09:00 - 17:00")];
    // Ten and nine o'clock in Paris.
    private static readonly DateTimeOffset Told = new(2027, 3, 12, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset DayBefore = new(2027, 3, 11, 8, 0, 0, TimeSpan.Zero);

    // A Tuesday.
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_work_on_the_working_day_before_and_everybody_is_told_its_date()
    {
        var app = await StartAsync(clock, Hours);
        var (citizen, receipt, _) = await PromisedAsync(app);

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Promised && h.DueAt == DayBefore && h.PromisedFor == Told);
        (await citizen.ReadsAsync())[^1].Text.Should().Contain(Friday);
        (await app.Get<FollowHandoff>().RunAsync(receipt, Token))!.DueAt.Should().Be(Told);
        (await app.Get<ReadDesk>().HandoffsAsync(Marc, HandoffState.Promised, Token)).Should().ContainSingle().Which.DueAt.Should().Be(Told);
        await citizen.SaysAsync("Voici le numéro de mon dossier.");
        (await citizen.ReadsAsync())[^1].Text.Should().Contain($"Le courrier prévu au plus tard le {Friday}").And.Contain("est maintenu");
        (await LogAsync(app)).Single(e => e.Move == HandoffMove.Commit).Facts.Should().Be("""{"kind":"Letter","dueAt":"2027-03-12T09:00:00+00:00","workFrom":"2027-03-11T08:00:00+00:00"}""");
        await LogHoldsAsync(app);
        await citizen.SaysAsync("Je veux parler à un conseiller");
        (await citizen.ReadsAsync())[^1].Text.Should().Contain($"Ce qui était prévu pour le {Friday}", "that was told, and no other date");
    }

    [Fact]
    public async Task When_it_falls_due_it_is_offered_first_to_who_promised_it_and_its_citizen_reads_that_the_letter_is_done()
    {
        var app = await StartAsync(clock, Hours);
        var (citizen, receipt, _) = await PromisedAsync(app);
        clock.Advance(DayBefore - clock.GetUtcNow());
        await app.TimeMovesAsync();

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Waiting && h.AtHead && h.WantedCounsellorId == Nadia && h.DueAt == null && h.PromisedFor == null);
        var words = (await citizen.ReadsAsync())[^1].Text;
        words.Should().StartWith("C'est le moment de faire votre courrier").And.Contain(Friday).And.NotContain("moment convenu");
        var nadia = await app.CounsellorComesAsync(Nadia);
        var offer = await nadia.SeesOfferAsync();
        offer.Receipt.Should().Be(receipt);
        (await app.LookAsync(db => db.Offers.SingleAsync(o => o.Id == offer.Id))).Why.Should().StartWith("L'engagement daté a été pris par ce conseiller");
        (await nadia.AcceptsAsync(offer.Id)).Should().BeNull();
        (await nadia.ClosesAsync(receipt)).Should().BeNull();
        await LogHoldsAsync(app);
    }

    [Fact]
    public async Task Who_promised_it_does_it_before_its_date_and_ends_the_request()
    {
        var app = await StartAsync(clock, Hours);
        var (citizen, receipt, nadia) = await PromisedAsync(app, capacity: 1);
        await app.CitizenComesAsync(asksNow: true);
        await nadia.TakesNextAsync();

        (await app.Get<ReadDesk>().LettersAsync(Nadia, Token)).Should().ContainSingle().Which.Should().Match<DeskHandoff>(letter => letter.Receipt == receipt && letter.DueAt == Told);
        (await nadia.TakesUpAsync(receipt)).Should().BeNull("also when their desk is full");
        (await nadia.TakesUpAsync(receipt)).Should().BeNull("a second press finds it done");

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.WithCounsellor && h.CounsellorId == Nadia && h.DueAt == null && h.PromisedFor == null && h.Commitment == null);
        var log = (await LogAsync(app)).Where(e => e.Facts.Contains("Letter", StringComparison.Ordinal) || e.Facts.Contains("promise", StringComparison.Ordinal)).ToList();
        log.Select(e => (e.Move, e.Actor)).Should().Equal((HandoffMove.Commit, $"counsellor:{Nadia}"), (HandoffMove.FallDue, $"counsellor:{Nadia}"), (HandoffMove.Offer, $"counsellor:{Nadia}"));
        var read = (await citizen.ReadsAsync()).Select(a => a.Text!).ToList();
        read[^1].Should().StartWith("Nadia Bertholet, ").And.Contain("s'occupe maintenant du courrier qui vous a été promis");
        read.Should().NotContain(text => text.Contains("est annulé", StringComparison.Ordinal) || text.Contains("reçoit", StringComparison.Ordinal) || text.Contains("moment convenu", StringComparison.Ordinal));
        (await app.Get<ReadDesk>().LettersAsync(Nadia, Token)).Should().BeEmpty();
        await LogHoldsAsync(app);
        (await nadia.ClosesAsync(receipt)).Should().BeNull();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Served);
        await LogHoldsAsync(app);
    }

    [Fact]
    public async Task A_colleague_does_not_do_it_before_its_date_and_reads_whose_it_is()
    {
        var app = await StartAsync(clock, Hours);
        var (citizen, receipt, nadia) = await PromisedAsync(app);
        var marc = await app.CounsellorIsAtCounterAsync(Marc);

        var refusal = (await marc.TakesUpAsync(receipt))!;

        (refusal.Status, refusal.Code).Should().Be((409, "letter-of-colleague"));
        refusal.Text.Should().Contain("Nadia Bertholet");
        (await app.Get<ReadDesk>().LettersAsync(Marc, Token)).Should().BeEmpty();
        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Promised && h.PromisedFor == Told);
        (await nadia.TakesUpAsync(receipt)).Should().BeNull();
        (await marc.TakesUpAsync(receipt))!.Code.Should().Be("letter-not-promised", "it is in other hands");
    }

    [Fact]
    public async Task What_fell_due_is_offered_and_taken_up_no_more()
    {
        var app = await StartAsync(clock, Hours);
        var (citizen, receipt, nadia) = await PromisedAsync(app);
        clock.Advance(DayBefore - clock.GetUtcNow());
        await app.TimeMovesAsync();
        await nadia.StaysAliveAsync();

        (await nadia.TakesUpAsync(receipt))!.Code.Should().Be("letter-not-promised");

        (await citizen.HandoffAsync()).AcceptedAt.Should().BeBefore(DayBefore);
    }

    [Theory]
    [InlineData(CommitmentKind.Visit)]
    [InlineData(CommitmentKind.Appointment)]
    public async Task Nothing_but_a_letter_is_taken_up(CommitmentKind kind)
    {
        var app = await StartAsync(clock, Hours);
        var (citizen, receipt, nadia) = await PromisedAsync(app, kind);

        (await nadia.TakesUpAsync(receipt))!.Code.Should().Be("letter-not-promised");
        (await nadia.TakesUpAsync("K7PR-2XW-9AD-FM4H"))!.Code.Should().Be("handoff-unknown");

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Promised && h.DueAt == Told && h.PromisedFor == null, "people come at the hour that was agreed");
    }

    [Fact]
    public async Task A_desk_that_is_no_longer_alive_takes_up_nothing()
    {
        var app = await StartAsync(clock, Hours);
        var (citizen, receipt, nadia) = await PromisedAsync(app);
        clock.Advance(new DeskOptions().Lease);

        (await nadia.TakesUpAsync(receipt))!.Code.Should().Be("desk-not-live");

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Promised);
    }

    [Fact]
    public async Task A_row_that_tells_another_date_than_was_promised_is_an_incident()
    {
        var app = await StartAsync(clock, Hours);
        await PromisedAsync(app);
        await LogHoldsAsync(app);
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.PromisedFor, Told.AddYears(1))));

        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeTrue();

        (await app.LookAsync(db => db.LedgerIncidents.SingleAsync())).Cause.Should().Be(LedgerCause.OutOfReach);
        (await app.Get<VerifyLog>().RunAsync(_ => { }, 1_000, Token)).Breaks.Should().ContainSingle().Which.Difference.Should().Contain("2028-03-12").And.Contain("was promised");
    }

    private static async Task<(Citizen Citizen, string Receipt, DeskOf Desk)> PromisedAsync(RouterApp app, CommitmentKind kind = CommitmentKind.Letter, int capacity = 3)
    {
        var desk = await app.CounsellorComesAsync(Nadia, capacity);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        (await desk.CommitsAsync(receipt, kind, Told)).Should().BeNull();
        return (citizen, receipt, desk);
    }

    private static async Task LogHoldsAsync(RouterApp app)
    {
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();
        (await app.Get<VerifyLog>().RunAsync(_ => { }, 1_000, Token)).Breaks.Should().BeEmpty();
    }

    private static Task<List<HandoffLogEntry>> LogAsync(RouterApp app) => app.LookAsync(db => db.HandoffLog.OrderBy(e => e.At).ThenBy(e => e.HandoffId).ThenBy(e => e.Number).ToListAsync());

    public sealed class Embedded : When_a_letter_is_promised
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());
    }

    public sealed class Production(TestServersFixture fixture) : When_a_letter_is_promised
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
    }
}
