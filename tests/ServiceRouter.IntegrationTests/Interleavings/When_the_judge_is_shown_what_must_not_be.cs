using System.Text.Json;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Moves;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>A judge who finds all scripts right proves nothing by that: shown what the Guarantee forbids, and what it allows beside it, it must tell the two apart.</summary>
public sealed class When_the_judge_is_shown_what_must_not_be
{
    private const string Asked = "conseiller1";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly GuaranteeOfARequest request = new(citizen: 0);
    private readonly WhoIsAtTheDesk atDesk = new();
    private readonly Guid offerId = MassTransit.NewId.NextGuid();
    private DateTimeOffset now = new(2027, 3, 9, 9, 0, 0, TimeSpan.Zero);
    private int rounds;

    [Fact]
    public void Whoever_is_at_the_desk_may_be_asked()
    {
        Ask();
        Play(Act.ComesToTheDesk);

        Offer().Should().BeEmpty();
    }

    [Fact]
    public void Whoever_has_gone_away_may_not()
    {
        Ask();
        Play(Act.ComesToTheDesk);
        Play(Act.GoesAway);

        Offer().Should().Equal($"{Asked} was asked, who is not at the desk");
    }

    [Fact]
    public void Whoever_was_not_heard_of_for_a_lease_may_not()
    {
        Ask();
        Play(Act.ComesToTheDesk);
        now += MoveStage.Lease;

        Offer().Should().Equal($"{Asked} was asked, who is not at the desk");
    }

    [Fact]
    public void Whoever_was_taken_for_lost_says_that_they_are_back_before_they_are_asked()
    {
        Ask();
        Play(Act.ComesToTheDesk);
        now += MoveStage.Lease;
        atDesk.Follow(Seen(), [Asked]);
        Play(Act.RenewsTheLease);

        Offer().Should().Equal($"{Asked} was asked, who is not at the desk");
    }

    [Theory]
    [InlineData(0, true, "")]
    [InlineData(0, false, "a near date gives the head")]
    [InlineData(1, false, "")]
    [InlineData(1, true, "a far date gives no place")]
    public void A_date_is_worth_what_it_is_away(int which, bool isNear, string wrong)
    {
        Ask();
        var wish = new Step(Act.CitizenAsksToBeCalledBack, 0, 0, which, Fate.Lives);
        object facts = isNear ? new { kind = "CallBack", dueAt = now + wish.IsIn, dateIsNear = true } : new { kind = "CallBack", dueAt = now + wish.IsIn };

        string.Join(", ", Follow(HandoffMove.Commit, HandoffState.Promised, "citizen", facts, Seen(wish))).Should().Be(wrong);
    }

    [Fact]
    public void A_call_back_that_was_wished_before_a_counsellor_came_is_overtaken()
    {
        Ask();
        var wish = new Done(++rounds, new Step(Act.CitizenAsksToBeCalledBack, 0, 0, 1, Fate.DiesBeforeTheCommit), now, now);
        Play(Act.ComesToTheDesk);
        now += TimeSpan.FromSeconds(1);
        Offer();
        Accept();
        Follow(HandoffMove.RecordAbsence, HandoffState.Absent, $"counsellor:{Asked}", new { attempts = 1, dueAt = now + Hour }, Seen());

        var late = Seen() with { Late = [wish] };
        Follow(HandoffMove.Commit, HandoffState.Promised, "citizen", new { kind = "CallBack", dueAt = wish.Since + wish.Step.IsIn, wishedAt = wish.Since }, late).Should().Equal("a call-back that nobody asked for");
    }

    [Theory]
    [InlineData("Letter", "conseiller1", "")]
    [InlineData("Letter", "conseiller2", "counsellor:conseiller2 did what was promised by counsellor:conseiller1")]
    [InlineData("Appointment", "conseiller1", "counsellor:conseiller1 did what was promised by nobody")]
    public void A_letter_is_written_before_its_date_by_whoever_promised_it(string kind, string by, string wrong)
    {
        Ask();
        Play(Act.ComesToTheDesk);
        Offer();
        Accept();
        Follow(HandoffMove.Commit, HandoffState.Promised, $"counsellor:{Asked}", new { kind, dueAt = now + Hour }, Seen());
        var act = new Step(Act.TakesUpTheLetter, 0, by[^1] - '1', 0, Fate.Lives);

        string.Join(", ", Follow(HandoffMove.FallDue, HandoffState.Waiting, $"counsellor:{by}", new { commitment = kind }, Seen(act))).Should().Be(wrong);
    }

    [Fact]
    public void Whoever_comes_before_a_date_stands_where_they_stood_and_whoever_was_not_reached_at_the_head()
    {
        Ask();
        var wish = new Step(Act.CitizenAsksToBeCalledBack, 0, 0, 1, Fate.Lives);
        Follow(HandoffMove.Commit, HandoffState.Promised, "citizen", new { kind = "CallBack", dueAt = now + wish.IsIn }, Seen(wish));
        ComesBack();
        request.IsAtHead.Should().BeFalse();

        Play(Act.ComesToTheDesk);
        Offer();
        Accept();
        Follow(HandoffMove.RecordAbsence, HandoffState.Absent, $"counsellor:{Asked}", new { attempts = 1, dueAt = now + Hour }, Seen());
        ComesBack();
        request.IsAtHead.Should().BeTrue();
    }

    [Fact]
    public void A_move_that_no_script_came_to_is_told()
    {
        var reached = new Reached();
        var before = reached.Missing.ToList();
        reached.Note(null, Entry(HandoffMove.Ask, HandoffState.Waiting, "citizen", new { }), Seen());

        before.Except(reached.Missing).Should().Equal("NotAsked Ask");
        reached.Missing.Should().Contain(new[] { "Absent FallDue", "WithCounsellor RecordUnreachable", "a letter before its date" });
    }

    private static Step By(Act act) => new(act, 0, 0, 0, Fate.Lives);

    private Moment Seen(params Step[] acts) => new(now, now, ++rounds, acts, [], atDesk);

    private void Play(Act act) => atDesk.Follow(Seen(By(act)), []);

    private void Ask() => Follow(HandoffMove.Ask, HandoffState.Waiting, "citizen", new { }, Seen(By(Act.CitizenAsks))).Should().BeEmpty();

    private List<string> Offer() => Follow(HandoffMove.Offer, HandoffState.Offered, "routing", new { offerId, counsellorId = Asked, rung = "department" }, Seen());

    private void Accept() => Follow(HandoffMove.Accept, HandoffState.WithCounsellor, $"counsellor:{Asked}", new { offerId }, Seen(By(Act.AcceptsTheNewestOffer))).Should().BeEmpty();

    private void ComesBack() => Follow(HandoffMove.CitizenReturns, HandoffState.Waiting, "citizen", new { }, Seen(By(Act.CitizenWrites))).Should().BeEmpty();

    private List<string> Follow(HandoffMove move, HandoffState state, string actor, object facts, Moment moment) => [.. request.Follow(Entry(move, state, actor, facts), moment)];

    private HandoffLogEntry Entry(HandoffMove move, HandoffState state, string actor, object facts) => new HandoffLogEntry
    {
        Number = request.Entries + 1, At = now, Move = move, State = state, Actor = actor, Facts = JsonSerializer.Serialize(facts), PreviousHash = request.LastHash,
    }.Sealed();
}
