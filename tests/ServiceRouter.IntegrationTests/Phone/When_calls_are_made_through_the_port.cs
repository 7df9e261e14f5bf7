using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Sms;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>
/// What every provider behind <see cref="ICallLine"/> and <see cref="ISmsLine"/> has to do, run against the telephone network. Another adapter runs the same.
/// </summary>
public sealed class When_calls_are_made_through_the_port : IAsyncLifetime
{
    private const string Somebody = "+33611000009";

    private readonly Guid line = MassTransit.NewId.NextGuid();
    private PhoneStory story = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICallLine Port => story.App.Get<ICallLine>();

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync();

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Theory]
    [InlineData(Somebody)]
    [InlineData("sip:marc@poste.example")]
    public async Task A_counsellor_is_rung_from_the_number_of_the_service(string address)
    {
        var id = await Port.RingCounsellorAsync(line, address, Token);

        var call = await story.Network.RingsAsync(address, Token);
        (call.Sid, call.From).Should().Be((id, PhoneStory.Number));
    }

    [Fact]
    public async Task A_number_that_does_not_exist_is_told_and_its_digits_are_not()
    {
        var ring = () => Port.RingCitizenAsync(line, "0199005566", "fr", Token);

        (await ring.Should().ThrowAsync<NumberRefusedException>("another try comes to the same")).Which.Message.Should().NotContain("0199005566");
    }

    [Fact]
    public async Task A_call_that_is_over_can_be_ended_and_not_be_turned()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.HangsUp();
        await call.EndsAsync();

        (await Port.TurnAsync(call.Sid, LineTurn.AfterCounsellor, line, "fr", Token)).Should().BeFalse();
        await Port.EndAsync(call.Sid, Token);
        (await Port.TurnAsync("CA00000000000000000000000000000000", LineTurn.AfterCounsellor, line, "fr", Token)).Should().BeFalse("it never was");
        (await Port.HoldAsync("CF00000000000000000000000000000000", call.Sid, hold: true, "fr", Token)).Should().BeFalse();
    }

    [Fact]
    public async Task A_live_call_is_ended()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");

        await Port.EndAsync(call.Sid, Token);

        (await call.EndsAsync()).Should().Be("completed");
    }

    [Fact]
    public async Task What_became_of_a_call_is_told()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        (await Port.EndingOfAsync(call.Sid, Token)).Should().BeNull("it is on");
        call.HangsUp();
        await call.EndsAsync();
        (await Port.EndingOfAsync(call.Sid, Token)).Should().Be(CallEnding.Completed);

        story.Network.Book.Add(Somebody, new PhonePlan(PhoneAnswer.Busy));
        var busy = await Port.RingCounsellorAsync(line, Somebody, Token);
        await Eventually.HoldsAsync(async () => await Port.EndingOfAsync(busy, Token) == CallEnding.Busy, "it was busy");

        (await Port.EndingOfAsync("CA00000000000000000000000000000000", Token)).Should().Be(CallEnding.Completed, "it never was");
        story.Network.Faults.TooManyRequests(count: 50);
        var ask = () => Port.EndingOfAsync(call.Sid, Token);
        await ask.Should().ThrowAsync<LineAwayException>();
    }

    [Fact]
    public async Task Too_many_at_once_are_asked_again()
    {
        story.Network.Faults.TooManyRequests(count: 2);

        var id = await Port.RingCounsellorAsync(line, Somebody, Token);

        (await story.Network.RingsAsync(Somebody, Token)).Sid.Should().Be(id);
        story.Network.Calls.Should().ContainSingle("a request that was refused was not done");
    }

    [Fact]
    public async Task A_provider_that_always_refuses_is_told()
    {
        story.Network.Faults.TooManyRequests(count: 50);

        var ring = () => Port.RingCounsellorAsync(line, Somebody, Token);

        await ring.Should().ThrowExactlyAsync<LineAwayException>("the number is not at fault");
        story.Network.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_provider_that_wants_a_minute_is_not_waited_for()
    {
        story.Network.Faults.RetryAfter = TimeSpan.FromMinutes(1);
        story.Network.Faults.TooManyRequests(count: 50);
        using var bearable = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bearable.CancelAfter(TimeSpan.FromSeconds(15));

        var ring = () => Port.RingCounsellorAsync(line, Somebody, bearable.Token);

        await ring.Should().ThrowExactlyAsync<LineAwayException>("other lines are stepped after this one");
    }

    [Fact]
    public async Task A_text_that_cannot_arrive_harms_nobody()
    {
        story.Network.Book.Add(Somebody, new PhonePlan(PhoneAnswer.Unreachable, GetsTexts: false));

        await story.App.Get<ISmsLine>().SendAsync(Somebody, "Bonjour", Token);

        story.Network.Messages.At(Somebody).Should().BeEmpty();
    }
}
