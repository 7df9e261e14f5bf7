using ServiceRouter.Platform;

namespace ServiceRouter.Tests.Platform;

public sealed class When_a_setting_is_out_of_its_range
{
    private readonly SectionFaults faults = new("Doors");

    [Fact]
    public void Its_name_what_was_given_and_what_is_allowed_are_told()
    {
        faults.Within("DatabaseTimeout", TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30));

        faults.All.Should().Equal("Doors:DatabaseTimeout is 00:00:00, and must be between 00:00:00.0500000 and 00:00:30");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void Each_bound_itself_is_allowed(int value, bool isAllowed)
    {
        faults.Within("Tries", value, 1, 20);

        faults.All.Should().HaveCount(isAllowed ? 0 : 1);
    }

    [Fact]
    public void A_bound_that_another_setting_gives_is_told_by_its_name()
    {
        faults.Within("AtOnce", 2, 3, 100, leastIs: "PerSecond");
        faults.Within("OfAddress", 20, 10, 15, mostIs: "Connections");

        faults.All.Should().Equal("Doors:AtOnce is 2, and must be between Doors:PerSecond (3) and 100", "Doors:OfAddress is 20, and must be between 10 and Doors:Connections (15)");
    }

    [Fact]
    public void A_share_that_is_no_number_is_none()
    {
        faults.Within("Share", double.NaN, 0, 1);

        faults.All.Should().ContainSingle().Which.Should().StartWith("Doors:Share is NaN, and must be between 0 and 1");
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        faults.Within("Tries", 0, 1, 20);
        faults.Add("Doors:Key is empty");

        faults.Result.Failures.Should().HaveCount(2);
        new SectionFaults("Doors").Result.Succeeded.Should().BeTrue();
    }
}
