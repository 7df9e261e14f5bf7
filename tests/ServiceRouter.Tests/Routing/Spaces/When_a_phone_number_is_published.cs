using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_a_phone_number_is_published
{
    [Theory]
    [InlineData("01 99 00 12 34", "01 99 00 12 34")]
    [InlineData("0199001234", "01 99 00 12 34")]
    [InlineData("+33 1 99 00 12 34", "01 99 00 12 34")]
    [InlineData("08 00 12 34 56", "08 00 12 34 56")]
    [InlineData("08 05 12 34 56", "08 05 12 34 56")]
    [InlineData("08 09 12 34 56", "08 09 12 34 56")]
    [InlineData("08 90 12 34 56", null)]
    [InlineData("08 20 12 34 56", null)]
    [InlineData("08 11 12 34 56", null)]
    [InlineData("3939", null)]
    [InlineData("", null)]
    public void Only_one_at_the_price_of_a_normal_call_is_offered(string published, string? offered) =>
        FreePhone.Offerable(published).Should().Be(offered);
}
