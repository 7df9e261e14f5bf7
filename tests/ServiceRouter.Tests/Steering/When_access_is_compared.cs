using ServiceRouter.Handoffs;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Tests.Steering;

public sealed class When_access_is_compared
{
    private static readonly string[] Territories = [.. Enumerable.Range(1, 20).Select(n => n.ToString("00", System.Globalization.CultureInfo.InvariantCulture))];

    [Fact]
    public void A_week_in_which_all_are_alike_raises_no_alarm()
    {
        var raised = Enumerable.Range(0, 200).Count(seed => CompareAccess.Run(Week(seed)).Any(c => c.IsGap));

        raised.Should().BeLessThanOrEqualTo(1, "at most one check in a thousand may take chance for a gap");
    }

    [Fact]
    public void A_slow_channel_a_slow_departement_a_slow_language_and_a_slow_need_are_told()
    {
        Gaps(Week(1, f => f.Channel == "phone" ? f with { Waited = f.Waited * 2 } : f)).Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Split = AccessSplit.Channel, Part = "phone", Measure = AccessMeasure.Wait, IsUneven = true });
        Gaps(Week(2, f => f.Territory == "07" ? f with { Waited = f.Waited * 2 } : f)).Should().ContainSingle().Which.Part.Should().Be("07");
        Gaps(Week(3, f => f.Language == "ar" ? f with { Waited = f.Waited * 2 } : f)).Should().ContainSingle().Which.Part.Should().Be("ar");
        Gaps(Week(4, f => f.Need is not null ? f with { Waited = f.Waited * 3 } : f)).Should().ContainSingle().Which.Part.Should().Be("moreTime");
    }

    [Fact]
    public void A_group_that_is_most_of_all_is_held_against_the_others_and_not_against_itself()
    {
        var gaps = Gaps(Week(4, f => f.Channel == "web" ? f with { Waited = f.Waited * 2 } : f));

        gaps.Should().ContainSingle().Which.Part.Should().Be("web");
    }

    [Fact]
    public void Whoever_is_not_answered_at_all_counts_as_long_as_they_wait()
    {
        // Nobody of this département is answered: of the answered alone nothing would be seen.
        var gaps = Gaps(Week(5, f => f.Territory == "07" ? f with { Waited = TimeSpan.FromHours(2), WasAnswered = false, HasEnded = false, Score = null } : f));

        gaps.Should().ContainSingle(c => c.Part == "07" && c.Measure == AccessMeasure.Wait).Which.Here.Should().Be(7200);
    }

    [Fact]
    public void Requests_that_end_without_an_answer_and_bad_ratings_are_told()
    {
        Gaps(Week(6, f => f.Territory == "07" ? f with { WasAnswered = false, HasEnded = true, Score = null } : f))
            .Should().Contain(c => c.Part == "07" && c.Measure == AccessMeasure.LeftWithoutAnswer && c.Here == 1);
        Gaps(Week(7, f => f.Language == "ar" ? f with { Score = 1 } : f))
            .Should().ContainSingle(c => c.Part == "ar" && c.Measure == AccessMeasure.Discontent && c.Here == 1);
    }

    [Fact]
    public void Few_people_are_not_compared()
    {
        var others = Alike(200, "75");

        CompareAccess.Run([.. others, .. Alike(EqualAccessRule.LeastPeople - 1, "23", hours: 5)]).Should().NotContain(c => c.Part == "23");
        CompareAccess.Run([.. others, .. Alike(EqualAccessRule.LeastPeople, "23", hours: 5)]).Should().Contain(c => c.Part == "23" && c.Measure == AccessMeasure.Wait && c.IsGap);
        CompareAccess.Run([.. others, .. Alike(EqualAccessRule.LeastPeople - 1, "23", hours: 5)]).Should().NotContain(c => c.Part == "75", "there are too few others");
        CompareAccess.Run([]).Should().BeEmpty();
    }

    [Fact]
    public void Seconds_are_no_gap()
    {
        var quick = Alike(200, "75").ConvertAll(f => f with { Waited = TimeSpan.FromSeconds(5) });
        var slower = Alike(200, "23").ConvertAll(f => f with { Waited = TimeSpan.FromSeconds(5) + EqualAccessRule.LeastWait });

        CompareAccess.Run([.. quick, .. slower]).Should().OnlyContain(c => !c.IsUneven);
        CompareAccess.Run([.. quick, .. slower.ConvertAll(f => f with { Waited = f.Waited + TimeSpan.FromSeconds(1) })]).Should().Contain(c => c.Part == "23" && c.IsGap);
    }

    [Fact]
    public void Nine_in_ten_are_counted_with_those_who_left_in_between()
    {
        // Ten people; two leave after 5.5 s. By hand: 1 - 1/10 five times (0.5), then three at risk: 0.5 x 2/3, x 1/2, and the last is 0.
        var facts = Enumerable.Range(1, 5).Select(n => Fact(n, true)).Append(Fact(5.5, false)).Append(Fact(5.5, false)).Concat([Fact(6, true), Fact(7, true), Fact(8, true)]).ToList();

        NineInTen.Of(facts).Should().Be(8);
        NineInTen.Of([.. Enumerable.Range(1, 10).Select(n => Fact(n, true))]).Should().Be(9, "without them it is the ninth of ten");
        NineInTen.Of([Fact(3, false)]).Should().Be(3);
    }

    [Fact]
    public void Chance_is_that_of_the_lady_who_tastes_tea()
    {
        // R. A. Fisher, The Design of Experiments, 1935: all four cups out of eight, one way in seventy; three of four, 17 ways.
        Tally.Chance(new Tally(4, 4), new Tally(0, 4)).Should().BeApproximately(1 / 70.0, 1e-9);
        Tally.Chance(new Tally(3, 4), new Tally(1, 4)).Should().BeApproximately(17 / 70.0, 1e-9);
        Tally.Chance(new Tally(0, 4), new Tally(0, 4)).Should().Be(1);
    }

    [Fact]
    public void Needs_are_compared_only_where_they_are_kept()
    {
        // Whoever is answered late tells a need; of the quick ones of some days ago it is erased.
        var kept = Alike(40, "75").Select((f, n) => f with { Need = n < 35 ? AccessNeed.MoreTime : null, Waited = TimeSpan.FromHours(1) });
        var erased = Alike(400, "75");

        Gaps([.. kept, .. erased]).Should().Contain(c => c.Split == AccessSplit.Need);
        Gaps([.. kept, .. erased.Select(f => f with { IsNeedKept = false })]).Should().NotContain(c => c.Split == AccessSplit.Need);
    }

    private static List<AccessComparison> Gaps(List<AccessFact> facts) => [.. CompareAccess.Run(facts).Where(c => c.IsGap)];

    private static AccessFact Fact(double seconds, bool answered) => new("75", "web", "fr", Need: null, TimeSpan.FromSeconds(seconds), answered, HasEnded: true, Score: null);

    private static List<AccessFact> Alike(int people, string territory, double hours = 0.1) =>
        [.. Enumerable.Range(1, people).Select(n => new AccessFact(territory, "web", "fr", Need: null, TimeSpan.FromHours(hours * n / people), true, true, null))];

    /// <summary>4,000 people whose waits are drawn from one law (exponential, 5 minutes on average), whoever they are; one in ten leaves first, two in three rate.</summary>
    private static List<AccessFact> Week(int seed, Func<AccessFact, AccessFact>? but = null)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 4000).Select(_ =>
        {
            var leaves = random.NextDouble() < 0.1;
            var fact = new AccessFact(
                Territories[random.Next(Territories.Length)], random.NextDouble() < 0.7 ? "web" : "phone", random.NextDouble() < 0.9 ? "fr" : "ar", random.NextDouble() < 0.05 ? AccessNeed.MoreTime : null,
                TimeSpan.FromMinutes(-5 * Math.Log(1 - random.NextDouble())), !leaves, HasEnded: true, !leaves && random.NextDouble() < 0.66 ? random.Next(1, 6) : null);
            return but?.Invoke(fact) ?? fact;
        })];
    }
}
