using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Tests.Understanding;

namespace ServiceRouter.Tests.Dialogue;

/// <summary>A part of the assistant that throws, hangs or is crowded costs nobody the way to a human (G1, G10).</summary>
public sealed class When_the_assistant_fails
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hurried = TimeSpan.FromMilliseconds(200);
    private static readonly FlowShelf NoFlows = new(FlowLibrary.Load(Path.Combine(Repository.Root, "flows")));
    private readonly FakeTimeProvider clock = new();
    private readonly NodeParts parts;

    public When_the_assistant_fails() => parts = new NodeParts(clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_human_is_offered_at_once_and_asked_for_at_the_third_failure()
    {
        var turn = Over(new Broken(Part.Flows));

        (await turn.PlanAsync(Said("ma question"), Token)).Should().Match<TurnPlan>(p => p.Ask == null && p.HumanOffered && p.Misses == 1 && p.Replies[0].Details!.OffersHuman);
        (await turn.PlanAsync(Said("ma question") with { Misses = 2 }, Token)).Ask.Should().NotBeNull();
    }

    [Fact]
    public async Task The_next_part_answers_and_the_failure_is_known()
    {
        var turn = Over(new Broken(Part.Flows), new Answering());

        (await turn.PlanAsync(Said("ma question"), Token)).Replies[0].Text.Should().Be("réponse");
        parts[Part.Flows].State.Should().Be(PartState.Away);
        parts[Part.Knowledge].State.Should().Be(PartState.Works);
    }

    [Fact]
    public async Task One_that_hangs_is_waited_for_once_and_then_left_alone_for_a_while()
    {
        var hanging = new Hanging();
        var turn = Over(Hurried, hanging);

        (await turn.PlanAsync(Said("ma question"), Token)).HumanOffered.Should().BeTrue();
        await hanging.BegunAsync();
        (await turn.PlanAsync(Said("ma question"), Token)).HumanOffered.Should().BeTrue();

        hanging.Asked.Should().Be(1, "the second turn was not let in");
        clock.Advance(TimeSpan.FromMinutes(1));
        await turn.PlanAsync(Said("ma question"), Token);
        await hanging.BegunAsync();
        hanging.Asked.Should().Be(2, "after its rest it is tried again");
        hanging.End();
    }

    [Fact]
    public async Task A_running_flow_keeps_its_place()
    {
        var flow = NoFlows.Library.Find("carte_grise")!;
        var position = ServiceRouter.Flows.Engine.FlowEngine.Start(flow, FlowChannel.Web, "fr").Position;

        var plan = await Over(new Broken(Part.Flows)).PlanAsync(Said("je ne sais pas") with { Position = position }, Token);

        plan.Position.Should().Be(position);
    }

    [Theory]
    [InlineData(ServiceChoices.Human, "Parler à un conseiller")]
    [InlineData(null, "je veux parler à une vraie personne")]
    [InlineData(null, "pas de robot")]
    public async Task Button_words_and_refusal_never_reach_it(string? choice, string text)
    {
        var hanging = new Hanging();

        var plan = await Over(hanging).PlanAsync(Said(text) with { Choice = choice }, Token);

        plan.Ask.Should().NotBeNull();
        hanging.Asked.Should().Be(0);
    }

    [Fact]
    public async Task Whoever_cannot_even_be_listened_to_gets_a_human()
    {
        var turn = new Turn(new Deaf(), Answers(Patient, new Answering()), NoFlows, NullLogger<Turn>.Instance);

        (await turn.PlanAsync(Said("ma question"), Token)).Ask.Should().NotBeNull();
    }

    private Turn Over(params IAssistant[] assistants) => Over(Patient, assistants);

    private Turn Over(TimeSpan limit, params IAssistant[] assistants) =>
        new(new ListenerSense(LearntListener.Shared), Answers(limit, assistants), NoFlows, NullLogger<Turn>.Instance);

    private AnswerInTime Answers(TimeSpan limit, params IAssistant[] assistants) =>
        new(assistants, parts, Options.Create(new AssistantOptions { TimeLimit = limit, Rest = TimeSpan.FromSeconds(30) }), clock, NullLogger<AnswerInTime>.Instance);

    private static TurnContext Said(string text) =>
        new(text, null, FlowChannel.Web, "fr", RefusesAssistant: false, AfterCounsellor: false, HumanOffered: false, Position: null, Misses: 0);

    private sealed class Broken(Part part) : IAssistant
    {
        public Part Part => part;

        public Task<TurnPlan?> AnswerAsync(TurnContext turn, Sensed sensed, CancellationToken ct) => throw new InvalidOperationException("broken by the test");
    }

    private sealed class Answering : IAssistant
    {
        public Part Part => Part.Knowledge;

        public Task<TurnPlan?> AnswerAsync(TurnContext turn, Sensed sensed, CancellationToken ct) => Task.FromResult<TurnPlan?>(new TurnPlan([new Reply("réponse")]));
    }

    /// <summary>Blocks its thread, and hears nothing of a cancellation.</summary>
    private sealed class Hanging : IAssistant
    {
        private readonly TaskCompletionSource end = new();
        private readonly Channel<bool> begun = Channel.CreateUnbounded<bool>();
        private int asked;

        public Part Part => Part.Model;

        public int Asked => asked;

        public Task<TurnPlan?> AnswerAsync(TurnContext turn, Sensed sensed, CancellationToken ct)
        {
            Interlocked.Increment(ref asked);
            begun.Writer.TryWrite(true);
            end.Task.Wait(CancellationToken.None);
            return Task.FromResult<TurnPlan?>(null);
        }

        /// <summary>Asked once more, on a thread of its own: whoever waits for it may have given up before that thread began.</summary>
        public ValueTask<bool> BegunAsync() => begun.Reader.ReadAsync(Token);

        public void End() => end.SetResult();
    }

    private sealed class Deaf : ISense
    {
        public Sensed Read(string text) => throw new InvalidOperationException("broken by the test");
    }
}
