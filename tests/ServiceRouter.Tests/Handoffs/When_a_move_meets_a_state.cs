using System.Text;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

/// <summary>The whole table, state by move, is a checked-in text: a change is a reviewed diff.</summary>
public sealed class When_a_move_meets_a_state
{
    [Fact]
    public void The_table_is_the_checked_in_one()
    {
        var table = Table();
        var kept = File.ReadAllText(Path.Combine(Repository.Root, "tests/ServiceRouter.Tests/Handoffs/transitions.txt"));
        table.Should().Be(kept, $"tests/ServiceRouter.Tests/Handoffs/transitions.txt would be:\n{table}");
    }

    [Fact]
    public void The_drawn_states_are_those_of_the_table()
    {
        var drawing = Drawing();
        var kept = File.ReadAllText(Path.Combine(Repository.Root, "docs/states/handoff.mmd"));
        drawing.Should().Be(kept, $"docs/states/handoff.mmd would be:\n{drawing}");
    }

    [Fact]
    public void Only_a_human_act_ends_a_handoff()
    {
        var endings = All().Where(m => m.Verdict == Verdict.Handled && HandoffTransitions.HasEnded(m.Next)).Select(m => m.Move).Distinct();

        endings.Should().BeEquivalentTo([HandoffMove.Serve, HandoffMove.RecordUnreachable, HandoffMove.Withdraw]);
    }

    [Fact]
    public void Nothing_moves_a_handoff_that_has_ended() =>
        All().Where(m => HandoffTransitions.HasEnded(m.State)).Should().OnlyContain(m => m.Verdict != Verdict.Handled && m.Next == m.State);

    [Fact]
    public void A_citizen_can_withdraw_from_every_open_state() =>
        All().Where(m => m.Move == HandoffMove.Withdraw && HandoffTransitions.IsOpen(m.State)).Should().OnlyContain(m => m.Next == HandoffState.Withdrawn);

    private static IEnumerable<(HandoffState State, HandoffMove Move, Verdict Verdict, HandoffState Next)> All() =>
        from state in Enum.GetValues<HandoffState>()
        from move in Enum.GetValues<HandoffMove>()
        let decision = HandoffTransitions.Decide(state, move)
        select (state, move, decision.Verdict, decision.Next);

    private static string Table()
    {
        var text = new StringBuilder();
        foreach (var (state, move, verdict, next) in All())
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{state,-14} {move,-18} {(verdict == Verdict.Handled ? $"-> {next}" : verdict.ToString().ToLowerInvariant())}\n");
        return text.ToString();
    }

    private static string Drawing()
    {
        var text = new StringBuilder("stateDiagram-v2\n  [*] --> Waiting: Ask\n");
        foreach (var (state, move, _, next) in All().Where(m => m.Verdict == Verdict.Handled))
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {state} --> {next}: {move}\n");
        foreach (var state in Enum.GetValues<HandoffState>().Where(HandoffTransitions.HasEnded))
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {state} --> [*]\n");
        return text.ToString();
    }
}
