using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Retention;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests.Steering;

/// <summary>Who says where a counsellor works and what they know, and what comes of it: offers from then on, and a record without what was said (docs/adr/0074).</summary>
public abstract class When_a_manager_describes_a_counsellor : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_waits_for_the_departement_is_offered_to_the_one_who_works_there_now()
    {
        var app = await StartAsync(clock);
        var busy = await app.CounsellorComesAsync("conseiller1", capacity: 1);
        await app.CitizenComesAsync(asksNow: true);
        await busy.TakesNextAsync();
        var other = await app.CounsellorComesAsync("conseiller3");
        var citizen = await app.CitizenComesAsync();
        await citizen.GivesPostcodeAsync("23000");
        await citizen.AsksForHumanAsync();
        await app.Get<MatchingLoop>().RunPassAsync();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting, "somebody of the département is on line and busy");

        await SayAsync(app, "conseiller3", d => d with { Territory = "23" });

        (await other.SeesOfferAsync()).Receipt.Should().Be(ReceiptCode.Print((await citizen.HandoffAsync()).Receipt));
        (await app.LookAsync(db => db.Offers.SingleAsync(o => o.CounsellorId == "conseiller3"))).Rung.Should().Be("departement");
    }

    [Fact]
    public async Task Whoever_waits_for_the_group_of_a_skill_is_offered_to_the_one_who_has_it_now()
    {
        var app = await StartAsync(clock);
        var able = await app.CounsellorComesAsync("conseiller2", capacity: 1);
        await app.CitizenComesAsync(asksNow: true);
        await able.TakesNextAsync();
        var first = await app.CounsellorComesAsync("conseiller1", capacity: 1);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await first.TakesNextAsync();
        var other = await app.CounsellorComesAsync("conseiller3");
        (await first.TransfersAsync(receipt, "retraite", colleague: null)).Should().BeNull();
        await app.Get<MatchingLoop>().RunPassAsync();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting, "whoever knows it is on line and busy");

        await SayAsync(app, "conseiller3", d => d with { Skills = [.. d.Skills, "retraite"] });

        (await other.SeesOfferAsync()).Receipt.Should().Be(receipt);
        (await app.LookAsync(db => db.Offers.SingleAsync(o => o.CounsellorId == "conseiller3"))).Rung.Should().Be("group");
    }

    [Fact]
    public async Task A_citizen_is_offered_to_the_one_who_speaks_the_language_now()
    {
        var app = await StartAsync(clock);
        await app.CounsellorComesAsync("conseiller1");
        await app.CounsellorComesAsync("conseiller2");
        (await AsksInEnglishAsync(app)).CounsellorId.Should().Be("conseiller1");

        await SayAsync(app, "conseiller1", d => d with { Languages = ["fr"] });
        await SayAsync(app, "conseiller2", d => d with { Languages = ["fr", "en"] });

        (await AsksInEnglishAsync(app)).CounsellorId.Should().Be("conseiller2");
        (await AsksInEnglishAsync(app)).CounsellorId.Should().Be("conseiller2", "language comes before load");
    }

    [Fact]
    public async Task What_is_offered_or_in_hand_stays_where_it_is()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var talking = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        var offered = await app.CitizenComesAsync(asksNow: true);
        var offer = await desk.SeesOfferAsync();

        await SayAsync(app, "conseiller1", d => d with { Territory = "974", Skills = ["caf"], SpaceName = "France services de Saint-Joseph" });

        (await talking.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        (await desk.SaysAsync(receipt, "Je suis toujours là.")).Should().BeNull();
        (await desk.AcceptsAsync(offer.Id)).Should().BeNull("it was offered before");
        (await offered.HandoffAsync()).CounsellorId.Should().Be("conseiller1");
        var mine = (await app.Get<ReadDesk>().CounsellorAsync("conseiller1", Token))!;
        (mine.Territory, mine.SpaceName, mine.Presence).Should().Be(("974", "France services de Saint-Joseph", Presence.Available));
        (await offered.HearsAsync(Author.Service, after: 1)).Text.Should().Contain("Saint-Joseph", "a citizen who comes now is told where it is");
    }

    [Fact]
    public async Task Of_two_managers_the_second_is_told_what_the_first_has_changed()
    {
        var app = await StartAsync(clock);
        var (read, _) = await ReadAsync(app);
        await SayAsync(app, "conseiller1", d => d with { Territory = "974", Skills = ["caf"] }, by: "responsable2");

        var late = await app.Get<DescribeCounsellor>().RunAsync("conseiller1", read.Version, read.Description with { Quality = "Conseillère principale" }, "responsable1", Token);

        (late.Refusal!.Status, late.Refusal.Code).Should().Be((409, "counsellor-changed"));
        late.Refusal.Text.Should().Contain("responsable2").And.Contain("(département, compétences)");
        (await ReadAsync(app)).Sheet.Description.Should().BeEquivalentTo(read.Description with { Territory = "974", Skills = ["caf"] });
        var again = await app.Get<DescribeCounsellor>().RunAsync("conseiller1", late.Version, read.Description with { Quality = "Conseillère principale" }, "responsable1", Token);
        again.Refusal.Should().BeNull("whoever has seen it may replace it");
        again.Changed.Should().Equal(DescribedField.Territory, DescribedField.Quality, DescribedField.Skills);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_first_and_nobody_overwrites_unseen()
    {
        var app = await StartAsync(clock);
        var (read, _) = await ReadAsync(app);

        var all = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => Task.Run(() =>
            app.Get<DescribeCounsellor>().RunAsync("conseiller1", read.Version, read.Description with { Quality = $"Qualité {n}" }, $"responsable{n}", Token))));

        all.Count(d => d.Refusal is null).Should().Be(1);
        all.Where(d => d.Refusal is not null).Should().OnlyContain(d => d.Refusal!.Code == "counsellor-changed");
        (await app.LookAsync(db => db.CounsellorChanges.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Work_at_the_desk_meanwhile_contradicts_no_manager()
    {
        var app = await StartAsync(clock);
        var (read, _) = await ReadAsync(app);
        var desk = await app.CounsellorComesAsync("conseiller1");
        await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        (await ReadAsync(app)).Sheet.Version.Should().BeGreaterThan(read.Version, "or this test shows nothing");

        var described = await app.Get<DescribeCounsellor>().RunAsync("conseiller1", read.Version, read.Description with { Territory = "01" }, "responsable1", Token);

        described.Refusal.Should().BeNull();
        (await ReadAsync(app)).Sheet.Should().BeEquivalentTo(new { Description = new { Territory = "01" }, IsAtDesk = true });
    }

    [Fact]
    public async Task The_same_press_again_changes_nothing_and_is_no_fault()
    {
        var app = await StartAsync(clock);
        var (read, _) = await ReadAsync(app);
        var wanted = read.Description with { Territory = "01" };
        await app.Get<DescribeCounsellor>().RunAsync("conseiller1", read.Version, wanted, "responsable1", Token);

        var again = await app.Get<DescribeCounsellor>().RunAsync("conseiller1", read.Version, wanted, "responsable1", Token);

        (again.Refusal, again.Faults.Count, again.Changed.Count).Should().Be((null, 0, 0));
        (await app.LookAsync(db => db.CounsellorChanges.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task A_change_is_taken_back_and_made_again()
    {
        var app = await StartAsync(clock);
        var (read, none) = await ReadAsync(app);
        none.Should().BeNull();
        await SayAsync(app, "conseiller1", d => d with { Territory = "01" });
        await SayAsync(app, "conseiller1", d => d with { Alias = "Camille R.", AliasReason = "Menaces reçues au guichet." });
        var latest = (await ReadAsync(app)).Latest!;
        latest.Record.Fields.Should().Equal(DescribedField.Alias, DescribedField.AliasReason);
        latest.Before.Alias.Should().BeNull();

        var restored = await app.Get<DescribeCounsellor>().RestoreAsync("conseiller1", latest.Version, "responsable1", Token);

        restored.Changed.Should().Equal(DescribedField.Alias, DescribedField.AliasReason);
        (await ReadAsync(app)).Sheet.Description.Should().BeEquivalentTo(read.Description with { Territory = "01" }, "one step, not two");
        (await app.Get<DescribeCounsellor>().RestoreAsync("conseiller1", latest.Version, "responsable1", Token)).Refusal!.Code.Should().Be("counsellor-changed", "it was pressed on a page of before");
        (await app.Get<DescribeCounsellor>().RestoreAsync("conseiller1", (await ReadAsync(app)).Latest!.Version, "responsable2", Token)).Refusal.Should().BeNull();
        (await ReadAsync(app)).Sheet.Description.Alias.Should().Be("Camille R.");
    }

    [Fact]
    public async Task What_nobody_has_changed_cannot_be_taken_back()
    {
        var app = await StartAsync(clock);

        (await app.Get<DescribeCounsellor>().RestoreAsync("conseiller1", 0, "responsable1", Token)).Refusal!.Code.Should().Be("counsellor-nothing-to-restore");
    }

    [Fact]
    public async Task Each_change_is_recorded_without_what_was_said_and_erased_after_its_time()
    {
        var app = await StartAsync(clock);
        await SayAsync(app, "conseiller1", d => d with { Alias = "Camille R.", AliasReason = "Menaces reçues au guichet." });
        clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(app, "conseiller1", d => d with { Alias = null, AliasReason = null, Territory = "01" }, by: "responsable2");

        var changes = await app.Get<ReadCounsellors>().ChangesAsync(Token);
        changes.Select(c => (c.Person, c.CounsellorId)).Should().Equal(("responsable2", "conseiller1"), ("responsable1", "conseiller1"));
        changes[0].Fields.Should().Equal(DescribedField.Territory, DescribedField.Alias, DescribedField.AliasReason);
        var rows = await app.LookAsync(db => db.CounsellorChanges.OrderBy(c => c.Version).ToListAsync());
        rows.Select(c => c.Before is null).Should().Equal([true, false], "what stood before is kept one step back, where it can be restored");

        clock.Advance(new JobsOptions().LooksKept - TimeSpan.FromMinutes(1));
        await app.Get<DropTraces>().RunAsync(Token);
        (await app.LookAsync(db => db.CounsellorChanges.CountAsync())).Should().Be(1);
        clock.Advance(TimeSpan.FromMinutes(2));
        await app.Get<DropTraces>().RunAsync(Token);
        (await app.LookAsync(db => db.CounsellorChanges.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task What_the_provider_says_at_a_later_sign_in_changes_nothing()
    {
        var app = await StartAsync(clock);
        var person = SignedInCounsellor.From(new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, "zoe.martel@example.org"), new(ClaimTypes.Name, "Zoé Martel"), new(SignedInCounsellor.TerritoryClaim, "75")], "test")));
        await app.Get<EnsureCounsellor>().RunAsync(person, Token);
        await SayAsync(app, person.Id, d => d with { Territory = "23", SpaceName = "France services Boussac" });

        await new EnsureCounsellor(app.Get<Platform.Storage.Transactions>()).RunAsync(person with { Territory = "13", SpaceName = "Ailleurs" }, Token);

        var said = (await ReadAsync(app, person.Id)).Sheet.Description;
        (said.Territory, said.SpaceName).Should().Be(("23", "France services Boussac"));
    }

    [Fact]
    public async Task Who_plays_in_an_exercise_is_no_counsellor_of_theirs()
    {
        var app = await StartAsync(clock);
        await app.TamperAsync(async db =>
        {
            db.Counsellors.Add(new Counsellor { Id = "played", FirstName = "E", LastName = "1", Quality = "Q", SpaceName = "S", Territory = SealedTerritory.Code });
            await db.SaveChangesAsync();
        });
        var wanted = (await ReadAsync(app)).Sheet.Description;

        (await app.Get<ReadCounsellors>().AllAsync(Token)).Should().NotBeEmpty().And.NotContain(c => c.Id == "played");
        (await app.Get<ReadCounsellors>().FindAsync("played", Token)).Should().BeNull();
        (await app.Get<DescribeCounsellor>().RunAsync("played", 0, wanted, "responsable1", Token)).Refusal!.Code.Should().Be("counsellor-unknown");
        (await app.Get<DescribeCounsellor>().RunAsync("conseiller1", 0, wanted with { Territory = SealedTerritory.Code }, "responsable1", Token)).Faults.Should().ContainSingle(f => f.Field == DescribedField.Territory);
    }

    private static async Task<Handoff> AsksInEnglishAsync(RouterApp app)
    {
        var key = ConversationKey.New();
        await app.Get<StartConversation>().RunAsync(key, ChannelName.Web, "en", Token);
        var citizen = new Citizen(app, key.ConversationId);
        await citizen.AsksForHumanAsync();
        await app.Get<MatchingLoop>().RunPassAsync();
        return await citizen.HandoffAsync();
    }

    private static async Task<(CounsellorSheet Sheet, LatestChange? Latest)> ReadAsync(RouterApp app, string id = "conseiller1") => (await app.Get<ReadCounsellors>().FindAsync(id, Token))!.Value;

    private static async Task SayAsync(RouterApp app, string id, Func<CounsellorDescription, CounsellorDescription> otherwise, string by = "responsable1")
    {
        var (sheet, _) = await ReadAsync(app, id);
        (await app.Get<DescribeCounsellor>().RunAsync(id, sheet.Version, otherwise(sheet.Description), by, Token)).Should().BeEquivalentTo(new { Refusal = (Platform.Refusal?)null, Faults = Array.Empty<DescriptionFault>() });
    }

    public sealed class Embedded : When_a_manager_describes_a_counsellor
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());
    }

    public sealed class Production(TestServersFixture fixture) : When_a_manager_describes_a_counsellor
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
    }
}
