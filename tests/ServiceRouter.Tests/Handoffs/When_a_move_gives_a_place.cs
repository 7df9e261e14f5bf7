using System.Globalization;
using System.Text;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

/// <summary>Where a request stands in its rank after each move of the table: at the head, by its age, or where it stood.</summary>
public sealed class When_a_move_gives_a_place
{
    private const string Places = """
        Waiting Offer: kept
        Waiting Commit: kept
        Waiting Withdraw: kept
        Offered Accept: age
        Offered Decline: kept
        Offered ExpireOffer: kept
        Offered LoseCounsellor: kept
        Offered Commit: kept
        Offered Withdraw: kept
        WithCounsellor LoseCounsellor: head
        WithCounsellor Transfer: head
        WithCounsellor Commit: kept
        WithCounsellor RecordAbsence: kept
        WithCounsellor Serve: kept
        WithCounsellor RecordUnreachable: kept
        WithCounsellor Withdraw: kept
        Promised Commit: kept
        Promised FallDue: head
        Promised CitizenReturns: kept
        Promised Withdraw: kept
        Absent Commit: kept
        Absent FallDue: head
        Absent CitizenReturns: head
        Absent Withdraw: kept

        """;

    [Fact]
    public void It_follows_from_the_move_and_the_state_that_it_came_from()
    {
        var told = new StringBuilder();
        foreach (var state in Enum.GetValues<HandoffState>())
            foreach (var move in Enum.GetValues<HandoffMove>().Where(move => HandoffTransitions.Decide(state, move).Verdict == Verdict.Handled))
                told.Append(CultureInfo.InvariantCulture, $"{state} {move}: {Place(state, move)}\n");

        told.ToString().Should().Be(Places);
    }

    [Fact]
    public void A_date_that_nobody_chose_gives_no_better_place_than_age()
    {
        HeadOfRank.IsAfter(HandoffState.Promised, HandoffMove.FallDue, before: false, dateGivesNoPlace: true).Should().BeFalse();
        HeadOfRank.IsAfter(HandoffState.Promised, HandoffMove.FallDue, before: true, dateGivesNoPlace: true).Should().BeTrue("whoever was let down before stays at the head");
    }

    private static string Place(HandoffState from, HandoffMove move) => (HeadOfRank.IsAfter(from, move, before: false), HeadOfRank.IsAfter(from, move, before: true)) switch
    {
        (true, true) => "head",
        (false, false) => "age",
        (false, true) => "kept",
        _ => "turned round",
    };
}
