using ServiceRouter.Handoffs;
using ServiceRouter.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_an_event_log_is_checked
{
    private static readonly Guid Id = Guid.Parse("11111111-2222-3333-4444-555555555555");
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly AskedFacts Asked = new("K7PR", new LedgerShare("23", "web", "fr"));
    private readonly List<HandoffLogEntry> log = Log(HandoffMove.Ask, HandoffMove.Offer, HandoffMove.Accept, HandoffMove.Serve);

    [Fact]
    public void A_log_that_was_only_added_to_holds() => Check(log, Row()).Should().BeNull();

    [Fact]
    public void A_missing_entry_is_named()
    {
        log.RemoveAt(2);

        Check(log, Row())!.Number.Should().Be(3);
    }

    [Fact]
    public void A_log_cut_at_its_end_is_found_by_the_row()
    {
        var row = Row();
        log.RemoveAt(3);

        Check(log, row).Should().BeEquivalentTo(new { Receipt = "K7PR", Number = 4 });
    }

    [Fact]
    public void An_entry_added_behind_the_end_is_named()
    {
        var row = Row();
        log.Add(Entry(5, HandoffMove.Withdraw, log[^1].Hash));

        Check(log, row)!.Number.Should().Be(5);
    }

    [Fact]
    public void A_log_written_anew_as_a_whole_is_found_by_the_row() =>
        Check(Log(HandoffMove.Ask, HandoffMove.Offer, HandoffMove.Accept, HandoffMove.Withdraw), Row()).Should().NotBeNull();

    [Fact]
    public void A_state_that_the_log_does_not_give_is_found() =>
        Check(log, Row() with { State = HandoffState.Withdrawn })!.Difference.Should().Contain("Withdrawn");

    [Fact]
    public void A_log_without_its_row_is_found() => Check(log, null)!.Difference.Should().Contain("gone");

    [Fact]
    public void A_receipt_that_was_changed_in_the_row_is_found_by_the_first_entry() =>
        Check(log, Row() with { Asked = Asked with { Receipt = "X2AD" } }).Should().BeEquivalentTo(new { Number = 1, Receipt = "X2AD" })
            .And.Match<LogBreak>(found => found.Difference.Contains("K7PR"));

    [Theory]
    [InlineData("75", "web", "fr")]
    [InlineData("23", "phone", "fr")]
    [InlineData("23", "web", "uk")]
    public void A_row_that_counts_elsewhere_than_it_was_asked_is_found(string territory, string channel, string language) =>
        Check(log, Row() with { Asked = Asked with { Share = new LedgerShare(territory, channel, language) } })!.Difference.Should().Contain("asked in");

    [Fact]
    public void A_row_that_leads_to_another_conversation_is_found()
    {
        var (own, other) = (Guid.Parse("aaaaaaaa-0000-0000-0000-000000000000"), Guid.Parse("bbbbbbbb-0000-0000-0000-000000000000"));
        var told = Log(Facts.Replace("}", $",\"conversationId\":\"{own}\"}}", StringComparison.Ordinal), HandoffMove.Ask);

        Check(told, Row(told) with { Asked = Asked with { ConversationId = own } }).Should().BeNull();
        Check(told, Row(told) with { Asked = Asked with { ConversationId = other } })!.Difference.Should().Contain("another conversation");
        Check(log, Row() with { Asked = Asked with { ConversationId = other } }).Should().BeNull("an older log does not say whose words they are");
    }

    [Fact]
    public void A_row_that_is_less_urgent_than_it_was_asked_is_found()
    {
        var told = Log(Facts.Replace("}", ",\"rank\":0}", StringComparison.Ordinal), HandoffMove.Ask);

        Check(told, Row(told) with { Asked = Asked with { Rank = HandoffRank.Ordinary } })!.Difference.Should().Contain("less urgent");
        Check(told, Row(told) with { Asked = Asked with { Rank = HandoffRank.Distress } }).Should().BeNull();
    }

    [Fact]
    public void A_row_that_nothing_comes_back_to_is_found()
    {
        var open = Log(Facts, HandoffMove.Ask, HandoffMove.Offer);
        var row = Row(open);

        Check(open, row).Should().BeNull();
        Check(open, row with { Reach = row.Reach with { OfferExpiresAt = null } })!.Difference.Should().Contain("without an end of the offer");
        Check(open, row with { Reach = row.Reach with { EndedAt = Start } })!.Difference.Should().Contain("the row has an end");
        Check(log, Row() with { Reach = Row().Reach with { EndedAt = null } })!.Difference.Should().Contain("the row has no end");
    }

    [Theory]
    [InlineData(HandoffMove.Serve, "clock")]
    [InlineData(HandoffMove.Serve, "citizen")]
    [InlineData(HandoffMove.Serve, "counsellor:")]
    [InlineData(HandoffMove.RecordUnreachable, "routing")]
    [InlineData(HandoffMove.Withdraw, "clock")]
    [InlineData(HandoffMove.Withdraw, "counsellor:c1")]
    [InlineData(HandoffMove.Withdraw, "manager:m1")]
    public void An_end_that_nobody_chose_is_named(HandoffMove end, string actor)
    {
        var ended = Log(HandoffMove.Ask, HandoffMove.Offer, HandoffMove.Accept);
        ended.Add(Entry(4, end, ended[^1].Hash, actor: actor));

        Check(ended, Row(ended)).Should().BeEquivalentTo(new { Number = 4 }).And.Match<LogBreak>(found => found.Difference.Contains("only a person ends a request"));
    }

    [Fact]
    public void A_manager_withdraws_what_an_exercise_left_open()
    {
        var played = new List<HandoffLogEntry> { Entry(1, HandoffMove.Ask, "", Facts, HandoffRecord.Exercise) };
        played.Add(Entry(2, HandoffMove.Withdraw, played[0].Hash, actor: HandoffRecord.Manager("responsable1")));

        Check(played, Row(played)).Should().BeNull();
    }

    [Fact]
    public void A_move_that_cannot_come_or_leads_elsewhere_is_named()
    {
        var jumped = Log(HandoffMove.Ask, HandoffMove.Serve);
        var crooked = Log(HandoffMove.Ask);
        crooked.Add(Entry(2, HandoffMove.Offer, crooked[0].Hash, state: HandoffState.Promised));

        Check(jumped, Row(jumped)).Should().BeEquivalentTo(new { Number = 2, Difference = "Serve cannot come in state Waiting" });
        Check(crooked, Row(crooked)).Should().BeEquivalentTo(new { Number = 2, Difference = "Offer in state Waiting leads to Offered, and this entry says Promised" });
    }

    [Fact]
    public void Dates_of_the_row_that_cannot_be_true_beside_the_log_are_found()
    {
        // Asked at 1 s, taken at 10 min, served at 20 min.
        var late = Log(HandoffMove.Ask, HandoffMove.Offer);
        late.Add(Entry(3, HandoffMove.Accept, late[1].Hash, at: Start.AddMinutes(10)));
        late.Add(Entry(4, HandoffMove.Serve, late[2].Hash, at: Start.AddMinutes(20)));

        Difference(Start.AddDays(-2), Start.AddMinutes(11)).Should().BeNull("how long an asking was on its way nobody knows");
        Difference(Start, null).Should().BeNull("also who said nothing may have served");
        Difference(Start.AddMinutes(5), null).Should().Contain("after it was written down");
        Difference(Start, Start.AddMinutes(2)).Should().Contain("before it was taken");
        Difference(Start, Start.AddMinutes(30)).Should().Contain("after its end");
        var open = Log(HandoffMove.Ask, HandoffMove.Offer);
        Check(open, Row(open) with { Times = new RowTimes(Start, Start.AddSeconds(3)) })!.Difference.Should().Contain("nobody took it");

        string? Difference(DateTimeOffset asked, DateTimeOffset? word) => Check(late, Row(late) with { Times = new RowTimes(asked, word) })?.Difference;
    }

    [Fact]
    public void A_log_during_which_the_clock_was_set_back_accuses_no_date()
    {
        var set = Log(HandoffMove.Ask, HandoffMove.Offer, HandoffMove.Accept);
        set.Add(Entry(4, HandoffMove.Serve, set[2].Hash, at: Start.AddHours(-1)));

        Check(set, Row(set) with { Times = new RowTimes(Start, Start.AddHours(-2)) }).Should().BeNull();
    }

    private LogRow Row() => Row(log);

    private static LogRow Row(List<HandoffLogEntry> log) =>
        new(Asked, log.Count, log[^1].Hash, log[^1].State, new RowReach(HandoffTransitions.HasEnded(log[^1].State) ? Start : null, null, Start.AddMinutes(1), HasCounsellor: true),
            new RowTimes(Start, null));

    private static LogBreak? Check(IEnumerable<HandoffLogEntry> entries, LogRow? row)
    {
        var chain = new LogChain(Id, row);
        return entries.Select(chain.Add).FirstOrDefault(found => found is not null) ?? chain.Close();
    }

    private static List<HandoffLogEntry> Log(params HandoffMove[] moves) => Log(Facts, moves);

    private static List<HandoffLogEntry> Log(string facts, params HandoffMove[] moves)
    {
        var entries = new List<HandoffLogEntry>();
        foreach (var move in moves) entries.Add(Entry(entries.Count + 1, move, entries.Count == 0 ? "" : entries[^1].Hash, facts));
        return entries;
    }

    private static HandoffLogEntry Entry(int number, HandoffMove move, string previousHash, string facts = Facts, string? actor = null, HandoffState? state = null, DateTimeOffset? at = null) => new HandoffLogEntry
    {
        HandoffId = Id, Number = number, At = at ?? Start.AddSeconds(number), Move = move, State = state ?? State(move), Actor = actor ?? Actor(move), Facts = number == 1 ? facts : "{}", PreviousHash = previousHash,
    }.Sealed();

    private static string Actor(HandoffMove move) => move switch
    {
        HandoffMove.Ask or HandoffMove.Withdraw => HandoffRecord.Citizen,
        HandoffMove.Offer => HandoffRecord.Routing,
        _ => HandoffRecord.Counsellor("c1"),
    };

    private const string Facts = """{"receipt":"K7PR","channel":"web","language":"fr","territory":"23"}""";

    private static HandoffState State(HandoffMove move) => move switch
    {
        HandoffMove.Ask => HandoffState.Waiting,
        HandoffMove.Offer => HandoffState.Offered,
        HandoffMove.Accept => HandoffState.WithCounsellor,
        HandoffMove.Serve => HandoffState.Served,
        HandoffMove.RecordUnreachable => HandoffState.Unreachable,
        _ => HandoffState.Withdrawn,
    };
}
