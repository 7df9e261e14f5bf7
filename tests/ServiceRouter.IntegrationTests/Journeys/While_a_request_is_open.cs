using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Journeys;

/// <summary>Distress is heard at any moment, and what was promised stands until its citizen wants a person (docs/adr/0054).</summary>
public abstract class While_a_request_is_open : Journey
{
    private const string Distress = "j'ai envie d'en finir";
    private const string Suicide = "3114";

    // At ten in Paris.
    private static readonly DateTimeOffset Friday = new(2027, 3, 12, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Distress_gets_its_numbers_once_and_goes_before_whoever_asked_earlier()
    {
        var app = await StartAsync(clock);
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromMinutes(5));
        var citizen = await app.CitizenComesAsync(asksNow: true);

        await citizen.SaysAsync(Distress);
        await citizen.SaysAsync(Distress);
        var desk = await app.CounsellorComesAsync(capacity: 1);

        (await desk.TakesNextAsync()).Should().Be(ReceiptCode.Print((await citizen.HandoffAsync()).Receipt));
        (await citizen.HandoffAsync()).Rank.Should().Be(HandoffRank.Distress);
        var read = await citizen.ReadsAsync();
        read.Where(Numbers(Suicide)).Should().ContainSingle("the words are said once").Which.Author.Should().Be(Author.Service);
        read.Should().ContainSingle(a => a.Text!.StartsWith("Votre demande passe avant les autres"));
        read.Should().NotContain(a => a.Author == Author.Assistant, "the assistant is silent while a person is waited for");
    }

    [Fact]
    public async Task Distress_that_is_heard_later_waits_for_no_counsellor_of_its_own()
    {
        var app = await StartAsync(clock);
        var own = await app.CounsellorComesAsync(capacity: 1);
        await app.CitizenComesAsync(asksNow: true);
        await own.TakesNextAsync();
        var far = await app.CounsellorComesAsync("conseiller3");
        var citizen = await app.CitizenComesAsync();
        await citizen.GivesPostcodeAsync("23000");
        await citizen.AsksForHumanAsync();

        await citizen.SaysAsync(Distress);

        (await far.SeesOfferAsync()).Receipt.Should().Be(ReceiptCode.Print((await citizen.HandoffAsync()).Receipt), "time stands: an ordinary request would wait for the busy one of its département");
    }

    [Fact]
    public async Task Another_danger_has_numbers_of_its_own()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync();
        await citizen.SaysAsync(Distress);

        await citizen.SaysAsync("je dors dehors ce soir");
        await citizen.SaysAsync(Distress);

        var read = await citizen.ReadsAsync();
        read.Where(Numbers("115")).Should().ContainSingle();
        read.Where(Numbers(Suicide)).Should().ContainSingle("they were said when the request was made");
    }

    [Fact]
    public async Task A_counsellor_who_was_asked_sees_the_rank_on_the_offer()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();

        await citizen.SaysAsync(Distress);

        (await desk.SeesAsync("handoff-changed")).GetProperty("state").GetString().Should().Be("offered", "an offer that is out stays out");
        (await app.Get<ReadDesk>().OffersAsync(desk.Id, Token)).Should().ContainSingle().Which.Handoff.Rank.Should().Be(HandoffRank.Distress);
    }

    [Fact]
    public async Task Beside_a_counsellor_the_numbers_are_said_and_the_counsellor_sees_why()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();

        await citizen.SaysAsync(Distress);

        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Be(Distress);
        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Contain(Suicide);
        await desk.SeesAsync("handoff-changed");
        var detail = (await app.Get<ReadDesk>().HandoffAsync(desk.Id, receipt, before: null, Token))!;
        (detail.Handoff.State, detail.Handoff.Rank).Should().Be((HandoffState.WithCounsellor, HandoffRank.Distress));
        detail.Transcript.Should().ContainSingle(a => a.Author == Author.Citizen && a.Details!.Understood!.StartsWith("distress"));
        detail.Transcript.Should().NotContain(a => a.Author == Author.Assistant);
    }

    [Fact]
    public async Task Thanks_cancel_no_appointment_and_are_answered_with_what_stands()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await PromiseAsync(app, citizen);

        await citizen.SaysAsync("merci, à vendredi");
        await citizen.SaysAsync("j'aurai mon dossier");

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Promised && h.DueAt == Friday && h.Commitment == CommitmentKind.Appointment);
        (await citizen.ReadsAsync()).Where(a => a.Text!.Contains("Le rendez-vous du vendredi 12 mars à 10 h 00 (heure de Paris) est maintenu")).Should().ContainSingle("it is said once for each promise")
            .Which.Text.Should().Contain("« Parler à un conseiller »");
    }

    [Fact]
    public async Task What_is_said_once_is_known_by_what_it_says_and_not_by_its_words()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync();
        await citizen.SaysAsync(Distress);
        await PromiseAsync(app, citizen);
        await citizen.SaysAsync("merci, à vendredi");
        await app.TamperAsync(db => db.Activities.ExecuteUpdateAsync(s => s.SetProperty(a => a.Text, "words of a version before this one")));
        var read = (await citizen.ReadsAsync()).Count;

        await citizen.SaysAsync("merci encore, à vendredi");
        await citizen.SaysAsync(Distress);

        (await citizen.ReadsAsync()).Skip(read).Where(a => a.Author == Author.Service).Should().ContainSingle("neither the promise nor the numbers are said again").Which.Text.Should().Contain("annulé");
    }

    [Fact]
    public async Task Whoever_wants_a_person_before_the_date_is_back_in_the_queue_behind_whoever_is_older()
    {
        var app = await StartAsync(clock);
        var older = await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromMinutes(5));
        var citizen = await app.CitizenComesAsync(asksNow: true);
        (await app.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", Friday, Token)).Should().BeNull();

        await citizen.SaysAsync("je veux parler à un conseiller");

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Waiting && !h.AtHead && h.DueAt == null);
        (await citizen.ReadsAsync())[^1].Text.Should().Contain("reprend sa place").And.Contain("Ce qui était prévu pour le vendredi 12 mars à 10 h 00 (heure de Paris) est annulé");
        (await app.Get<ReadDesk>().HandoffsAsync("conseiller2", HandoffState.Waiting, Token)).Select(h => h.Id)
            .Should().Equal((await older.HandoffAsync()).Id, (await citizen.HandoffAsync()).Id);
    }

    [Fact]
    public async Task Distress_does_not_wait_for_the_date()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await PromiseAsync(app, citizen);

        await citizen.SaysAsync(Distress);

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Waiting && h.Rank == HandoffRank.Distress);
        var read = await citizen.ReadsAsync();
        read.Where(Numbers(Suicide)).Should().ContainSingle();
        read[^1].Text.Should().StartWith("Votre demande passe avant les autres").And.EndWith("est annulé.");
    }

    [Fact]
    public async Task The_button_does_what_the_words_do()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await PromiseAsync(app, citizen);
        clock.Advance(TimeSpan.FromSeconds(1));

        await citizen.AsksForHumanAsync();

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Waiting && !h.AtHead);
        (await citizen.ReadsAsync())[^1].Text.Should().Contain("reprend sa place");
    }

    [Fact]
    public async Task A_late_copy_of_an_earlier_press_gives_up_no_promise()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync();
        var copy = new Asking { ConversationId = citizen.ConversationId }.Identified(app.Get<ReceiptSeal>(), clock.GetUtcNow());
        clock.Advance(TimeSpan.FromMinutes(1));
        await citizen.AsksForHumanAsync();
        await PromiseAsync(app, citizen);
        clock.Advance(TimeSpan.FromMinutes(1));

        await app.Get<TakeAsked>().RunAsync(copy, receiptIsOut: true, Token);

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Promised && h.DueAt == Friday);
        (await citizen.ReadsAsync())[^1].Text.Should().Contain("déjà enregistrée");
    }

    [Fact]
    public async Task An_absent_citizen_who_presses_the_button_is_at_the_head_again()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        (await desk.WritesInVainAsync(await desk.TakesNextAsync())).Should().BeNull();
        clock.Advance(TimeSpan.FromSeconds(1));

        await citizen.AsksForHumanAsync();

        (await desk.SeesOfferAsync()).Should().NotBeNull();
        (await citizen.HandoffAsync()).AtHead.Should().BeTrue();
        (await citizen.ReadsAsync())[^1].Text.Should().StartWith("Vous êtes de retour").And.Contain("en tête de file");
    }

    [Fact]
    public async Task Whoever_writes_in_a_second_wait_reads_again_that_it_is_kept()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await citizen.SaysAsync("mon numéro de dossier est le 12");
        (await citizen.ReadsAsync())[^1].Text.Should().StartWith("Votre message est ajouté à votre demande");
        var desk = await app.CounsellorComesAsync();
        await desk.TakesNextAsync();
        clock.Advance(new DeskOptions().Lease);
        for (var look = 0; look < 2 && (await citizen.HandoffAsync()).State == HandoffState.WithCounsellor; look++) await app.TimeMovesAsync();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting);

        await citizen.SaysAsync("et il est incomplet");
        await citizen.SaysAsync("depuis mardi");

        (await citizen.ReadsAsync()).Count(a => a.Text!.StartsWith("Votre message est ajouté à votre demande", StringComparison.Ordinal)).Should().Be(2, "once in each wait");
    }

    private static Func<ActivityView, bool> Numbers(string number) => a => a.Details?.Numbers?.Any(n => n.Value == number) == true;

    /// <summary>A counsellor makes an appointment with the citizen, and goes.</summary>
    private static async Task PromiseAsync(RouterApp app, Citizen citizen)
    {
        var desk = await app.CounsellorComesAsync();
        var receipt = await desk.TakesNextAsync();
        receipt.Should().Be(ReceiptCode.Print((await citizen.HandoffAsync()).Receipt));
        (await app.Get<CommitHandoff>().RunAsync(desk.Id, receipt, CommitmentKind.Appointment, Friday, null, number: null, seen: null, Token)).Should().BeNull();
        (await app.Get<SetPresence>().RunAsync(desk.Id, Presence.Away, null, Token)).Should().BeNull();
    }

    public sealed class Embedded : While_a_request_is_open
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
    }

    public sealed class Production(TestServersFixture fixture) : While_a_request_is_open
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}
