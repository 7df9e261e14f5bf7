using System.Text.RegularExpressions;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

/// <summary>One row of docs/states/handoff-moves.csv: what a message does in a state, the first time and when it comes again.</summary>
internal sealed partial record MessageRow(string Operation, string Message, string State, string First, string Again)
{
    public const string NotAsked = "NotAsked";

    /// <summary>The rows of the file.</summary>
    public static IReadOnlyList<MessageRow> Read() =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "docs", "states", "handoff-moves.csv")).Skip(1).Select(Parse)];

    /// <summary>The move of the handoff itself, when the message moves it.</summary>
    public (HandoffState From, HandoffMove Move, HandoffState To)? Moved() =>
        Move().Match(First) is { Success: true } found
            ? (Enum.Parse<HandoffState>(State), Enum.Parse<HandoffMove>(found.Groups["move"].Value), Enum.Parse<HandoffState>(found.Groups["state"].Value))
            : null;

    private static MessageRow Parse(string line)
    {
        var cells = Row().Match(line);
        cells.Success.Should().BeTrue($"this is no row: {line}");
        return new MessageRow(cells.Groups["operation"].Value, cells.Groups["message"].Value, cells.Groups["state"].Value, cells.Groups["first"].Value, cells.Groups["again"].Value);
    }

    [GeneratedRegex("""^(?<operation>\w+),"(?<message>[^"]+)",(?<state>\w+),(?<first>[^,]+),(?<again>[^,]+)$""")]
    private static partial Regex Row();

    [GeneratedRegex(@"^-> (?<state>\w+) by (?<move>\w+)$")]
    private static partial Regex Move();
}
