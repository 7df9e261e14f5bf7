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
    private const string Nadia = "conseiller1";
    private const string NadiasPhone = "+33611000001";

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
    public async Task A_citizen_whose_node_died_before_the_provider_was_asked_is_brought_by_another()
    {
        var (citizen, counsellor) = await RingsAsync();
        dying.DiesWhenTurning = true;
        await JoinsAsync(counsellor);
        await PassUntilAsync(() => dying.HasDied);

        (await LineAsync()).Should().Match<CounsellorLine>(l => l.State == LineState.Bringing && l.CitizenCallId == citizen.Sid);
        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
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

    private async Task<(SimulatedCall Citizen, SimulatedCall Counsellor)> TalkingAsync()
    {
        var (citizen, counsellor) = await RingsAsync();
        await JoinsAsync(counsellor);
        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
        await story.Network.SettledAsync();
        return (citizen, counsellor);
    }

    private async Task<(SimulatedCall Citizen, SimulatedCall Counsellor)> RingsAsync()
    {
        var citizen = story.Calls();
        await citizen.HearsAsync("tapez 0");
        citizen.Presses("0");
        await citizen.SeesAsync("queue sr-attente");
        await desk.TakesNextAsync();
        var ring = story.Network.RingsAsync(NadiasPhone, Token);
        await PassUntilAsync(() => ring.IsCompleted);
        return (citizen, await ring);
    }

    private static async Task JoinsAsync(SimulatedCall counsellor)
    {
        counsellor.Answers();
        await counsellor.HearsAsync("tapez 1");
        counsellor.Presses("1");
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

    /// <summary>Dies once, as a node does, between the note of what it will ask the provider and the asking.</summary>
    private sealed class DyingNode
    {
        public bool DiesWhenTurning { get; set; }

        public bool HasDied { get; private set; }

        public void PutBeforeTheProvider(IServiceCollection services) =>
            services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Way(this)));

        private sealed class Way(DyingNode node) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                if (!node.DiesWhenTurning || request.Content is null || !(await request.Content.ReadAsStringAsync(cancellationToken)).Contains("meet", StringComparison.Ordinal))
                    return await base.SendAsync(request, cancellationToken);
                (node.DiesWhenTurning, node.HasDied) = (false, true);
                throw new InvalidOperationException("This node is dead");
            }
        }
    }
}
