using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Degraded;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>A caller is never cut off by what fails behind the line (G3, G10).</summary>
public sealed class When_something_is_away_during_a_call
{
    private const string FastDoors = "--Doors:DatabaseTimeout=00:00:02";

    [Theory]
    [InlineData("0", null)]
    [InlineData(null, "conseiller")]
    public async Task A_person_is_reached_through_another_door_while_the_database_is_away(string? key, string? words)
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put, FastDoors);
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
        await call.HearsAsync("prochaine personne");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_that_comes_while_the_database_is_away_reaches_a_person()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put, FastDoors);
        story.App.Get<ClosableDatabase>().Close();

        var call = story.Calls();
        await call.HearsAsync("Tapez 0");
        call.Presses("0");

        await call.SeesAsync("queue sr-attente");
        PhoneStory.Times(call, "récépissé").Should().BeGreaterThan(0);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task With_all_doors_shut_numbers_are_said_and_the_other_line_is_dialled()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put, FastDoors, "--Doors:JournalBytes=1024");
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
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task When_the_other_line_is_busy_the_numbers_are_said_once_more()
    {
        await using var story = await PhoneStory.StartAsync(ClosableDatabase.Put, FastDoors, "--Doors:JournalBytes=1024");
        story.Network.Book.Add(PhoneStory.FallbackLine, new PhonePlan(PhoneAnswer.Busy));
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        story.App.Get<ClosableDatabase>().Close();
        await OthersFillTheJournalAsync(story.App);

        call.Presses("0");
        await call.EndsAsync();

        PhoneStory.Times(call, "39 39").Should().Be(2);
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
