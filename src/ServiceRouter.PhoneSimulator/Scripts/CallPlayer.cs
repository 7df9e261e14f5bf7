using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.TwiML.Verbs;

namespace ServiceRouter.PhoneSimulator.Scripts;

/// <summary>How a script is played.</summary>
/// <param name="From">The caller's number.</param>
/// <param name="To">The service's number.</param>
public sealed record CallStage(string From, string To)
{
    /// <summary>Lets time pass on a clock that does not pass by itself; nothing on a real clock.</summary>
    public Func<TimeSpan, Task>? Passes { get; init; }

    /// <summary>Looks whether a fact holds (<c>&gt; demande …</c>) and says what is there instead; nothing when it holds.</summary>
    public Func<SimulatedCall, FactHolds, Task<string?>>? Witness { get; init; }

    /// <summary>How long the caller waits for words before they count as missing, where <see cref="Passes"/> lets time pass; else the network's patience counts.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>Plays a script over a network and says where the service did something else.</summary>
public static class CallPlayer
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <returns>The first thing that went wrong in each case; empty when all cases pass.</returns>
    public static async Task<IReadOnlyList<CallProblem>> PlayAsync(PhoneNetwork network, CallScript script, CallStage stage)
    {
        var problems = new List<CallProblem>();
        foreach (var one in script.Cases)
        {
            var call = network.Call(stage.From, stage.To);
            foreach (var line in one.Lines)
            {
                if (await WrongAsync(network, call, line, stage) is not { } reason)
                    continue;
                problems.Add(new(script.File, line.Line, $"« {one.Title} »: {reason}"));
                break;
            }

            call.HangsUp();
            await call.EndsAsync();
        }

        return problems;
    }

    private static async Task<string?> WrongAsync(PhoneNetwork network, SimulatedCall call, CallLine line, CallStage stage)
    {
        if (line is CallerSays or CallerPresses && call.Transcript.IsClosed)
            return $"the call is over, and the caller still speaks:\n{call.Transcript}";
        switch (line)
        {
            case CallerSays said:
                call.Says(said.Text);
                return null;
            case CallerPresses pressed:
                call.Presses(pressed.Keys);
                return null;
            case CallerHangsUp:
                call.HangsUp();
                return null;
            case CallerWaits waits:
                await PassAsync(network, stage, waits.Time);
                return null;
            case CallerIsSilent:
                return await UntilAsync(network, stage, call, GatherVerb.NothingSaid, SimulatedCall.Eyes);
            case CallerHears hears:
                return await UntilAsync(network, stage, call, hears.Text, SimulatedCall.Ears);
            case CallEnds:
                return await UntilAsync(network, stage, call, CallStatus.Completed, SimulatedCall.Eyes);
            case FactHolds fact when stage.Witness is { } witness:
                await network.SettledAsync();
                return await witness(call, fact);
            default:
                return $"nobody knows how to look for « {line} »";
        }
    }

    private static async Task PassAsync(PhoneNetwork network, CallStage stage, TimeSpan time)
    {
        if (stage.Passes is not { } passes)
        {
            await Task.Delay(time, network.Time);
            return;
        }

        for (var passed = TimeSpan.Zero; passed < time; passed += Tick)
        {
            await network.SettledAsync();
            await passes(Tick);
        }

        await network.SettledAsync();
    }

    private static async Task<string?> UntilAsync(PhoneNetwork network, CallStage stage, SimulatedCall call, string words, IReadOnlyList<Heard> kinds)
    {
        if (stage.Passes is not { } passes)
            return await HeardAsync(call, words, kinds);
        for (var passed = TimeSpan.Zero; ; passed += Tick)
        {
            // Looked at while nothing moves: the same seconds pass each time the script is played.
            await network.SettledAsync();
            if (call.Find(words, kinds) is not null)
                return null;
            if (call.Transcript.IsClosed)
                return call.Missing(words, "the call ended");
            if (passed >= stage.LongestWait)
                return call.Missing(words, $"after {stage.LongestWait.TotalSeconds:0} s");
            await passes(Tick);
        }
    }

    private static async Task<string?> HeardAsync(SimulatedCall call, string words, IReadOnlyList<Heard> kinds)
    {
        try
        {
            await (kinds == SimulatedCall.Ears ? call.HearsAsync(words) : call.SeesAsync(words));
            return null;
        }
        catch (NotHeardException missing)
        {
            return missing.Message;
        }
    }
}
