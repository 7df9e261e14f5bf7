using AwesomeAssertions;
using ServiceRouter.Desk;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Host.SignIn.Demo;
using Xunit;

namespace ServiceRouter.Tests.SignIn;

public sealed class When_the_demo_has_counsellors
{
    [Fact]
    public void They_are_conseiller1_to_conseiller8_and_all_speak_French()
    {
        DemoCounsellors.All.Select(c => c.UserName).Should().Equal(Enumerable.Range(1, 8).Select(n => $"conseiller{n}"));
        DemoCounsellors.All.Should().OnlyContain(c => c.Languages[0] == "fr" && c.Capacity == 3 && c.Skills.Contains("general"));
    }

    [Fact]
    public void Two_share_a_departement_and_every_special_skill_has_someone()
    {
        DemoCounsellors.All.GroupBy(c => c.Departement).Should().ContainSingle(g => g.Count() == 2);
        DemoCounsellors.All.SelectMany(c => c.Skills).Distinct().Should().BeEquivalentTo(
            "general", "titres", "caf", "retraite", "impots", "sante", "emploi", "agricole", "energie", "deces");
    }

    [Fact]
    public void More_can_be_asked_for_and_repeat_the_pattern_under_numbered_names()
    {
        var twenty = DemoCounsellors.First(20).ToList();

        twenty.Should().HaveCount(20);
        twenty[..8].Should().Equal(DemoCounsellors.All);
        twenty[8].Should().BeEquivalentTo(DemoCounsellors.All[0], of => of.Excluding(c => c.UserName).Excluding(c => c.LastName).Excluding(c => c.FullName));
        twenty[8].Should().Match<DemoCounsellor>(c => c.UserName == "conseiller9" && c.FullName == "Nadia Bertholet 9");
        twenty.Should().OnlyContain(c => DemoCounsellors.Find(c.UserName, 20) == c);
    }

    [Theory]
    [InlineData("conseiller21")]
    [InlineData("conseiller09")]
    [InlineData("conseiller-9")]
    [InlineData("9")]
    [InlineData("")]
    public void A_name_that_was_not_asked_for_is_nobody(string name) => DemoCounsellors.Find(name, 20).Should().BeNull();

    [Fact]
    public void The_accounts_are_theirs_and_one_of_the_other_role()
    {
        DemoAccounts.All.Should().HaveCount(9);
        DemoAccounts.Find("responsable1")!.Role.Should().Be(StaffRoles.Manager);
        DemoAccounts.Find("conseiller4")!.Home.Should().Be("/desk");
        DemoAccounts.Find("Conseiller4").Should().BeNull();
        DemoAccounts.Find(null).Should().BeNull();
    }
}
