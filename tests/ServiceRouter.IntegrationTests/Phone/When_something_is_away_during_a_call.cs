using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Degraded;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.Platform;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>A caller is never cut off by what fails behind the line (G3, G10).</summary>
public sealed class When_something_is_away_during_a_call
{
    private const string Nadia = PhoneStory.Nadia;
    private const string NadiasPhone = PhoneStory.NadiasPhone;

    [Theory]
    [InlineData("0", null)]
    [InlineData(null, "conseiller")]
    public async Task A_person_is_reached_through_another_door_while_the_database_is_away(string? key, string? words)
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put);
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        story.App.Get<ClosableDatabase>().Close();

        call.Says("carte grise");
        await call.HearsAsync("Tapez 0");
        if (key is null) call.Says(words!);
        else call.Presses(key);
        await call.SeesAsync("queue sr-attente");
        PhoneStory.Times(call, "récépissé").Should().BeGreaterThan(0);
        await story.PassAsync(25);
        call.Status.Should().Be("in-progress", "rounds that cannot say anything do not end the wait");

        story.App.Get<ClosableDatabase>().Open();
        await story.PassAsync(30);
        await story.HandoffIsAsync(HandoffState.Waiting);
        (await story.App.LookAsync(db => db.Conversations.CountAsync())).Should().Be(1, "it is the conversation of the call");
        await story.PassAsync(12);
        await call.HearsAsync("Aucun conseiller n'est là");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_tells_of_danger_while_the_database_is_away_hears_the_numbers_first_and_goes_first()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put);
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        story.App.Get<ClosableDatabase>().Close();

        call.Says("je veux mourir");

        await call.HearsAsync("3, 1, 1, 4");
        await call.SeesAsync("queue sr-attente");
        story.App.Get<ClosableDatabase>().Open();
        await story.PassAsync(30);
        await story.HandoffIsAsync(HandoffState.Waiting);
        (await story.HandoffAsync()).Rank.Should().Be(HandoffRank.Distress);
    }

    [Fact]
    public async Task A_call_that_comes_while_the_database_is_away_reaches_a_person()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put);
        var call = await AsksWhileAwayAsync(story);

        story.App.Get<ClosableDatabase>().Open();
        await story.PassAsync(30);
        await story.HandoffIsAsync(HandoffState.Waiting);
        await story.PassAsync(12);
        await call.HearsAsync("Aucun conseiller n'est là");
        var desk = await story.ComesAsync(Nadia, NadiasPhone);
        await desk.TakesNextAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);

        await TalkAsync(story, call, counsellor);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_caller_who_hangs_up_before_the_database_knew_of_the_call_leaves_the_number()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put);
        var call = await AsksWhileAwayAsync(story);

        story.App.Get<ClosableDatabase>().Open();
        call.HangsUp();
        await call.EndsAsync();

        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.Id == call.Sid && c.Number == PhoneStory.Citizen && c.EndedAt != null)), "the call and its number are known");
    }

    [Fact]
    public async Task A_caller_who_hangs_up_while_the_database_is_away_is_rung_by_the_counsellor()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put);
        var call = await AsksWhileAwayAsync(story);
        call.HangsUp();
        await call.EndsAsync();
        await story.PassAsync(20);

        story.App.Get<ClosableDatabase>().Open();
        await story.PassAsync(30);
        await story.HandoffIsAsync(HandoffState.Waiting);
        (await story.App.LookAsync(db => db.PhoneCalls.CountAsync())).Should().Be(0, "no webhook has told of the call");
        var desk = await story.ComesAsync(Nadia, NadiasPhone);
        await desk.TakesNextAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);

        var citizen = await story.NextRingAsync(PhoneStory.Citizen);
        citizen.Answers();
        await TalkAsync(story, citizen, counsellor);
    }

    [Fact]
    public async Task A_caller_who_stays_until_it_is_back_and_then_hangs_up_has_left_while_waiting()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put);
        var call = await AsksWhileAwayAsync(story);
        story.App.Get<ClosableDatabase>().Open();
        await story.PassUntilAsync(() => story.App.LookAsync(async db => await db.PhoneCalls.AnyAsync() && await db.Handoffs.AnyAsync()));
        // As where the request was taken before a webhook told of the call.
        await story.App.TamperAsync(async db =>
        {
            await db.PhoneCalls.ExecuteDeleteAsync();
            await db.Conversations.ExecuteUpdateAsync(set => set.SetProperty(c => c.CallBackNumber, PhoneStory.Citizen));
        });
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync()));
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().BeNull("the call says who called");

        call.HangsUp();
        await call.EndsAsync();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Activities.AnyAsync(a => a.Text == Texts.Say("LeftWhileWaiting", "fr"))));

        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
    }

    [Fact]
    public async Task A_citizen_who_is_rung_and_picks_up_while_the_database_is_away_meets_the_counsellor()
    {
        var ringing = new WhileRinging();
        await using var story = await PhoneStory.StartAsync(services =>
        {
            ClosableDatabase.Put(services);
            ringing.PutBetween(services);
        });
        var call = await story.WaitsAsync();
        var desk = await story.ComesAsync(Nadia, NadiasPhone);
        await desk.TakesNextAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        counsellor.Answers();
        await counsellor.HearsAsync("tapez 1");
        call.HangsUp();
        await call.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        var away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ringing.CitizenRings = async () =>
        {
            // The provider tells once that the counsellor is in the conference, and its few tries follow at once: it is to be heard before nobody can write it down.
            await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.ConferenceId != null)), "the conference is known");
            story.App.Get<ClosableDatabase>().Close();
            away.SetResult();
        };
        var ring = story.Network.RingsAsync(PhoneStory.Citizen, TestContext.Current.CancellationToken);
        counsellor.Presses("1");
        await Eventually.HoldsAsync(() =>
        {
            story.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return Task.FromResult(ring.IsCompleted);
        }, "the citizen is rung");
        var citizen = await ring;
        await away.Task.WaitAsync(TestContext.Current.CancellationToken);

        citizen.Answers();
        await story.PassAsync(8);
        story.App.Get<ClosableDatabase>().Open();
        await story.PassAsync(8);

        await TalkAsync(story, citizen, counsellor);
        PhoneStory.Times(citizen, "Un instant").Should().BeGreaterThan(0, "silence sounds like nobody");
        PhoneStory.Times(counsellor, "n'est plus en ligne").Should().Be(0);
        story.Network.Calls.Should().HaveCount(3, "nobody was rung twice");
        (await story.App.LookAsync(db => db.Conversations.CountAsync())).Should().Be(1);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_database_that_says_nothing_hangs_up_nobody()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put, "--Phone:AnswerWithin=00:00:01");
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.SeesAsync("queue sr-attente");
        var desk = await story.ComesAsync(Nadia, NadiasPhone);
        await desk.TakesNextAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        counsellor.Answers();
        await counsellor.HearsAsync("tapez 1");
        await story.Network.SettledAsync();

        story.App.Get<ClosableDatabase>().FallSilent();
        counsellor.Presses("2");
        await counsellor.HearsAsync("tarde à répondre");
        call.Presses("*");
        await story.Network.SettledAsync();
        (call.Status, counsellor.Status).Should().Be(("in-progress", "in-progress"));

        story.App.Get<ClosableDatabase>().Open();
        counsellor.Presses("1");
        await TalkAsync(story, call, counsellor);
        story.Faults.Should().BeEmpty("the service answered each webhook");
    }

    [Fact]
    public async Task A_counsellor_who_could_not_be_told_who_waits_and_presses_the_key_meets_them()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put, "--Phone:AnswerWithin=00:00:01");
        var call = await story.WaitsAsync();
        var desk = await story.ComesAsync(Nadia, NadiasPhone);
        await desk.TakesNextAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == LineState.Ringing && l.CallId != null)), "the ring is noted");

        story.App.Get<ClosableDatabase>().FallSilent();
        counsellor.Answers();
        await counsellor.HearsAsync("tarde à répondre");
        story.App.Get<ClosableDatabase>().Open();
        counsellor.Presses("1");

        await TalkAsync(story, call, counsellor);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task With_all_doors_shut_numbers_are_said_and_the_other_line_is_dialled()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put, "--Doors:JournalBytes=1024");
        story.Network.Book.Add(PhoneStory.FallbackLine, new PhonePlan(PhoneAnswer.Answers));
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        story.App.Get<ClosableDatabase>().Close();
        await OthersFillTheJournalAsync(story.App);

        call.Presses("0");

        await call.HearsAsync("112");
        PhoneStory.Times(call, "39 39").Should().Be(1);
        PhoneStory.Times(call, "récépissé").Should().Be(0, "nothing was promised");
        var other = await story.Network.RingsAsync(PhoneStory.FallbackLine, TestContext.Current.CancellationToken);
        await call.SeesAsync("joined");
        other.Says("Mairie, bonjour");
        await call.HearsAsync("Mairie, bonjour");
        // The end of the call is told once, to be written down.
        story.App.Get<ClosableDatabase>().Open();
        other.HangsUp();
        (await call.EndsAsync()).Should().Be("completed");
        PhoneStory.Times(call, "39 39").Should().Be(1, "a person has answered");
        PhoneStory.Times(call, "Nous vous passons une personne").Should().Be(1);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_caller_who_waits_while_the_database_is_away_is_told_so_and_again()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put);
        var call = await AsksWhileAwayAsync(story);
        await story.PassAsync(45);
        PhoneStory.Times(call, "Votre demande est gardée. Restez en ligne.").Should().Be(1, "nobody bears a minute of silence");

        call.Presses("1");
        await story.Network.SettledAsync();
        PhoneStory.Times(call, "Votre demande est gardée. Restez en ligne.").Should().Be(2, "a key is answered at once");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_caller_whom_the_queue_has_not_taken_hears_the_same()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put);
        await AsksWhileAwayAsync(story);
        story.Network.Queues.Named("sr-attente")!.MaxSize = 1;
        var second = story.Calls();
        await second.HearsAsync("Tapez 0");
        second.Presses("0");
        await second.HearsAsync("récépissé");
        await story.PassAsync(60);

        PhoneStory.Times(second, "Votre demande est gardée. Restez en ligne.").Should().BeGreaterThan(0);
        second.Status.Should().Be("in-progress");
    }

    [Fact]
    public async Task When_the_other_line_is_busy_the_numbers_are_said_once_more()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put, "--Doors:JournalBytes=1024");
        story.Network.Book.Add(PhoneStory.FallbackLine, new PhonePlan(PhoneAnswer.Busy));
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        story.App.Get<ClosableDatabase>().Close();
        await OthersFillTheJournalAsync(story.App);

        call.Presses("0");
        await call.EndsAsync();

        PhoneStory.Times(call, "39 39").Should().Be(2);
        await story.Network.SettledAsync();
        story.Faults.Should().ContainSingle("nobody could write down that the call is over").Which.Should().EndWith("/twilio/voice/status");
    }

    [Fact]
    public async Task A_broken_assistant_offers_a_person()
    {
        using var broken = new BrokenAssistant(AssistantFault.Throws);
        await using var story = await PhoneStory.StartAsync(broken.Put);
        var call = story.Calls();
        await call.HearsAsync("tapez 0");

        call.Says("où est la piscine municipale");
        await call.HearsAsync("Voulez-vous parler à un conseiller");
        call.Presses("1");

        await call.SeesAsync("queue sr-attente");
    }

    private static async Task<SimulatedCall> AsksWhileAwayAsync(PhoneStory story)
    {
        story.App.Get<ClosableDatabase>().Close();
        var call = story.Calls();
        await call.HearsAsync("Tapez 0");
        call.Presses("0");
        await call.SeesAsync("queue sr-attente");
        PhoneStory.Times(call, "récépissé").Should().BeGreaterThan(0);
        return call;
    }

    private static async Task TalkAsync(PhoneStory story, SimulatedCall citizen, SimulatedCall counsellor)
    {
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == LineState.Talking && l.ConferenceId != null)));
        await citizen.SeesAsync("conference");
        await story.Network.SettledAsync();
        counsellor.Says("Bonjour, je vous écoute");
        await citizen.HearsAsync("je vous écoute");
    }

    private static async Task OthersFillTheJournalAsync(RouterApp app)
    {
        while (true)
        {
            try
            {
                await app.Get<ThreeDoors>().AcceptAsync(new Asking { ConversationId = MassTransit.NewId.NextGuid() });
            }
            catch (AllDoorsShutException)
            {
                return;
            }
        }
    }
}
