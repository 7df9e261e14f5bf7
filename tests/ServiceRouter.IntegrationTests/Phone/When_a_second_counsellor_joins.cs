using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>Three on the telephone: whoever leaves leaves the others talking, the request stays with the first until it is handed over, and the caller is never hung up (G8).</summary>
public abstract class When_a_second_counsellor_joins : IAsyncLifetime
{
    private const string Nadia = PhoneStory.Nadia;
    private const string NadiasPhone = PhoneStory.NadiasPhone;
    private const string Marc = "conseiller2";
    private const string MarcsPhone = "sip:marc@poste.example";

    private readonly WhileRinging ringing = new();
    private PhoneStory story = null!;
    private DeskOf nadia = null!;
    private DeskOf marc = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SecondAtDesk Seconds => story.App.Get<SecondAtDesk>();

    public async ValueTask InitializeAsync()
    {
        story = await PhoneStory.StartAsync(await SetUpAsync(), ringing.PutBetween, "--Desk:Lease=00:10:00", "--Desk:OfferTimeout=00:10:00");
        nadia = await ComesAsync(Nadia, NadiasPhone);
    }

    public async ValueTask DisposeAsync()
    {
        await story.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task They_hear_who_asks_press_a_key_and_all_three_hear_each_other()
    {
        var (citizen, receipt, first) = await TalkingAsync();
        await ComesWithoutOffersAsync();
        (await Seconds.AskAsync(Nadia, receipt, null, Marc, Token)).Should().BeNull();
        (await Seconds.AskAsync(Nadia, receipt, null, Marc, Token)).Should().BeNull("pressed twice, one is rung");
        var second = await story.NextRingAsync(MarcsPhone);
        second.Answers();
        await second.HearsAsync("Nadia Bertholet vous demande de rejoindre un appel");
        await second.HearsAsync("tapez 1");
        second.Transcript.Lines.Should().NotContain(line => line.Text.StartsWith("conference", StringComparison.Ordinal), "nobody is joined before the key");
        second.Presses("1");
        await second.SeesAsync("joined");

        second.Says("Bonjour, ici Marc");
        await citizen.HearsAsync("ici Marc");
        await first.HearsAsync("ici Marc");
        citizen.Says("bonjour à vous deux");
        await second.HearsAsync("à vous deux");
        var handoff = await story.HandoffAsync();
        handoff.CounsellorId.Should().Be(Nadia, "the request stays with the first");
        (await story.App.LookAsync(db => db.Activities.AnyAsync(a => a.Author == Author.Service && a.Text!.Contains("rejoint l'appel")))).Should().BeTrue("the citizen may read who was there");
        story.Network.Calls.Should().HaveCount(3);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task The_second_leaves_and_the_first_talks_on()
    {
        var (citizen, receipt, first, second) = await ThreeAsync();
        second.HangsUp();
        await story.PassUntilAsync(async () => (await Seconds.ReadAsync(Nadia, receipt, Token))!.State == SecondState.Over);
        await story.PassAsync(3);

        first.Says("nous voilà à deux");
        await citizen.HearsAsync("à deux");
        (await story.HandoffAsync()).CounsellorId.Should().Be(Nadia);
    }

    [Fact]
    public async Task The_desk_frees_the_second_and_the_first_talks_on()
    {
        var (citizen, receipt, first, second) = await ThreeAsync();
        (await Seconds.LetGoAsync(Nadia, receipt, Token)).Should().BeNull();
        await story.PassUntilAsync(() => second.Transcript.IsClosed);

        first.Says("nous voilà à deux");
        await citizen.HearsAsync("à deux");
    }

    [Fact]
    public async Task Whoever_is_freed_while_the_provider_is_being_asked_does_not_ring_on()
    {
        var (citizen, receipt, first) = await TalkingAsync();
        await ComesWithoutOffersAsync();
        ringing.SecondRings = async () => (await Seconds.LetGoAsync(Nadia, receipt, Token)).Should().BeNull();
        (await Seconds.AskAsync(Nadia, receipt, null, Marc, Token)).Should().BeNull();

        var second = await story.NextRingAsync(MarcsPhone);
        await story.PassUntilAsync(() => second.Transcript.IsClosed);

        second.Status.Should().Be("canceled", "it was taken back, and did not ring until nobody answered");
        first.Says("nous voilà à deux");
        await citizen.HearsAsync("à deux");
    }

    [Fact]
    public async Task The_first_leaves_and_the_second_talks_on_with_the_request_where_it_was()
    {
        var (citizen, receipt, first, second) = await ThreeAsync();
        first.HangsUp();
        await first.EndsAsync();
        await story.PassAsync(5);

        second.Says("je reste avec vous");
        await citizen.HearsAsync("reste avec vous");
        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.CounsellorId).Should().Be((HandoffState.WithCounsellor, Nadia));
        (await nadia.ClosesAsync(receipt)).Should().BeNull("the first wraps up at the desk");
        await story.PassUntilAsync(() => citizen.Transcript.IsClosed && second.Transcript.IsClosed);
        await citizen.HearsAsync("Merci de votre appel");
    }

    [Fact]
    public async Task When_both_are_gone_the_caller_is_at_the_head_of_the_queue_and_never_hung_up()
    {
        var (citizen, _, first, second) = await ThreeAsync();
        first.Drops();
        await first.EndsAsync();
        await story.PassAsync(2);
        second.Drops();
        await second.EndsAsync();
        await story.PassUntilAsync(() => PhoneStory.Times(citizen, "a été coupée") > 0);

        await citizen.SeesAsync("queue sr-attente");
        citizen.Transcript.IsClosed.Should().BeFalse();
        (await story.HandoffAsync()).State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
        (await story.App.LookAsync(db => db.HandoffLog.AnyAsync(e => e.Move == HandoffMove.LoseCounsellor))).Should().BeTrue();
    }

    [Fact]
    public async Task When_the_first_has_left_and_the_citizen_hangs_up_the_line_is_over_and_whoever_calls_again_is_not_alone()
    {
        var (citizen, receipt, first, second) = await ThreeAsync();
        first.HangsUp();
        await first.EndsAsync();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.CallId == null)));
        citizen.HangsUp();
        await story.PassUntilAsync(() => second.Transcript.IsClosed);
        await story.PassUntilAsync(async () => (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line!.State == LineState.Over);
        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor, "the request stays");

        var again = story.Calls();
        await again.HearsAsync("tapez 1");
        again.Presses("1");
        var rung = await story.NextRingAsync(NadiasPhone);
        rung.Answers();
        await rung.HearsAsync("tapez 1");
        rung.Presses("1");
        await again.SeesAsync("conference");
    }

    /// <summary>Each saw the other still there when their own end was told: neither told the citizen anything.</summary>
    [Fact]
    public async Task When_both_are_gone_at_the_same_moment_the_caller_is_at_the_head_of_the_queue_too()
    {
        var (citizen, _, _, _) = await ThreeAsync();
        await story.App.Get<Transactions>().RunAsync(async (work, token) =>
        {
            (await work.Db.CounsellorLines.SingleAsync(token)).CounsellorLeaves();
            (await work.Db.SecondLines.SingleAsync(token)).End(LineEnding.Dropped, isGone: true, work.Now);
        }, Token);
        await story.PassUntilAsync(() => PhoneStory.Times(citizen, "a été coupée") > 0);

        await citizen.SeesAsync("queue sr-attente");
        citizen.Transcript.IsClosed.Should().BeFalse();
        (await story.HandoffAsync()).State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
    }

    [Fact]
    public async Task Handed_over_after_an_introduction_the_second_has_the_request_and_nobody_left_the_line()
    {
        var (citizen, receipt, first, second) = await ThreeAsync();
        (await story.App.Get<HandOverCall>().RunAsync(Nadia, receipt, Token)).Should().BeNull();
        await story.PassUntilAsync(() => first.Transcript.IsClosed);
        await story.PassAsync(3);

        second.Says("je prends la suite");
        await citizen.HearsAsync("prends la suite");
        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.CounsellorId).Should().Be((HandoffState.WithCounsellor, Marc));
        (await story.App.LookAsync(db => db.HandoffLog.OrderBy(e => e.Number).Select(e => e.Move).ToListAsync()))
            .Should().ContainInOrder(HandoffMove.Accept, HandoffMove.Transfer, HandoffMove.Offer, HandoffMove.Accept);
        PhoneStory.Times(citizen, "autre conseiller").Should().Be(0, "the caller never waited");
        (await story.App.Get<LineAtDesk>().HoldAsync(Marc, receipt, hold: true, Token)).Should().BeNull("it is his line now");
        (await story.App.Get<LineAtDesk>().HoldAsync(Marc, receipt, hold: false, Token)).Should().BeNull();
        (await marc.ClosesAsync(receipt)).Should().BeNull();
        await story.PassUntilAsync(() => citizen.Transcript.IsClosed && second.Transcript.IsClosed);
        await citizen.HearsAsync("Merci de votre appel");
        story.Faults.Should().BeEmpty();
    }

    /// <summary>Routing counts places, then offers: without a new version of the row its offer would go through, one above what the counsellor takes.</summary>
    [Fact]
    public async Task A_pass_over_the_queue_that_counted_the_places_before_the_handing_over_counts_anew()
    {
        var (_, receipt, _, _) = await ThreeAsync();
        var counted = await MarcAsync();

        (await story.App.Get<HandOverCall>().RunAsync(Nadia, receipt, Token)).Should().BeNull();

        var now = await MarcAsync();
        now.Version.Should().BeGreaterThan(counted.Version);
        now.LastOfferAt.Should().BeAfter(counted.LastOfferAt);
        Task<Counsellor> MarcAsync() => story.App.LookAsync(db => db.Counsellors.AsNoTracking().SingleAsync(c => c.Id == Marc));
    }

    [Fact]
    public async Task Whoever_took_over_without_a_browser_is_not_taken_for_gone()
    {
        var (_, receipt, _, _) = await ThreeAsync();
        var before = story.Clock.GetUtcNow();
        await story.App.TamperAsync(db => db.Counsellors.Where(c => c.Id == Marc).ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseUntil, before)));

        (await story.App.Get<HandOverCall>().RunAsync(Nadia, receipt, Token)).Should().BeNull();

        (await story.App.LookAsync(db => db.Counsellors.Where(c => c.Id == Marc).Select(c => c.LeaseUntil).SingleAsync())).Should().BeAfter(story.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Whoever_took_over_and_is_cut_off_gives_the_caller_back_to_the_head_of_the_queue()
    {
        var (citizen, receipt, first, second) = await ThreeAsync();
        (await story.App.Get<HandOverCall>().RunAsync(Nadia, receipt, Token)).Should().BeNull();
        await story.PassUntilAsync(() => first.Transcript.IsClosed);
        second.Drops();
        await second.EndsAsync();
        await story.PassUntilAsync(() => PhoneStory.Times(citizen, "a été coupée") > 0);

        await citizen.SeesAsync("queue sr-attente");
        (await story.HandoffAsync()).State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
    }

    [Fact]
    public async Task Who_does_not_answer_moves_nothing_and_the_next_of_the_group_is_rung()
    {
        var (citizen, receipt, first) = await TalkingAsync();
        await ComesWithoutOffersAsync();
        (await story.App.Get<SetPhone>().RunAsync("conseiller3", "+33611000003", Token)).Should().BeNull();
        await story.App.CounsellorComesAsync("conseiller3");
        var pool = await SharedSkillAsync(Marc, "conseiller3");
        (await Seconds.AskAsync(Nadia, receipt, pool, null, Token)).Should().BeNull();
        var wanted = await RungAsync();
        wanted.Refuses();
        await wanted.EndsAsync();
        var next = await story.NextRingAsync(wanted.To == MarcsPhone ? "+33611000003" : MarcsPhone);
        next.Answers();
        await next.HearsAsync("tapez 1");
        next.Presses("1");
        await next.SeesAsync("joined");

        first.Says("merci d'être venu");
        await citizen.HearsAsync("merci d'être venu");
        (await story.HandoffAsync()).CounsellorId.Should().Be(Nadia);
        (await story.App.LookAsync(db => db.Counsellors.Where(c => c.Id == Marc || c.Id == "conseiller3").AllAsync(c => c.Presence == Presence.Available))).Should().BeTrue("nobody is set away for a colleague's call");
    }

    [Fact]
    public async Task Only_who_talks_may_ask_and_only_somebody_who_is_free()
    {
        var (_, receipt, _) = await TalkingAsync();

        (await Seconds.AskAsync(Nadia, receipt, null, Marc, Token))!.Code.Should().Be("nobody-free", "he is not at the desk");
        (await Seconds.AskAsync(Nadia, receipt, null, null, Token))!.Code.Should().Be("second-target");
        (await Seconds.AskAsync(Marc, receipt, null, Nadia, Token))!.Status.Should().Be(403, "it is not his call");
        (await Seconds.LetGoAsync(Nadia, receipt, Token))!.Code.Should().Be("no-second");
        (await story.App.Get<HandOverCall>().RunAsync(Nadia, receipt, Token))!.Code.Should().Be("no-second");
    }

    [Theory]
    [InlineData("retraites")]
    [InlineData("2a")]
    [InlineData("/")]
    public async Task A_group_that_does_not_exist_is_refused_as_it_is_for_a_transfer(string pool)
    {
        var (_, receipt, _) = await TalkingAsync();
        await ComesWithoutOffersAsync();

        var refusal = await Seconds.AskAsync(Nadia, receipt, pool, null, Token);

        refusal!.Code.Should().Be("transfer-pool");
        refusal.Should().Be(await nadia.TransfersAsync(receipt, pool, colleague: null));
        (await story.App.LookAsync(db => db.SecondLines.AnyAsync())).Should().BeFalse("nobody is rung");
    }

    private protected abstract Task<RouterSetUp> SetUpAsync();

    private async Task<DeskOf> ComesAsync(string id, string phone)
    {
        (await story.App.Get<SetPhone>().RunAsync(id, phone, Token)).Should().BeNull();
        return await story.App.CounsellorComesAsync(id);
    }

    /// <summary>After the first has the call: so that it is offered to nobody else.</summary>
    private async Task ComesWithoutOffersAsync() => marc = await ComesAsync(Marc, MarcsPhone);

    private async Task<(SimulatedCall Citizen, string Receipt, SimulatedCall First)> TalkingAsync()
    {
        var citizen = story.Calls();
        await citizen.HearsAsync("tapez 0");
        citizen.Presses("0");
        await citizen.SeesAsync("queue sr-attente");
        var receipt = await nadia.TakesNextAsync();
        var first = await story.NextRingAsync(NadiasPhone);
        first.Answers();
        await first.HearsAsync("tapez 1");
        first.Presses("1");
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == LineState.Talking && l.ConferenceId != null)));
        await story.Network.SettledAsync();
        return (citizen, receipt, first);
    }

    private async Task<(SimulatedCall Citizen, string Receipt, SimulatedCall First, SimulatedCall Second)> ThreeAsync()
    {
        var (citizen, receipt, first) = await TalkingAsync();
        await ComesWithoutOffersAsync();
        (await Seconds.AskAsync(Nadia, receipt, null, Marc, Token)).Should().BeNull();
        var second = await story.NextRingAsync(MarcsPhone);
        second.Answers();
        await second.HearsAsync("tapez 1");
        second.Presses("1");
        await second.SeesAsync("joined");
        await story.Network.SettledAsync();
        return (citizen, receipt, first, second);
    }

    private async Task<string> SharedSkillAsync(params string[] ids)
    {
        var skills = await story.App.LookAsync(db => db.Counsellors.Where(c => ids.Contains(c.Id)).Select(c => c.Skills).ToListAsync());
        return skills.Aggregate((one, other) => [.. one.Intersect(other)]).First();
    }

    private async Task<SimulatedCall> RungAsync()
    {
        SimulatedCall? rung = null;
        await story.PassUntilAsync(() => (rung = story.Network.Calls.FirstOrDefault(call => call.To is MarcsPhone or "+33611000003" && call.Status == "ringing")) is not null);
        await story.Network.RingsAsync(rung!.To, Token);
        return rung;
    }

    public sealed class Embedded : When_a_second_counsellor_joins
    {
        private protected override Task<RouterSetUp> SetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());
    }

    public sealed class Production(TestServersFixture fixture) : When_a_second_counsellor_joins
    {
        private protected override async Task<RouterSetUp> SetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}
