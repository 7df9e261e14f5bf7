using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>A request that was asked for by telephone is received at the counter: nobody is called for it, and nobody who waits on the line is left to nobody.</summary>
public sealed class When_a_caller_comes_to_the_counter : IAsyncLifetime
{
    private const string Nadia = PhoneStory.Nadia;
    private const string NadiasPhone = PhoneStory.NadiasPhone;
    private const string Marc = "conseiller2";
    private const string MarcsPhone = "sip:marc@poste.example";

    private PhoneStory story = null!;
    private DeskOf desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        story = await PhoneStory.StartAsync();
        desk = await story.ComesAsync(Nadia, NadiasPhone);
        // At the counter, and for what is not brought by the queue.
        await story.App.Get<SetPresence>().RunAsync(Nadia, Presence.Away, null, Token);
    }

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task No_telephone_rings_for_somebody_who_stands_there()
    {
        var receipt = await HasCalledAsync();

        (await desk.ReceivesAsync(receipt)).Should().BeNull();

        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        await OnlyAnotherIsRungAsync();
    }

    [Fact]
    public async Task No_telephone_rings_for_a_letter_that_is_done_before_its_date()
    {
        var receipt = await HasCalledAsync();
        (await desk.ReceivesAsync(receipt)).Should().BeNull();
        (await desk.CommitsAsync(receipt, CommitmentKind.Letter, story.Clock.GetUtcNow().AddDays(3))).Should().BeNull();

        (await desk.TakesUpAsync(receipt)).Should().BeNull();

        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        await OnlyAnotherIsRungAsync();
    }

    [Fact]
    public async Task Whoever_waits_on_the_line_is_asked_to_hang_up_first()
    {
        var caller = await story.WaitsAsync();
        var receipt = (await story.HandoffAsync()).Receipt;

        (await desk.ReceivesAsync(receipt))!.Code.Should().Be("caller-waits");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        caller.Status.Should().Be("in-progress");

        await HangsUpAsync(caller);
        (await desk.ReceivesAsync(receipt)).Should().BeNull();
    }

    [Fact]
    public async Task A_call_whose_end_was_never_told_keeps_nobody_at_the_counter()
    {
        var receipt = await HasCalledAsync();
        await story.App.TamperAsync(db => db.PhoneCalls.ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedAt, (DateTimeOffset?)null)));
        (await desk.ReceivesAsync(receipt))!.Code.Should().Be("caller-waits", "it was there a moment ago");

        story.Clock.Advance(TimeSpan.FromMinutes(4));
        await desk.StaysAliveAsync();
        (await desk.ReceivesAsync(receipt)).Should().BeNull();

        await OnlyAnotherIsRungAsync();
    }

    [Fact]
    public async Task Whoever_calls_again_afterwards_is_on_the_line_and_the_counsellor_is_rung()
    {
        var receipt = await HasCalledAsync();
        (await desk.ReceivesAsync(receipt)).Should().BeNull();
        await story.PassAsync(1);

        var again = story.Calls();
        await again.HearsAsync("tapez 1");
        again.Presses("1");
        await again.SeesAsync("queue sr-attente");

        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        await story.PassUntilAsync(() => again.Transcript.Lines.Any(line => line.Text.StartsWith("conference", StringComparison.Ordinal)));
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_calls_from_the_same_number_while_it_is_taken_at_the_counter_gets_a_request_of_their_own()
    {
        var receipt = await HasCalledAsync();
        var again = story.Calls();
        await again.HearsAsync("encore ouverte");
        (await desk.ReceivesAsync(receipt)).Should().BeNull();

        again.Presses("1");
        await again.SeesAsync("queue sr-attente");

        (await story.App.LookAsync(db => db.Handoffs.Select(h => h.State).ToListAsync())).Should().BeEquivalentTo([HandoffState.WithCounsellor, HandoffState.Waiting], "nobody would ring a line for somebody at the counter");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_telephone_that_is_not_answered_takes_nobody_from_the_counter()
    {
        var receipt = await HasCalledAsync();
        (await desk.ReceivesAsync(receipt)).Should().BeNull();
        story.Network.Book.Add(NadiasPhone, new PhonePlan(PhoneAnswer.NoAnswer));

        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == LineState.Over)));

        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.CounsellorId).Should().Be((HandoffState.WithCounsellor, Nadia));
    }

    /// <summary>Who has a caller on the line is rung, by a pass of the loop that has looked at every request.</summary>
    private async Task OnlyAnotherIsRungAsync()
    {
        var marc = await story.ComesAsync(Marc, MarcsPhone);
        var caller = story.Calls("+33199005678");
        await caller.HearsAsync("tapez 0");
        caller.Presses("0");
        await marc.TakesNextAsync();
        await story.NextRingAsync(MarcsPhone);

        (await story.App.LookAsync(db => db.CounsellorLines.Select(l => l.CounsellorId).ToListAsync())).Should().Equal([Marc], "neither the counsellor at the counter nor the citizen there is called");
    }

    private async Task<string> HasCalledAsync()
    {
        await HangsUpAsync(await story.WaitsAsync());
        return (await story.HandoffAsync()).Receipt;
    }

    private async Task HangsUpAsync(SimulatedCall caller)
    {
        caller.HangsUp();
        await caller.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AllAsync(c => c.EndedAt != null)), "the end was told");
        // A round of the wait that was under way when they hung up is over: it would tell the place once more.
        await story.Network.SettledAsync();
    }
}
