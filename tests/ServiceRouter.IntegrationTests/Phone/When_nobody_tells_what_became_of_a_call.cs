using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>A webhook is lost, or a node dies before it has asked the provider: a citizen on the line is not kept by music for good (G4, G8).</summary>
public sealed class When_nobody_tells_what_became_of_a_call : IAsyncLifetime
{
    private const string Nadia = PhoneStory.Nadia;
    private const string NadiasPhone = PhoneStory.NadiasPhone;

    private readonly DyingNode dying = new();
    private PhoneStory story = null!;
    private DeskOf desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        story = await PhoneStory.StartAsync(dying.PutBeforeTheProvider);
        (await story.App.Get<SetPhone>().RunAsync(Nadia, NadiasPhone, Token)).Should().BeNull();
        desk = await story.App.CounsellorComesAsync(Nadia);
    }

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task A_counsellor_whose_node_died_before_the_provider_was_asked_is_rung_by_another()
    {
        dying.DiesBeforeItRings = NadiasPhone;
        var (citizen, counsellor) = await RingsAsync();
        dying.HasDied.Should().BeTrue();
        await PhoneStory.TakesTheCallAsync(counsellor);

        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
    }

    [Fact]
    public async Task The_end_of_another_call_of_the_same_line_takes_nobody_out_of_the_talk()
    {
        var (citizen, counsellor) = await TalkingAsync();

        // A node that stood still rings a telephone that is talked on.
        await story.App.Get<TalkOnLine>().CounsellorEndedAsync((await LineAsync()).Id, "CA00000000000000000000000000000000", CallEnding.Busy, Token);
        await story.PassAsync(2);

        (await LineAsync()).State.Should().Be(LineState.Talking);
        counsellor.Says("Bonjour, je vous écoute");
        await citizen.HearsAsync("je vous écoute");
    }

    [Fact]
    public async Task A_counsellor_who_has_taken_the_call_keeps_it_when_the_answer_to_the_ringing_is_lost()
    {
        dying.LosesAnswerToRinging = NadiasPhone;
        var (citizen, counsellor) = await RingsAsync();
        counsellor.Answers();
        await counsellor.HearsAsync("tapez 1");

        dying.AnswerIsLost.SetResult();
        await PassUntilAsync(() => dying.HasDied);
        await story.PassAsync(2);
        (await LineAsync()).State.Should().Be(LineState.Whispering);

        counsellor.Presses("1");
        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
    }

    [Fact]
    public async Task A_citizen_whose_node_died_before_the_provider_was_asked_is_brought_by_another()
    {
        var (citizen, counsellor) = await RingsAsync();
        dying.DiesWhenTurning = true;
        await PhoneStory.TakesTheCallAsync(counsellor);
        await PassUntilAsync(() => dying.HasDied);

        (await LineAsync()).Should().Match<CounsellorLine>(l => l.State == LineState.Bringing && l.CitizenCallId == citizen.Sid);
        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
    }

    [Fact]
    public async Task A_citizen_whose_node_died_after_it_had_rung_them_is_on_a_call_that_is_known()
    {
        var (citizen, counsellor) = await RingsAsync();
        citizen.HangsUp();
        await citizen.EndsAsync();
        await PassUntilAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)));
        dying.DiesWhenItHasRung = PhoneStory.Citizen;
        var ring = story.Network.RingsAsync(PhoneStory.Citizen, Token);
        await PhoneStory.TakesTheCallAsync(counsellor);
        await PassUntilAsync(() => dying.HasDied && ring.IsCompleted);
        var rung = await ring;
        rung.Answers();
        await rung.SeesAsync("conference");

        (await story.App.LookAsync(db => db.PhoneCalls.SingleAsync(c => c.Id == rung.Sid))).Number.Should().Be(PhoneStory.Citizen);
        counsellor.Says("Bonjour, je vous rappelle");
        await rung.HearsAsync("je vous rappelle");
    }

    [Fact]
    public async Task An_answer_of_the_provider_that_is_lost_takes_nobody_out_of_the_talk()
    {
        var (citizen, counsellor) = await RingsAsync();
        dying.LosesAnswerToTurning = true;
        await PhoneStory.TakesTheCallAsync(counsellor);
        await PassUntilAsync(() => LineIsAsync(LineState.Talking));

        dying.AnswerIsLost.SetResult();
        await PassUntilAsync(() => dying.HasDied);
        await story.PassAsync(5);

        (await LineAsync()).State.Should().Be(LineState.Talking);
        citizen.Transcript.Lines.Count(line => line.Text.StartsWith("conference", StringComparison.Ordinal)).Should().Be(1, "nobody was brought twice");
        counsellor.Says("Bonjour, je vous écoute");
        await citizen.HearsAsync("je vous écoute");
    }

    /// <summary>Our answer that was to join them was given up, and what it was to note came all the same.</summary>
    [Fact]
    public async Task A_citizen_who_waits_on_though_the_line_is_talked_on_is_brought_again()
    {
        var (citizen, counsellor) = await RingsAsync();
        counsellor.Answers();
        await counsellor.HearsAsync("tapez 1");
        await story.App.TamperAsync(db => db.CounsellorLines.ExecuteUpdateAsync(set => set
            .SetProperty(l => l.State, LineState.Talking).SetProperty(l => l.CitizenCallId, citizen.Sid).SetProperty(l => l.Version, l => l.Version + 1)));
        counsellor.Presses("1");
        await counsellor.SeesAsync("conference");

        await PassUntilAsync(() => citizen.Transcript.Lines.Any(line => line.Text.StartsWith("conference", StringComparison.Ordinal)));

        counsellor.Says("Bonjour, je vous écoute");
        await citizen.HearsAsync("je vous écoute");
    }

    /// <summary>As it comes about when a citizen is turned twice, and the leaving of the first turn is told after the coming of the second.</summary>
    [Fact]
    public async Task A_citizen_who_was_taken_for_gone_is_not_left_alone_in_silence_when_the_counsellor_hangs_up()
    {
        var (citizen, counsellor) = await TalkingAsync();
        await story.App.TamperAsync(db => db.CounsellorLines.ExecuteUpdateAsync(set => set.SetProperty(l => l.State, LineState.Alone).SetProperty(l => l.Version, l => l.Version + 1)));
        await PassUntilAsync(() => PhoneStory.Times(counsellor, "n'est plus en ligne") > 0);
        counsellor.HangsUp();
        await counsellor.EndsAsync();

        await PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State != HandoffState.WithCounsellor)));
        await citizen.SeesAsync("queue sr-attente");
        (await story.HandoffAsync()).AtHead.Should().BeTrue("somebody is on the telephone");
    }

    [Fact]
    public async Task A_counsellor_whose_end_was_not_told_is_asked_after_and_the_citizen_is_at_the_head_again()
    {
        var (citizen, counsellor) = await TalkingAsync();
        story.Network.Faults.Loses("/counsellor");
        story.Network.Faults.Loses("/conference");
        counsellor.Drops();
        await counsellor.EndsAsync();
        await story.Network.SettledAsync();
        (await LineAsync()).State.Should().Be(LineState.Talking, "nobody has told");

        await PassUntilAsync(() => PhoneStory.Times(citizen, "a été coupée") > 0);

        citizen.Status.Should().Be("in-progress");
        (await story.HandoffAsync()).AtHead.Should().BeTrue();
    }

    [Fact]
    public async Task A_ring_whose_end_was_not_told_goes_to_the_next()
    {
        await RingsAsync();
        story.Network.Faults.Loses("/counsellor");

        await PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Waiting)));

        (await story.HandoffAsync()).AtHead.Should().BeTrue();
        (await story.App.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == Nadia))).Presence.Should().Be(Presence.Away);
    }

    [Fact]
    public async Task A_citizen_whose_end_was_not_told_leaves_no_counsellor_alone_in_silence()
    {
        var (citizen, counsellor) = await TalkingAsync();
        story.Network.Faults.Loses("/twilio/voice/status");
        story.Network.Faults.Loses("/conference");
        citizen.Drops();
        await citizen.EndsAsync();

        await PassUntilAsync(() => PhoneStory.Times(counsellor, "n'est plus en ligne") > 0);

        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor, "the request stays");
    }

    /// <summary>Of no line, since nobody has taken the request.</summary>
    [Fact]
    public async Task A_caller_who_waited_and_whose_end_was_not_told_is_asked_after_and_finds_the_request_again()
    {
        (await story.App.Get<SetPresence>().RunAsync(Nadia, Presence.Away, null, Token)).Should().BeNull();
        var gone = await story.WaitsAsync();
        story.Network.Faults.Loses("/twilio/voice/status");
        gone.HangsUp();
        await gone.EndsAsync();
        await story.Network.SettledAsync();
        (await story.App.LookAsync(db => db.PhoneCalls.SingleAsync())).EndedAt.Should().BeNull("nobody has told");

        story.Clock.Advance(TimeSpan.FromMinutes(4));
        await PassUntilAsync(() => story.App.LookAsync(db => db.PhoneCalls.AllAsync(c => c.EndedAt != null)));

        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
        await story.Calls().HearsAsync("encore ouverte");
    }

    private async Task<(SimulatedCall Citizen, SimulatedCall Counsellor)> TalkingAsync()
    {
        var (citizen, counsellor) = await RingsAsync();
        await PhoneStory.TakesTheCallAsync(counsellor);
        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
        await story.Network.SettledAsync();
        return (citizen, counsellor);
    }

    private async Task<(SimulatedCall Citizen, SimulatedCall Counsellor)> RingsAsync()
    {
        var citizen = await story.WaitsAsync();
        await desk.TakesNextAsync();
        var ring = story.Network.RingsAsync(NadiasPhone, Token);
        await PassUntilAsync(() => ring.IsCompleted);
        return (citizen, await ring);
    }

    private Task<CounsellorLine> LineAsync() => story.App.LookAsync(db => db.CounsellorLines.SingleAsync());

    private Task<bool> LineIsAsync(LineState state) => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == state));

    private Task PassUntilAsync(Func<bool> holds) => PassUntilAsync(() => Task.FromResult(holds()));

    private Task PassUntilAsync(Func<Task<bool>> holds) => Eventually.HoldsAsync(async () =>
    {
        if (await holds()) return true;
        // The browser stays open.
        await story.App.Get<KeepLease>().RunAsync(Nadia, Token);
        await story.PassAsync(1);
        return await holds();
    }, "the telephone followed");

    /// <summary>Dies once, as a node does, between a note and what it asks the provider; or loses the provider's answer.</summary>
    private sealed class DyingNode
    {
        public bool DiesWhenTurning { get; set; }

        /// <summary>The number that it does not live to ring.</summary>
        public string? DiesBeforeItRings { get; set; }

        /// <summary>The number whose ringing it does not live to note.</summary>
        public string? DiesWhenItHasRung { get; set; }

        public bool LosesAnswerToTurning { get; set; }

        /// <summary>The number whose ringing the provider tells it in vain.</summary>
        public string? LosesAnswerToRinging { get; set; }

        /// <summary>The provider has done what was asked, and its answer is lost only now.</summary>
        public TaskCompletionSource AnswerIsLost { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool HasDied { get; private set; }

        public void PutBeforeTheProvider(IServiceCollection services) =>
            services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Way(this)));

        private sealed class Way(DyingNode node) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
                var turns = body.Contains("meet", StringComparison.Ordinal);
                if (node.DiesWhenTurning && turns)
                {
                    (node.DiesWhenTurning, node.HasDied) = (false, true);
                    throw new InvalidOperationException("This node is dead");
                }
                if (Rings(node.DiesBeforeItRings, body))
                {
                    (node.DiesBeforeItRings, node.HasDied) = (null, true);
                    throw new InvalidOperationException("This node is dead");
                }
                var answer = await base.SendAsync(request, cancellationToken);
                if (Rings(node.DiesWhenItHasRung, body))
                {
                    (node.DiesWhenItHasRung, node.HasDied) = (null, true);
                    throw new InvalidOperationException("This node is dead");
                }
                if (!(node.LosesAnswerToTurning && turns) && !Rings(node.LosesAnswerToRinging, body)) return answer;
                await node.AnswerIsLost.Task;
                (node.LosesAnswerToTurning, node.LosesAnswerToRinging, node.HasDied) = (false, null, true);
                throw new HttpRequestException("The answer is lost");
            }

            private static bool Rings(string? number, string body) => number is not null && body.Contains($"To={Uri.EscapeDataString(number)}", StringComparison.Ordinal);
        }
    }
}
