using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Faults;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Dialogue;

/// <summary>
/// Asks the parts of the assistant in their order, each for a limited time, and goes on to the next when one throws, hangs or is crowded.
/// One that hangs is left alone for a while, and never holds more than its places: nothing that it does keeps a citizen from a human.
/// </summary>
internal sealed class AnswerInTime
{
    private readonly IReadOnlyList<Guarded> assistants;
    private readonly NodeParts parts;
    private readonly AssistantOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<AnswerInTime> log;

    public AnswerInTime(IEnumerable<IAssistant> assistants, NodeParts parts, IOptions<AssistantOptions> options, TimeProvider clock, ILogger<AnswerInTime> log)
    {
        (this.parts, this.options, this.clock, this.log) = (parts, options.Value, clock, log);
        this.assistants = [.. assistants.Select(assistant => new Guarded(assistant, new SemaphoreSlim(options.Value.Places)))];
    }

    /// <returns>The first answer, or none; and whether a part failed before.</returns>
    public async Task<(TurnPlan? Plan, bool Failed)> RunAsync(TurnContext turn, Sensed sensed, CancellationToken ct)
    {
        var failed = false;
        foreach (var one in assistants)
        {
            try
            {
                if (await AskAsync(one, turn, sensed, ct) is not { } plan) continue;
                // A flow that could not be asked goes on when it can.
                return (failed && plan.Position is null ? plan with { Position = turn.Position } : plan, failed);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                failed = true;
                log.LogWarning("The assistant's part {Part} did not answer ({Failure})", one.Assistant.Part, e.GetType().Name);
                parts.Failed(one.Assistant.Part, e is TimeoutException ? "did not answer in time" : "failed");
            }
        }
        return (null, failed);
    }

    private async Task<TurnPlan?> AskAsync(Guarded one, TurnContext turn, Sensed sensed, CancellationToken ct)
    {
        ExerciseScope.ThrowIfAway(TakenAway.Assistant);
        if (clock.GetUtcNow() < one.RestsUntil) throw new TimeoutException("It did not answer in time a moment ago");
        if (!await one.Places.WaitAsync(options.TimeLimit, ct)) throw new TimeoutException("All its places are taken");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // A thread of its own until it first waits: one that blocks must not take those that serve pages.
        var running = Task.Factory.StartNew(() => one.Assistant.AnswerAsync(turn, sensed, end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        _ = running.ContinueWith(t => (one.Places.Release(), t.Exception), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            var plan = await running.WaitAsync(options.TimeLimit, ct);
            parts.Succeeded(one.Assistant.Part);
            return plan;
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            one.RestsUntil = clock.GetUtcNow() + options.Rest;
            await end.CancelAsync();
            throw;
        }
    }

    private sealed class Guarded(IAssistant assistant, SemaphoreSlim places)
    {
        private long restsUntil;

        public IAssistant Assistant => assistant;

        public SemaphoreSlim Places => places;

        public DateTimeOffset RestsUntil
        {
            get => new(Interlocked.Read(ref restsUntil), TimeSpan.Zero);
            set => Interlocked.Exchange(ref restsUntil, value.UtcTicks);
        }
    }
}
