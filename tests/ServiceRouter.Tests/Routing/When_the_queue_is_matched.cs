using ServiceRouter.Handoffs;
using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Routing;

public sealed class When_the_queue_is_matched
{
    private static readonly DateTimeOffset Now = new(2027, 3, 9, 9, 0, 0, TimeSpan.Zero);
    private static readonly RoutingOptions Rules = new();

    [Fact]
    public void The_own_department_comes_before_the_nation()
    {
        var offers = Match([Waiting(1, territory: "23")], [Free("ain", "01"), Free("creuse", "23")]);

        offers.Should().ContainSingle().Which.Should().Match<ProposedOffer>(o => o.CounsellorId == "creuse" && o.Rung == Matcher.Department);
    }

    [Fact]
    public void Without_anyone_of_the_department_on_line_the_nation_is_asked_at_once() =>
        Match([Waiting(1, territory: "23")], [Free("ain", "01")]).Should().ContainSingle().Which.Rung.Should().Be(Matcher.Nation);

    [Fact]
    public void A_busy_colleague_of_the_department_is_worth_a_short_wait()
    {
        FreeCounsellor[] onLine = [Free("creuse", "23", places: 0), Free("ain", "01")];

        Match([Waiting(1, territory: "23", minutes: 0)], onLine).Should().BeEmpty();
        Match([Waiting(1, territory: "23", minutes: 2)], onLine).Should().ContainSingle().Which.CounsellorId.Should().Be("ain");
    }

    [Fact]
    public void Distress_waits_for_nobody_and_goes_first()
    {
        FreeCounsellor[] onLine = [Free("creuse", "23", places: 0), Free("ain", "01")];

        var offers = Match([Waiting(1, minutes: 60), Waiting(2, territory: "23", rank: HandoffRank.Distress, minutes: 0)], onLine);

        offers.Should().ContainSingle().Which.HandoffId.Should().Be(Id(2));
    }

    [Fact]
    public void Distress_does_not_wait_for_the_colleague_who_was_named_either() =>
        Match([Waiting(1, rank: HandoffRank.Distress, minutes: 0) with { WantedCounsellorId = "b" }], [Free("a", "01"), Free("b", "02", places: 0)])
            .Should().ContainSingle().Which.CounsellorId.Should().Be("a");

    [Fact]
    public void The_longest_wait_is_served_first_and_the_returned_before_it()
    {
        var queue = new[] { Waiting(1, minutes: 5), Waiting(2, minutes: 30), Waiting(3, minutes: 1) with { AtHead = true } };

        Matcher.InOrder(queue).Select(h => h.Id).Should().Equal(Id(3), Id(2), Id(1));
    }

    [Fact]
    public void Nobody_gets_more_than_the_places_left()
    {
        var offers = Match([Waiting(1), Waiting(2), Waiting(3)], [Free("a", "01", places: 2)]);

        offers.Should().HaveCount(2);
    }

    [Fact]
    public void Who_declined_is_not_asked_again_for_it() =>
        Match([Waiting(1) with { NotNow = new HashSet<string> { "a" } }], [Free("a", "01")]).Should().BeEmpty();

    [Fact]
    public void The_wanted_colleague_is_asked_first_and_waited_for_a_while()
    {
        var handoff = Waiting(1, minutes: 0) with { WantedCounsellorId = "b" };

        Match([handoff], [Free("a", "01"), Free("b", "02")]).Should().ContainSingle().Which.Rung.Should().Be(Matcher.Colleague);
        Match([handoff], [Free("a", "01"), Free("b", "02", places: 0)]).Should().BeEmpty();
        Match([handoff with { WaitingSince = Now.AddMinutes(-2) }], [Free("a", "01"), Free("b", "02", places: 0)]).Should().ContainSingle().Which.CounsellorId.Should().Be("a");
    }

    [Fact]
    public void Handed_to_the_group_of_a_skill_it_goes_to_who_has_it_before_the_department()
    {
        var handoff = Waiting(1, territory: "23") with { Skill = "retraite", SkillFirst = true };
        FreeCounsellor[] onLine = [Free("creuse", "23"), Able("ain", "01"), Able("also-creuse", "23")];

        Match([handoff], onLine).Should().ContainSingle().Which.Should().Match<ProposedOffer>(o => o.CounsellorId == "also-creuse" && o.Rung == Matcher.Group);
        Match([handoff], onLine[..2]).Should().ContainSingle().Which.Should().Match<ProposedOffer>(o => o.CounsellorId == "ain" && o.Rung == Matcher.Group);
        Match([handoff with { SkillFirst = false }], onLine[..2]).Should().ContainSingle().Which.CounsellorId.Should().Be("creuse");
    }

    [Fact]
    public void A_group_that_is_busy_is_waited_for_a_while_and_one_that_is_not_there_is_not()
    {
        var handoff = Waiting(1, territory: "23", minutes: 0) with { Skill = "retraite", SkillFirst = true };
        FreeCounsellor[] busy = [Free("creuse", "23"), Able("ain", "01", places: 0)];

        Match([handoff], busy).Should().BeEmpty();
        Match([handoff with { WaitingSince = Now.AddMinutes(-2) }], busy).Should().ContainSingle().Which.CounsellorId.Should().Be("creuse");
        Match([handoff with { Rank = HandoffRank.Distress }], busy).Should().ContainSingle().Which.CounsellorId.Should().Be("creuse");
        Match([handoff with { NotNow = new HashSet<string> { "ain" } }], busy).Should().ContainSingle().Which.CounsellorId.Should().Be("creuse");
        Match([handoff], busy[..1]).Should().ContainSingle().Which.CounsellorId.Should().Be("creuse");
    }

    [Fact]
    public void A_missing_language_or_skill_keeps_nobody_waiting()
    {
        var arabic = Waiting(1) with { Language = "ar", Skill = "caf" };

        Match([arabic], [Free("a", "01")]).Should().ContainSingle();
        Match([arabic], [Free("a", "01"), Free("b", "02") with { Languages = new HashSet<string> { "fr", "ar" } }]).Should().ContainSingle().Which.CounsellorId.Should().Be("b");
    }

    [Fact]
    public void What_is_said_of_the_department_is_so()
    {
        var handoff = Waiting(1, territory: "23");
        WaitingHandoff Declined(params string[] who) => handoff with { NotNow = who.ToHashSet() };

        ReachOf(handoff, Free("creuse", "23")).Should().Be(Reach.OwnDepartment);
        ReachOf(handoff, Free("ain", "01")).Should().Be(Reach.NobodyThereOnLine);
        ReachOf(handoff, Free("creuse", "23", places: 0), Free("ain", "01")).Should().Be(Reach.ThereBusy);
        ReachOf(Declined("creuse"), Free("creuse", "23"), Free("ain", "01")).Should().Be(Reach.ThereNotNow, "somebody is on line there, and declined");
        ReachOf(Declined("creuse"), Free("creuse", "23"), Free("also-creuse", "23", places: 0), Free("ain", "01")).Should().Be(Reach.ThereBusy);
        ReachOf(Declined("ain"), Free("ain", "01"), Free("nord", "59")).Should().Be(Reach.NobodyThereOnLine);
        ReachOf(handoff with { Territory = null }, Free("ain", "01")).Should().Be(Reach.NoDepartmentGiven);
        ReachOf(handoff with { WantedCounsellorId = "ain" }, Free("creuse", "23"), Free("ain", "01")).Should().Be(Reach.WantedColleague);
        ReachOf(handoff with { WantedCounsellorId = "ain", WantedWhy = Reach.AgreedWithThem }, Free("creuse", "23"), Free("ain", "01")).Should().Be(Reach.AgreedWithThem);
        ReachOf(handoff with { Skill = "retraite", SkillFirst = true }, Free("creuse", "23"), Able("ain", "01")).Should().Be(Reach.Group);
    }

    [Fact]
    public void The_reason_tells_what_the_chosen_counsellor_speaks_and_knows_and_not_what_others_do()
    {
        var arabic = Waiting(1, territory: "23") with { Language = "ar", Skill = "retraite" };
        FreeCounsellor[] onLine = [Free("creuse", "23"), Able("ain", "01") with { Languages = new HashSet<string> { "ar" } }];

        Match([arabic], onLine).Should().ContainSingle().Which.Should().Match<ProposedOffer>(o => o.CounsellorId == "creuse" && !o.Reason.SpeaksLanguage && !o.Reason.KnowsSkill);
        Match([arabic], onLine[1..]).Should().ContainSingle().Which.Reason.Should().Match<OfferReason>(r => r.SpeaksLanguage && r.KnowsSkill);
    }

    [Fact]
    public void Only_a_request_that_overtook_none_is_the_oldest()
    {
        WaitingHandoff[] queue = [Waiting(1, minutes: 60), Waiting(2, rank: HandoffRank.Distress, minutes: 0), Waiting(3, minutes: 5) with { AtHead = true }];

        Match(queue, [Free("a", "01", places: 3)]).ToDictionary(o => o.HandoffId, o => o.Reason.IsOldest)
            .Should().Equal(new Dictionary<Guid, bool> { [Id(1)] = true, [Id(2)] = false, [Id(3)] = false });
    }

    [Fact]
    public void The_same_people_in_any_order_give_the_same_offers()
    {
        WaitingHandoff[] queue = [Waiting(1, "23"), Waiting(2), Waiting(3, "01", minutes: 9), Waiting(4, minutes: 9)];
        FreeCounsellor[] onLine = [Free("a", "01"), Free("b", "23"), Free("c", "59", places: 2)];
        var expected = Match(queue, onLine).OrderBy(o => o.HandoffId);

        var chance = new Random(7);
        for (var i = 0; i < 50; i++)
        {
            chance.Shuffle(queue);
            chance.Shuffle(onLine);
            Match(queue, onLine).OrderBy(o => o.HandoffId).Should().Equal(expected);
        }
    }

    private static IReadOnlyList<ProposedOffer> Match(IEnumerable<WaitingHandoff> queue, IReadOnlyCollection<FreeCounsellor> onLine) =>
        Matcher.Match(queue, onLine, Rules, Now);

    private static Reach ReachOf(WaitingHandoff handoff, params FreeCounsellor[] onLine) => Match([handoff], onLine).Should().ContainSingle().Which.Reason.Reach;

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static WaitingHandoff Waiting(int number, string? territory = null, HandoffRank rank = HandoffRank.Ordinary, int minutes = 3) => new(
        Id(number), rank, AtHead: false, Now.AddMinutes(-minutes), Now.AddMinutes(-minutes), territory, "general", "fr", null, Reach.WantedColleague, SkillFirst: false, new HashSet<string>());

    private static FreeCounsellor Free(string id, string territory, int places = 1) =>
        new(id, territory, new HashSet<string> { "general" }, new HashSet<string> { "fr" }, places, 0, Now.AddHours(-1));

    private static FreeCounsellor Able(string id, string territory, int places = 1) => Free(id, territory, places) with { Skills = new HashSet<string> { "retraite" } };
}
