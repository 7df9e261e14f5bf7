using System.Text.RegularExpressions;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

/// <summary>One row of docs/states/handoff-moves.csv: what a message does in a state, the first time and when it comes again. The state of a promise has its kind in its name.</summary>
internal sealed partial record MessageRow(string Operation, string Message, string State, string First, string Again)
{
    public const string NotAsked = "NotAsked";

    /// <summary>The rows of the file.</summary>
    public static IReadOnlyList<MessageRow> Read() =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "docs", "states", "handoff-moves.csv")).Skip(1).Select(Parse)];

    /// <summary>Something moves: this request, or another that is asked.</summary>
    public bool MovesAnything => First.Contains("->", StringComparison.Ordinal);

    /// <summary>The request that is open before the message, state by state; a column of a promise is named after its kind.</summary>
    public HandoffState? Before => State == NotAsked ? null : Enum.GetValues<HandoffState>().Single(s => State.StartsWith($"{s}", StringComparison.Ordinal));

    /// <summary>Another request is asked by it.</summary>
    public bool AsksAnew => Parts().Any(p => p.Moves[0] == HandoffMove.Ask);

    /// <summary>
    /// Each step of each chain of moves, as the cell tells it: the state after the last move is the one that is written there, the states between are those to which the moves lead. A move that does
    /// not lead anywhere from where it stands leads back there.
    /// </summary>
    public IEnumerable<(HandoffState? From, HandoffMove Move, HandoffState To)> Steps()
    {
        foreach (var (begin, moves, end) in Parts())
        {
            var state = begin;
            for (var place = 0; place < moves.Count; place++)
            {
                var next = place == moves.Count - 1 ? end : state is { } now ? HandoffTransitions.Decide(now, moves[place]).Next : HandoffState.Waiting;
                yield return (state, moves[place], next);
                state = next;
            }
        }
    }

    /// <summary>Reads one line of the file.</summary>
    public static MessageRow Parse(string line)
    {
        var cells = Row().Match(line);
        cells.Success.Should().BeTrue($"this is no row: {line}");
        return new MessageRow(cells.Groups["operation"].Value, cells.Groups["message"].Value, cells.Groups["state"].Value, cells.Groups["first"].Value, cells.Groups["again"].Value);
    }

    // "-> B by X+Y", "new -> B by Ask+Y", or both with "and" between them: first what becomes of the request that is there.
    private IEnumerable<(HandoffState? From, IReadOnlyList<HandoffMove> Moves, HandoffState End)> Parts()
    {
        if (!MovesAnything) yield break;
        foreach (var part in First.Split(" and "))
        {
            var found = Part().Match(part);
            found.Success.Should().BeTrue($"nobody can read what moves here: {First}");
            yield return (
                found.Groups["new"].Success ? null : Before,
                [.. found.Groups["moves"].Value.Split('+').Select(name => Enum.Parse<HandoffMove>(name))],
                Enum.Parse<HandoffState>(found.Groups["state"].Value));
        }
    }

    [GeneratedRegex("""^(?<operation>\w+),"(?<message>[^"]+)",(?<state>\w+),(?<first>[^,]+),(?<again>[^,]+)$""")]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?<new>new )?-> (?<state>\w+) by (?<moves>\w+(\+\w+)*)$")]
    private static partial Regex Part();
}
