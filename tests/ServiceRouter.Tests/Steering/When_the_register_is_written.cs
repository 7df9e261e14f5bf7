using System.Text.Json;
using ServiceRouter.Handoffs;
using ServiceRouter.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_the_register_is_written
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Everybody_who_asked_is_accounted_for()
    {
        var register = Write(asked: 17, Count(HandoffState.Served, 10), Count(HandoffState.Withdrawn, 1), Count(HandoffState.Waiting, 4), Count(HandoffState.Absent, 2));

        register.Gap.Should().Be(0);
        (register.Served + register.Withdrawn + register.Unreachable + register.Open.Total).Should().Be(register.Asked);
    }

    [Fact]
    public void Someone_the_rows_have_lost_is_a_gap() => Write(asked: 11, Count(HandoffState.Served, 10)).Gap.Should().Be(1);

    [Fact]
    public void A_row_that_nobody_asked_for_is_a_gap() => Write(asked: 9, Count(HandoffState.Served, 10)).Gap.Should().Be(-1);

    [Theory]
    [InlineData(HandoffState.Waiting)]
    [InlineData(HandoffState.Offered)]
    [InlineData(HandoffState.WithCounsellor)]
    [InlineData(HandoffState.Promised)]
    [InlineData(HandoffState.Absent)]
    [InlineData(HandoffState.Served)]
    [InlineData(HandoffState.Withdrawn)]
    [InlineData(HandoffState.Unreachable)]
    public void No_state_is_forgotten(HandoffState state) => Write(asked: 3, Count(state, 3)).Gap.Should().Be(0);

    [Fact]
    public void Its_names_are_those_that_were_published()
    {
        var json = JsonSerializer.SerializeToElement(Write(asked: 8, Count(HandoffState.Served, 8)), JsonSerializerOptions.Web);

        json.EnumerateObject().Select(p => p.Name).Should().Equal(
            "asOf", "asked", "served", "withdrawn", "unreachable", "open", "gap", "firstHumanSeconds", "answeredRate", "byChannel", "byTerritory", "byLanguage", "incidents", "accessAlarms", "anchors", "checkedAt", "accessComparedAt", "accessComparisons");
        json.GetProperty("open").EnumerateObject().Select(p => p.Name).Should().Equal("waiting", "offered", "withCounsellor", "promised", "absent");
        json.GetProperty("firstHumanSeconds").EnumerateObject().Select(p => p.Name).Should().Equal("p50", "p90");
        json.GetProperty("byChannel")[0].EnumerateObject().Select(p => p.Name).Should().Contain(["channel", "asked", "served", "withdrawn", "unreachable", "open"]);
    }

    [Fact]
    public void Few_waits_are_told_neither_in_all_nor_of_one_territory()
    {
        var register = Of(new PartWaits("23", 4, new WaitSeconds(30, 30)));

        register.FirstHumanSeconds.Should().Be(WaitSeconds.None);
        register.ByTerritory.Should().ContainSingle().Which.FirstHumanSeconds.Should().Be(WaitSeconds.None);
        Of(new PartWaits("23", 4, new WaitSeconds(30, 30)), new PartWaits("75", 1, new WaitSeconds(40, 40))).Should().Match<PublicRegister>(enough => enough.FirstHumanSeconds.P50 == 30 && enough.ByTerritory[0].FirstHumanSeconds == WaitSeconds.None);

        static PublicRegister Of(params PartWaits[] places) => WriteRegister.Write(Now, 8, [Count(HandoffState.Served, 8)], [], In(places), [], [], []);
    }

    [Fact]
    public void Waits_that_would_narrow_a_hidden_count_down_are_not_told()
    {
        // Told from five on: 75 would be five at least, and of six asked in all the other is one.
        var waits = In(new PartWaits("75", 5, new WaitSeconds(30, 30)), new PartWaits("23", 1, new WaitSeconds(40, 40)));

        var register = WriteRegister.Write(Now, 6, [Count(HandoffState.Served, 1), In("75", HandoffState.Served, 5)], [], waits, [], [], []);

        register.ByTerritory.Should().HaveCount(2).And.OnlyContain(share => share.Asked == null && share.FirstHumanSeconds == WaitSeconds.None);
        register.FirstHumanSeconds.P50.Should().NotBeNull();
    }

    [Fact]
    public void What_one_month_hides_is_not_the_register_less_the_other_months()
    {
        HandoffCount[] october = [Count(HandoffState.Served, 30), Count(HandoffState.Withdrawn, 3), In("75", HandoffState.Served, 50), In("75", HandoffState.Withdrawn, 20)];
        HandoffCount[] november = [Count(HandoffState.Served, 40), Count(HandoffState.Withdrawn, 10), In("75", HandoffState.Served, 60), In("75", HandoffState.Withdrawn, 30)];

        var register = WriteRegister.Write(Now, 243, [.. october, .. november], [october, november], CountedWaits.None, [], [], []);

        WriteRegister.Write(Now, 103, october, [], CountedWaits.None, [], [], []).ByTerritory[0].Withdrawn.Should().BeNull();
        WriteRegister.Write(Now, 140, november, [], CountedWaits.None, [], [], []).ByTerritory[0].Withdrawn.Should().Be(10);
        register.ByTerritory[0].Should().BeEquivalentTo(new { Territory = "23", Withdrawn = (long?)null });
        register.ByChannel.Should().ContainSingle().Which.Withdrawn.Should().Be(63);
    }

    private static PublicRegister Write(long asked, params HandoffCount[] counts) => WriteRegister.Write(Now, asked, counts, [], CountedWaits.None, [], [], []);

    private static HandoffCount Count(HandoffState state, long count) => In("23", state, count);

    private static HandoffCount In(string territory, HandoffState state, long count) => new("web", territory, "fr", state, count, Answered: 0);

    // All together are as many as in the places, and have the wait of the first.
    private static CountedWaits In(params PartWaits[] places) => new(new PartWaits(null, places.Sum(p => p.Answers), places[0].Seconds), [], places, []);
}
