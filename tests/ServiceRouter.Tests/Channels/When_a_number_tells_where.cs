using ServiceRouter.Channels;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Channels;

/// <summary>Whoever calls from overseas and says no postcode has the hours and the clock of where they are.</summary>
public sealed class When_a_number_tells_where
{
    [Theory]
    [InlineData("+590690123456", "971")]
    [InlineData("+596696123456", "972")]
    [InlineData("0596301234", "972")]
    [InlineData("+594694212345", "973")]
    [InlineData("+262262161234", "974")]
    [InlineData("+262692123456", "974")]
    [InlineData("0693123456", "974")]
    [InlineData("+262269601234", "976")]
    [InlineData("+262639012345", "976")]
    [InlineData("0639012345", "976")]
    [InlineData("+508411234", "975")]
    public void A_number_overseas_is_at_home_in_its_territory(string number, string territory)
    {
        TerritoryOfNumber.Of(number).Should().Be(territory);
        Departments.Find(territory).Should().NotBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("anonymous")]
    [InlineData("+33199001234")]
    [InlineData("0612345678")]
    [InlineData("+12025550143")]
    [InlineData("3939")]
    [InlineData("+")]
    [InlineData("+596")]
    public void Any_other_number_tells_nothing(string? number) => TerritoryOfNumber.Of(number).Should().BeNull();
}
