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
        // A visit is promised, kept and given up as an appointment is.
        var promises = Enum.GetValues<CommitmentKind>().Except([CommitmentKind.Visit]).Select(kind => $"{HandoffState.Promised}{kind}");
        string[] states = [MessageRow.NotAsked, .. Enum.GetNames<HandoffState>().Except([nameof(HandoffState.Promised)]), .. promises];
        foreach (var message in Rows.GroupBy(r => (r.Operation, r.Message)))
            message.Select(r => r.State).Should().BeEquivalentTo(states, $"« {message.Key.Message} » meets each state once");
    }

    [Fact]
    public void Every_transition_of_the_code_is_made_by_a_message_and_no_message_makes_another() =>
        Rows.SelectMany(r => r.Steps()).Distinct().Should().BeEquivalentTo(Transitions().Select(t => ((HandoffState?)t.From, t.Move, t.To)).Prepend((null, HandoffMove.Ask, HandoffState.Waiting)));

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
        Rows.Where(r => r.AsksAnew).Should().NotBeEmpty().And.OnlyContain(r =>
            r.Message.StartsWith("citizen", StringComparison.Ordinal) && (r.Before == null || HandoffTransitions.HasEnded(r.Before.Value)));

    [Fact]
    public void Only_its_holder_or_its_citizen_ends_a_request() =>
        Rows.Where(Ends).Select(r => r.Message).Distinct().Should().BeEquivalentTo("citizen withdraws", "holder closes as served", "holder closes as unreachable");

    [Fact]
    public void Another_counsellor_a_late_answer_and_a_late_timer_move_nothing() =>
        Rows.Where(IsOfSomebodyElseOrLate).Should().NotBeEmpty().And.OnlyContain(r => !r.MovesAnything);

    [Theory]
    [InlineData("""TakeUpPromise,"another does the promised letter before its date",PromisedLetter,-> WithCounsellor by FallDue+Offer+Accept,ignored""")]
    [InlineData("""HandOverCall,"another hands the call over",WithCounsellor,-> WithCounsellor by Transfer+Offer+Accept,ignored""")]
    [InlineData("""HandoffAskedConsumer,"another, and a new request beside it",Served,new -> Promised by Ask+Commit,ignored""")]
    public void A_move_of_somebody_else_is_seen_among_others(string line)
    {
        var row = MessageRow.Parse(line);

        IsOfSomebodyElseOrLate(row).Should().BeTrue();
        row.MovesAnything.Should().BeTrue();
    }

    [Theory]
    [InlineData("""CloseHandoff,"another closes as served",Offered,-> Served by Accept+Serve,ignored""")]
    [InlineData("""AskHuman,"citizen asks again",Waiting,-> Withdrawn by Withdraw and new -> Waiting by Ask,ignored""")]
    [InlineData("""AskHuman,"citizen asks, and is served at once",NotAsked,new -> Served by Ask+Offer+Accept+Serve,ignored""")]
    public void An_end_is_seen_behind_other_moves(string line) => Ends(MessageRow.Parse(line)).Should().BeTrue();

    [Theory]
    [InlineData("-> Served by Serve+Accept", "Offered Serve Offered, Offered Accept Served")]
    [InlineData("-> Waiting by CitizenReturns+Offer", "Offered CitizenReturns Offered, Offered Offer Waiting")]
    [InlineData("-> WithCounsellor by Decline+Offer+Accept", "Offered Decline Waiting, Waiting Offer Offered, Offered Accept WithCounsellor")]
    [InlineData("-> Withdrawn by Withdraw and new -> Promised by Ask+Commit", "Offered Withdraw Withdrawn,  Ask Waiting, Waiting Commit Promised")]
    [InlineData("kept", "")]
    public void Each_step_of_a_chain_is_told(string cell, string steps) =>
        string.Join(", ", MessageRow.Parse($"X,\"y\",Offered,{cell},ignored").Steps().Select(s => $"{s.From} {s.Move} {s.To}")).Should().Be(steps);

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

    private static bool IsOfSomebodyElseOrLate(MessageRow row) =>
        row.Message.Contains("another", StringComparison.Ordinal) || row.Message.Contains("an old", StringComparison.Ordinal) || row.Message.Contains("a late", StringComparison.Ordinal);

    private static bool Ends(MessageRow row) => row.Steps().Any(s => HandoffTransitions.HasEnded(s.To));

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
