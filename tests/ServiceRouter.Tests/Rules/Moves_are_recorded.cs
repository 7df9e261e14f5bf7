using System.Text.RegularExpressions;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Rules;

/// <summary>G12: what happens to a request stands in its log. A move whose result is dropped has no entry.</summary>
public sealed class Moves_are_recorded
{
    [Fact]
    public void No_result_of_a_move_is_dropped()
    {
        var moves = typeof(Handoff).GetMethods().Where(m => m.ReturnType == typeof(Moved)).Select(m => m.Name).ToList();
        // Offers, calls and lines end as well, and their end is no move.
        var ofHandoff = string.Join('|', moves.Select(move => move == nameof(Handoff.End) ? $@"(?<=[hH]andoff!?\.){move}" : move));
        var dropped = new Regex($@"^\s*(?!return|work\.)[\w.!]+\.(?:{ofHandoff})\(", RegexOptions.Multiline);

        moves.Should().Contain([nameof(Handoff.Accept), nameof(Handoff.ReturnToQueue)]);
        SourceFile.Below("src").SelectMany(file => dropped.Matches(file.Code).Select(found => $"{file.Path}: {found.Value.Trim()}"))
            .Should().BeEmpty("a move is given to work.Record where it is made");
    }
}
