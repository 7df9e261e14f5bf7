using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>A transfer goes where the counsellor wanted it, and not straight back.</summary>
public abstract class When_a_request_is_handed_on : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Who_handed_it_on_is_asked_only_when_nobody_else_has_come_for_a_while()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();

        (await desk.TransfersAsync(receipt, "retraite", colleague: null)).Should().BeNull();
        await app.Get<MatchingLoop>().RunPassAsync();
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        clock.Advance(new RoutingOptions().AskAgainAfter + TimeSpan.FromSeconds(1));
        await desk.StaysAliveAsync();
        await app.Get<MatchingLoop>().RunPassAsync();

        (await citizen.HandoffAsync()).CounsellorId.Should().Be("conseiller1", "nobody waits for ever for who is not there");
    }

    [Fact]
    public async Task The_group_of_a_skill_comes_before_the_department()
    {
        var app = await StartAsync(clock);
        await app.TamperAsync(async db =>
        {
            await SkillsAsync(db, "conseiller1", "23", "general");
            await SkillsAsync(db, "conseiller2", "23", "general");
            await SkillsAsync(db, "conseiller3", "01", "general", "retraite");
        });
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync();
        await citizen.GivesPostcodeAsync("23000");
        await citizen.AsksForHumanAsync();
        var receipt = await desk.TakesNextAsync();
        await app.CounsellorComesAsync("conseiller2");
        var able = await app.CounsellorComesAsync("conseiller3");

        (await desk.TransfersAsync(receipt, "retraite", colleague: null)).Should().BeNull();

        (await able.SeesOfferAsync()).Receipt.Should().Be(receipt);
    }

    [Fact]
    public async Task A_department_that_is_given_while_an_offer_is_out_counts_when_nobody_took_it()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var offer = await desk.SeesOfferAsync();

        await citizen.GivesPostcodeAsync("23000");
        (await desk.DeclinesAsync(offer.Id)).Should().BeNull();

        (await citizen.HandoffAsync()).Territory.Should().Be("23");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_colleague_to_whom_it_was_handed_is_still_asked_first_after_a_call_back(bool returns)
    {
        var app = await StartAsync(clock, "--Desk:Lease=00:10:00");
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        (await desk.TransfersAsync(receipt, null, "conseiller3")).Should().BeNull();
        await app.Get<SetPresence>().RunAsync("conseiller1", Presence.Away, null, TestContext.Current.CancellationToken);
        (await app.Get<Channels.AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", clock.GetUtcNow().AddMinutes(5), TestContext.Current.CancellationToken)).Should().BeNull();
        await app.CounsellorComesAsync("conseiller2");
        var named = await app.CounsellorComesAsync("conseiller3");

        clock.Advance(TimeSpan.FromMinutes(returns ? 1 : 5));
        if (returns) await citizen.AsksForHumanAsync();
        await app.TimeMovesAsync();

        var offer = await named.SeesOfferAsync();
        offer.Receipt.Should().Be(receipt);
        (await app.LookAsync(db => db.Offers.Where(o => o.Id == offer.Id).Select(o => o.Why).SingleAsync())).Should().Contain("collègue");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_declined_it_or_handed_it_on_and_is_named_since_is_asked_first(bool hadIt)
    {
        var app = await StartAsync(clock);
        var wanted = await app.CounsellorComesAsync("conseiller2");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var offer = await wanted.SeesOfferAsync();
        if (hadIt)
        {
            (await wanted.AcceptsAsync(offer.Id)).Should().BeNull();
            clock.Advance(TimeSpan.FromSeconds(5));
            (await wanted.TransfersAsync(offer.Receipt, "retraite", colleague: null)).Should().BeNull();
        }
        else
        {
            (await wanted.DeclinesAsync(offer.Id)).Should().BeNull();
        }
        clock.Advance(TimeSpan.FromSeconds(5));
        var desk = await app.CounsellorComesAsync("conseiller1");
        (await desk.TakesNextAsync()).Should().Be(offer.Receipt);
        await app.CounsellorComesAsync("conseiller3");
        clock.Advance(TimeSpan.FromSeconds(5));

        (await desk.TransfersAsync(offer.Receipt, null, "conseiller2")).Should().BeNull();

        (await wanted.SeesOfferAsync()).Receipt.Should().Be(offer.Receipt, "they have said yes since");
        (await app.LookAsync(db => db.Offers.OrderByDescending(o => o.MadeAt).Select(o => o.Rung).FirstAsync())).Should().Be(Matcher.Colleague);
        (await citizen.HandoffAsync()).CounsellorId.Should().Be("conseiller2");
    }

    [Fact]
    public async Task Who_declines_it_although_they_were_named_is_passed_over()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        var named = await app.CounsellorComesAsync("conseiller2");
        await app.CounsellorComesAsync("conseiller3");
        clock.Advance(TimeSpan.FromSeconds(5));
        (await desk.TransfersAsync(receipt, null, "conseiller2")).Should().BeNull();
        clock.Advance(TimeSpan.FromSeconds(5));

        (await named.DeclinesAsync((await named.SeesOfferAsync()).Id)).Should().BeNull();
        await app.Get<MatchingLoop>().RunPassAsync();

        (await citizen.HandoffAsync()).CounsellorId.Should().Be("conseiller3");
    }

    [Fact]
    public async Task Whoever_was_away_for_a_moment_and_is_back_has_refused_nobody()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        await app.CitizenComesAsync(asksNow: true);
        var offer = await desk.SeesOfferAsync();
        (await app.Get<SetPresence>().RunAsync(desk.Id, Presence.Away, null, TestContext.Current.CancellationToken)).Should().BeNull();
        clock.Advance(TimeSpan.FromSeconds(20));

        (await app.Get<SetPresence>().RunAsync(desk.Id, Presence.Available, null, TestContext.Current.CancellationToken)).Should().BeNull();

        (await desk.SeesOfferAsync()).Receipt.Should().Be(offer.Receipt);
    }

    [Fact]
    public async Task A_postcode_that_is_given_beside_a_counsellor_is_told_at_the_desk()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        await desk.SeesAsync("handoff-changed");

        await citizen.GivesPostcodeAsync("23000");

        (await desk.SeesAsync("handoff-changed")).GetProperty("receipt").GetString().Should().Be(receipt);
    }

    [Theory]
    [InlineData("23 Mme Durand, née en 1950")]
    [InlineData("2a")]
    [InlineData("23/")]
    [InlineData("23/jardinage")]
    [InlineData("/")]
    public async Task What_is_no_group_is_refused_and_written_into_no_log(string pool)
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();

        var refusal = await desk.TransfersAsync(receipt, pool, colleague: null);

        if (pool == "23/") refusal.Should().BeNull("it names a département");
        else refusal!.Code.Should().Be("transfer-pool");
        (await app.LookAsync(db => db.HandoffLog.CountAsync(e => e.Move == HandoffMove.Transfer))).Should().Be(pool == "23/" ? 1 : 0);
    }

    [Fact]
    public async Task The_next_attempt_is_in_the_time_of_the_citizen_and_not_of_where_it_was_handed_to()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync();
        await citizen.GivesPostcodeAsync("75001");
        await citizen.AsksForHumanAsync();
        (await desk.TransfersAsync(await desk.TakesNextAsync(), "974", colleague: null)).Should().BeNull();
        var other = await app.CounsellorComesAsync("conseiller2");
        (await other.WritesInVainAsync(await other.TakesNextAsync())).Should().BeNull();

        var (now, attempts) = (clock.GetUtcNow(), app.Get<INextAttempt>());
        (await citizen.HandoffAsync()).DueAt.Should().Be(attempts.After(now, "75")).And.NotBe(attempts.After(now, "974"));
    }

    [Theory]
    [InlineData("23", "23")]
    [InlineData("23/retraite", "23")]
    [InlineData("retraite", "63")]
    public async Task Where_its_citizen_lives_does_not_undo_that_it_was_handed_to_a_department(string pool, string territory)
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        (await desk.TransfersAsync(receipt, pool, colleague: null)).Should().BeNull();

        await citizen.GivesPostcodeAsync("63000");

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Waiting && h.Territory == territory);
        (await app.LookAsync(db => db.Conversations.SingleAsync(c => c.Id == citizen.ConversationId))).Territory.Should().Be("63", "it is their clock");
        var other = await app.CounsellorComesAsync("conseiller2");
        (await other.TakesNextAsync()).Should().Be(receipt);
        await citizen.GivesPostcodeAsync("75001");
        (await citizen.HandoffAsync()).Territory.Should().Be("75", "somebody took it where it was handed to");
    }

    private static Task<int> SkillsAsync(Platform.Storage.RouterDbContext db, string id, string territory, params string[] skills) => db.Counsellors.Where(c => c.Id == id)
        .ExecuteUpdateAsync(set => set.SetProperty(c => c.Skills, skills).SetProperty(c => c.Territory, territory));

    public sealed class Embedded : When_a_request_is_handed_on
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());
    }

    public sealed class Production(TestServersFixture fixture) : When_a_request_is_handed_on
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
    }
}
