using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.PhoneSimulator.Messages;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>Between two attempts one text message says who tried, when it is tried again, and how to be there first: once, and only where it is read.</summary>
public abstract class When_an_attempt_reached_nobody : IAsyncLifetime
{
    private const string Mobile = "0639981234";
    private const string MobileDialled = "+33639981234";

    private PhoneStory story = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync(await SetUpAsync(), _ => { });

    public async ValueTask DisposeAsync()
    {
        await story.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task One_message_says_who_tried_and_when_it_is_tried_again_and_the_desk_reads_it()
    {
        await AttemptFailsAsync(await AsksAsync(Mobile));
        await SettledAsync(AttemptTextState.Sent);
        await story.PassAsync(5);

        var text = Messages(MobileDialled).Should().ContainSingle().Subject;
        text.From.Should().Be(PhoneStory.SmsNumber);
        text.Body.Should().Contain("France services a essayé de vous joindre").And.Contain("mardi 9 mars à 15 h").And.Contain("01 99 00 00 00").And.Contain("STOP");
        GsmText.Parts(text.Body).Should().Be(1);
        text.Body.Should().NotContain(ReceiptCode.Print((await story.HandoffAsync()).Receipt), "a number may be mistyped, and a receipt opens the request");
        (await story.App.LookAsync(db => db.Activities.Where(a => a.Author == Author.Service).Select(a => a.Text).ToListAsync())).Should().Contain(said => said.Contains(text.Body));
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_calls_the_number_in_it_goes_on_with_the_request_that_the_counsellor_rang_for_by_hand()
    {
        await AttemptFailsAsync(await AsksAsync(Mobile));
        await SettledAsync(AttemptTextState.Sent);
        var call = story.Calls(MobileDialled);
        await call.HearsAsync("encore ouverte");
        call.Presses("1");
        await call.SeesAsync("queue sr-attente");

        var handoff = await story.HandoffAsync();
        handoff.State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
        PhoneStory.Times(call, ReadAloud.Spell(ReceiptCode.Print(handoff.Receipt), "fr")).Should().Be(0, "a number proves nothing");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_calls_from_another_number_has_a_request_of_their_own()
    {
        await AttemptFailsAsync(await AsksAsync(Mobile));
        var call = story.Calls("+33739981234");
        await call.HearsAsync("tapez 0");

        PhoneStory.Times(call, "encore ouverte").Should().Be(0);
    }

    [Fact]
    public async Task Who_answers_it_is_there_and_the_request_is_back_in_the_queue_as_the_only_one()
    {
        await AttemptFailsAsync(await AsksAsync(Mobile));
        await SettledAsync(AttemptTextState.Sent);
        story.Network.Faults.Twice("/twilio/sms");
        await WritesAsync("Je suis disponible");

        var answer = await ReceivesAsync("demande repart");
        var handoff = await story.HandoffAsync();
        handoff.State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
        (await story.WordsOfAsync(handoff)).Should().Equal(["Je suis disponible"], "whoever takes it reads them, once");
        await story.PassAsync(2);
        Messages(MobileDialled).Should().NotContain(text => text.Body.Contains(ReceiptCode.Print(handoff.Receipt)), "a number proves nothing");
        answer.Body.Should().Contain("par téléphone").And.NotContain("mars");
        Messages(MobileDialled).Count(text => text.Body.Contains("demande repart")).Should().Be(1);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_answers_it_with_a_word_that_tells_of_danger_goes_first_and_reads_the_numbers()
    {
        await AttemptFailsAsync(await AsksAsync(Mobile));
        await SettledAsync(AttemptTextState.Sent);
        await WritesAsync("j'ai envie d'en finir");

        (await ReceivesAsync("3114")).Body.Should().Contain("passe avant les autres");
        var handoff = await story.HandoffAsync();
        handoff.State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
        handoff.Rank.Should().Be(HandoffRank.Distress);
    }

    [Fact]
    public async Task Who_asks_after_each_attempt_where_it_stands_was_heard_of_and_is_told_no_date()
    {
        await AsksAsync(Mobile);
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
            await SettledAsync(AttemptTextState.Sent, attempt);
            await WritesAsync("PLACE");
            (await ReceivesAsync("essaiera de nouveau", times: attempt)).Body.Should().Contain("CONSEILLER").And.NotContain(receipt).And.NotContain("mars");
            (await story.HandoffAsync()).State.Should().Be(HandoffState.Absent, "who asks when is not rung while they read it");
            await story.DateComesAsync(desk, (await story.HandoffAsync()).DueAt!.Value);
            (await desk.TakesNextAsync()).Should().Be(receipt);
        }

        (await desk.ClosesAsync(receipt, HandoffOutcome.Unreachable))!.Code.Should().Be("attempts-missing");
    }

    [Fact]
    public async Task Who_writes_from_another_number_has_a_talk_of_their_own()
    {
        await AttemptFailsAsync(await AsksAsync(Mobile));
        await story.Network.Messages.WritesAsync("+33739981234", PhoneStory.SmsNumber, "Je suis disponible");
        await story.PassUntilAsync(() => Messages("+33739981234").Count > 0);

        (await story.HandoffAsync()).State.Should().Be(HandoffState.Absent);
    }

    [Fact]
    public async Task Each_attempt_has_its_own_and_no_second_one()
    {
        var receipt = await AsksAsync(Mobile);
        await AttemptFailsAsync(receipt);
        await SettledAsync(AttemptTextState.Sent);
        await story.App.Get<TextAfterAttempt>().RunAsync(Token);
        story.Clock.Advance(TimeSpan.FromHours(5));
        await story.App.TimeMovesAsync();
        await AttemptFailsAsync(receipt);
        await SettledAsync(AttemptTextState.Sent, attempt: 2);
        await story.App.Get<TextAfterAttempt>().RunAsync(Token);
        await story.PassAsync(3);

        Messages(MobileDialled).Select(text => text.Body).Should().HaveCount(2).And.OnlyHaveUniqueItems("the next attempt is at another time");
    }

    [Fact]
    public async Task A_landline_gets_none()
    {
        await AttemptFailsAsync(await AsksAsync("0199001234"));
        await SettledAsync(AttemptTextState.NoMobile);

        Messages("+33199001234").Should().BeEmpty();
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("ARRET")]
    public async Task Who_said_stop_gets_none(string word)
    {
        await story.Network.Messages.WritesAsync(MobileDialled, PhoneStory.SmsNumber, word);
        await story.Network.SettledAsync();
        var before = Messages(MobileDialled).Count;
        await AttemptFailsAsync(await AsksAsync(Mobile));
        await SettledAsync(AttemptTextState.NotWanted);

        Messages(MobileDialled).Should().HaveCount(before);
    }

    [Fact]
    public async Task What_could_not_leave_is_tried_again_and_comes_once()
    {
        var receipt = await AsksAsync(Mobile);
        story.Network.Faults.TooManyRequests(count: 20);
        await AttemptFailsAsync(receipt);
        await SettledAsync(AttemptTextState.Delayed);
        story.Network.Faults.TooManyRequests(count: -20);
        await SettledAsync(AttemptTextState.Sent);
        await story.PassAsync(3);

        Messages(MobileDialled).Should().ContainSingle();
    }

    [Fact]
    public async Task Who_is_back_in_the_queue_before_it_left_gets_none()
    {
        // The test looks in place of the loop: a look of the loop that began before the hours passed could still be sending after them.
        await story.App.Get<IEnumerable<IHostedService>>().OfType<SendSmsLoop>().Single().StopAsync(Token);
        var receipt = await AsksAsync(Mobile);
        story.Network.Faults.TooManyRequests(count: 200);
        await AttemptFailsAsync(receipt);
        await LookOnceAsync();
        (await story.App.LookAsync(db => db.AttemptTexts.SingleAsync())).State.Should().Be(AttemptTextState.Delayed);
        story.Network.Faults.TooManyRequests(count: -200);
        story.Clock.Advance(TimeSpan.FromHours(5));
        await LookOnceAsync();
        await story.App.TimeMovesAsync();
        await LookOnceAsync();

        Messages(MobileDialled).Should().BeEmpty("a next attempt at a time that has passed is not true any more");
    }

    [Fact]
    public async Task What_a_node_had_claimed_when_it_died_is_told_and_not_sent()
    {
        await story.App.Get<IEnumerable<IHostedService>>().OfType<SendSmsLoop>().Single().StopAsync(Token);
        await AttemptFailsAsync(await AsksAsync(Mobile));
        var handoff = await story.HandoffAsync();
        await story.App.TamperAsync(async db =>
        {
            var row = new AttemptText { HandoffId = handoff.Id, Attempt = handoff.Attempts };
            row.Become(AttemptTextState.Leaving, story.Clock.GetUtcNow());
            db.AttemptTexts.Add(row);
            await db.SaveChangesAsync(Token);
        });
        await LookOnceAsync();
        (await story.App.LookAsync(db => db.AttemptTexts.SingleAsync())).State.Should().Be(AttemptTextState.Leaving, "it may be on its way");

        story.Clock.Advance(TextAfterAttempt.ClaimIsLost);
        await LookOnceAsync();
        await LookOnceAsync();

        (await story.App.LookAsync(db => db.AttemptTexts.SingleAsync())).State.Should().Be(AttemptTextState.Unknown);
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Service && a.Text!.Contains("peut-être")))).Should().Be(1);
        Messages(MobileDialled).Should().BeEmpty("it may have left");
    }

    private protected abstract Task<RouterSetUp> SetUpAsync();

    private IReadOnlyList<TextMessage> Messages(string number) => story.Network.Messages.At(number);

    private Task WritesAsync(string text) => story.Network.Messages.WritesAsync(MobileDialled, PhoneStory.SmsNumber, text);

    /// <summary>The last of so many messages with these words.</summary>
    private async Task<TextMessage> ReceivesAsync(string words, int times = 1)
    {
        await story.PassUntilAsync(() => Messages(MobileDialled).Count(text => text.Body.Contains(words)) >= times);
        return Messages(MobileDialled).Last(text => text.Body.Contains(words));
    }

    /// <summary>A call-back that was wished on the web falls due and is taken.</summary>
    private async Task<string> AsksAsync(string number)
    {
        var citizen = await story.App.CitizenComesAsync(asksNow: false);
        var due = story.Clock.GetUtcNow().AddMinutes(5);
        (await story.App.Get<AskCallBack>().RunAsync(citizen.ConversationId, number, due, Token)).Should().BeNull();
        story.Clock.Advance(TimeSpan.FromMinutes(6));
        await story.App.TimeMovesAsync();
        return ReceiptCode.Print((await story.HandoffAsync()).Receipt);
    }

    private async Task AttemptFailsAsync(string receipt)
    {
        var desk = await story.ComesAsync();
        (await desk.TakesNextAsync()).Should().Be(receipt);
        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
    }

    /// <summary>One look for what is to be told, with the seconds that its tries wait.</summary>
    private async Task LookOnceAsync()
    {
        var look = story.App.Get<TextAfterAttempt>().RunAsync(Token);
        await story.PassUntilAsync(() => look.IsCompleted);
        await look;
    }

    /// <summary>Lets the loop look until the message of the attempt has come to this.</summary>
    private Task SettledAsync(AttemptTextState state, int attempt = 1) =>
        story.PassUntilAsync(() => story.App.LookAsync(db => db.AttemptTexts.AnyAsync(t => t.Attempt == attempt && t.State == state)));

    public sealed class Embedded : When_an_attempt_reached_nobody
    {
        private protected override Task<RouterSetUp> SetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());
    }

    public sealed class Production(TestServersFixture fixture) : When_an_attempt_reached_nobody
    {
        private protected override async Task<RouterSetUp> SetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}
