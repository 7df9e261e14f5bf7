using ServiceRouter.Handoffs;
using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Routing;

/// <summary>The seal of the territory of exercises: nobody meets anybody across it, in either direction, by any rung.</summary>
public sealed class When_an_exercise_shares_the_queue
{
    private static readonly DateTimeOffset Now = new(2027, 3, 9, 9, 0, 0, TimeSpan.Zero);
    private static readonly RoutingOptions Rules = new();

    public static TheoryData<string?, HandoffRank> Citizens => new()
    {
        { null, HandoffRank.Ordinary }, { "23", HandoffRank.Ordinary }, { null, HandoffRank.Distress }, { "974", HandoffRank.Distress },
    };

    [Theory]
    [MemberData(nameof(Citizens))]
    public void A_citizen_is_never_offered_to_a_counsellor_of_an_exercise(string? territory, HandoffRank rank) =>
        Match([Waiting(1, territory, rank)], [Free("played", SealedTerritory.Code)]).Should().BeEmpty();

    [Theory]
    [InlineData("23")]
    [InlineData("")]
    public void A_counsellor_is_never_offered_an_exercise(string territory)
    {
        Match([Waiting(1, SealedTerritory.Code)], [Free("real", territory)]).Should().BeEmpty();
        Match([Waiting(1, SealedTerritory.Code, HandoffRank.Distress)], [Free("real", territory)]).Should().BeEmpty();
    }

    [Fact]
    public void A_colleague_who_is_wanted_across_the_seal_is_not_asked()
    {
        Match([Waiting(1, "23") with { WantedCounsellorId = "played" }], [Free("played", SealedTerritory.Code)]).Should().BeEmpty();
        Match([Waiting(1, SealedTerritory.Code) with { WantedCounsellorId = "real" }], [Free("real", "23")]).Should().BeEmpty();
    }

    [Fact]
    public void Each_side_has_its_own_counsellors_and_places()
    {
        var offers = Match(
            [Waiting(1, SealedTerritory.Code), Waiting(2, "23"), Waiting(3, null), Waiting(4, SealedTerritory.Code)],
            [Free("played", SealedTerritory.Code, places: 2), Free("real", "01", places: 2)]);

        offers.Select(o => (o.HandoffId, o.CounsellorId)).Should().BeEquivalentTo(
            [(Id(1), "played"), (Id(2), "real"), (Id(3), "real"), (Id(4), "played")]);
    }

    [Fact]
    public void A_request_does_not_move_across_the_seal()
    {
        var (citizen, played) = (Row("23"), Row(SealedTerritory.Code));

        citizen.MoveTo(SealedTerritory.Code).Should().BeFalse();
        played.MoveTo("23").Should().BeFalse();
        played.MoveTo(null).Should().BeFalse();
        citizen.MoveTo("59").Should().BeTrue();

        (citizen.Territory, played.Territory).Should().Be(("59", SealedTerritory.Code));
    }

    private static Handoff Row(string territory) =>
        new() { Receipt = "K7PR2XW9ADFM4H", Channel = "web", Language = "fr", Skill = "general", Reason = "demande_humain", Territory = territory };

    private static IReadOnlyList<ProposedOffer> Match(IEnumerable<WaitingHandoff> waiting, IReadOnlyCollection<FreeCounsellor> onLine) => Matcher.Match(waiting, onLine, Rules, Now);

    private static WaitingHandoff Waiting(int id, string? territory, HandoffRank rank = HandoffRank.Ordinary) =>
        new(Id(id), rank, false, Now.AddMinutes(-60), Now.AddMinutes(-60), territory, "general", "fr", null, Reach.WantedColleague, SkillFirst: false, new HashSet<string>());

    private static FreeCounsellor Free(string id, string territory, int places = 1) =>
        new(id, territory, new HashSet<string> { "general" }, new HashSet<string> { "fr" }, places, 0, DateTimeOffset.MinValue);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
