using System.Text.RegularExpressions;
using ServiceRouter.Handoffs;
using ServiceRouter.Tests.Rules;

namespace ServiceRouter.Tests.Handoffs;

/// <summary>
/// docs/states/handoff-moves.csv holds every state x every message; the integration tests execute each cell. Here: that no cell is missing,
/// that it says exactly what <see cref="HandoffTransitions"/> says, and that it promises what the Guarantee promises.
/// </summary>
public sealed partial class When_the_table_of_messages_is_read
{
    private static readonly IReadOnlyList<MessageRow> Rows = MessageRow.Read();

    /// <summary>Files that move a handoff for others, with the operations of the table that they are reached through.</summary>
    private static readonly Dictionary<string, string[]> ReachedThrough = new()
    {
        ["Intake"] = ["AskHuman", "ReceiveActivity", "AskCallBack", "HandoffAskedConsumer"],
        ["ReturnOfCitizen"] = ["ReceiveActivity", "AskHuman", "HandoffAskedConsumer"],
        ["PromiseCallBack"] = ["AskCallBack", "HandoffAskedConsumer"],
        ["TakingInHand"] = ["AcceptOffer", "TakeAtCounter", "TakeUpPromise", "HandOverCall"],
        ["DecliningOffers"] = ["DeclineOffer", "SetPresence"],
        ["MakingOffers"] = ["HandoffWaitingConsumer", "CounsellorAvailableConsumer", "TakeAtCounter", "TakeUpPromise", "HandOverCall"],
    };

    [Fact]
    public void Every_message_meets_every_state_once()
    {
        string[] states = [MessageRow.NotAsked, .. Enum.GetNames<HandoffState>()];
        foreach (var message in Rows.GroupBy(r => (r.Operation, r.Message)))
            message.Select(r => r.State).Should().BeEquivalentTo(states, $"« {message.Key.Message} » meets each state once");
    }

    [Fact]
    public void Every_transition_of_the_code_is_made_by_a_message_and_no_message_makes_another() =>
        Rows.Select(r => r.Moved()).OfType<(HandoffState, HandoffMove, HandoffState)>().Distinct().Should().BeEquivalentTo(Transitions());

    [Fact]
    public void The_formal_model_has_the_same_states_moves_and_transitions()
    {
        var model = Broken().Replace(File.ReadAllText(Path.Combine(Repository.Root, "docs", "states", "handover.pml")), "");
        var names = Names().Matches(model).Select(m => m.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)).ToList();
        var steps = Step().Matches(model).Select(m => (Enum.Parse<HandoffState>(m.Groups["from"].Value), Enum.Parse<HandoffMove>(m.Groups["move"].Value), Enum.Parse<HandoffState>(m.Groups["to"].Value)));

        names[0].Should().BeEquivalentTo([MessageRow.NotAsked, .. Enum.GetNames<HandoffState>()]);
        names[1].Should().BeEquivalentTo(Enum.GetNames<HandoffMove>());
        steps.Distinct().Should().BeEquivalentTo(Transitions());
    }

    [Fact]
    public void A_repeated_message_moves_nothing() =>
        Rows.Should().OnlyContain(r => !r.Again.Contains("->", StringComparison.Ordinal));

    [Fact]
    public void A_request_is_asked_by_its_citizen_and_opens_only_where_none_is_open() =>
        Rows.Where(r => r.First.StartsWith("new", StringComparison.Ordinal)).Should().NotBeEmpty().And.OnlyContain(r =>
            r.Message.StartsWith("citizen", StringComparison.Ordinal)
            && (r.State == MessageRow.NotAsked || HandoffTransitions.HasEnded(Enum.Parse<HandoffState>(r.State))));

    [Fact]
    public void Only_its_holder_or_its_citizen_ends_a_request()
    {
        var endings = Rows.Where(r => r.Moved() is { } m && HandoffTransitions.HasEnded(m.To)).Select(r => r.Message).Distinct();

        endings.Should().BeEquivalentTo("citizen withdraws", "holder closes as served", "holder closes as unreachable");
    }

    [Fact]
    public void Another_counsellor_a_late_answer_and_a_late_timer_move_nothing() =>
        Rows.Where(r => r.Message.Contains("another", StringComparison.Ordinal) || r.Message.Contains("an old", StringComparison.Ordinal) || r.Message.Contains("a late", StringComparison.Ordinal))
            .Should().NotBeEmpty().And.OnlyContain(r => r.Moved() == null);

    [Fact]
    public void Every_file_that_moves_a_handoff_and_every_consumer_is_in_the_table()
    {
        var files = SourceFile.Below("src", "ServiceRouter");
        var movers = files.Where(f => f.Code.Contains("work.Record(", StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f.Name))
            .SelectMany(name => ReachedThrough.GetValueOrDefault(name, [name])).ToList();
        // The hints of the live screens carry nothing of a request.
        var consumers = files.SelectMany(f => Consumer().Matches(f.Code)).Select(m => m.Groups[1].Value).Where(name => name != "StreamHintsIn").ToList();

        movers.Should().NotBeEmpty();
        consumers.Should().NotBeEmpty();
        Rows.Select(r => r.Operation).Distinct().Should().Contain(movers.Concat(consumers),
            "what moves a handoff has its rows in docs/states/handoff-moves.csv: add it to Moves/HandoffMessages of the integration tests");
    }

    private static IEnumerable<(HandoffState From, HandoffMove Move, HandoffState To)> Transitions() =>
        from state in Enum.GetValues<HandoffState>()
        from move in Enum.GetValues<HandoffMove>()
        let decision = HandoffTransitions.Decide(state, move)
        where decision.Verdict == Verdict.Handled
        select (state, move, decision.Next);

    /// <summary>What only a broken model does.</summary>
    [GeneratedRegex(@"#ifdef CLOCK_ENDS.*?#endif", RegexOptions.Singleline)]
    private static partial Regex Broken();

    [GeneratedRegex(@"mtype = \{ ([^}]*) \}")]
    private static partial Regex Names();

    [GeneratedRegex(@"-> STEP\(\w+, (?<move>\w+), (?<from>\w+), (?<to>\w+), \w+\)")]
    private static partial Regex Step();

    [GeneratedRegex(@"class (\w+)[^{;]*?IConsumer<")]
    private static partial Regex Consumer();
}
