using ServiceRouter.Channels.Phone;

namespace ServiceRouter.Tests.Channels.Phone;

public sealed class When_a_number_is_published
{
    [Theory]
    [InlineData("+33 1 99 00 12 34")]
    [InlineData("01 99 00 12 34")]
    [InlineData("09 37 00 12 34")]
    [InlineData("0800 123 456")]
    [InlineData("0809 401 401")]
    [InlineData("3939")]
    [InlineData("112")]
    public void A_number_at_the_price_of_a_call_is_good(string number) => PublishableNumber.Refusal(number).Should().BeNull();

    [Theory]
    [InlineData("0890 123 456")]
    [InlineData("+33 8 99 12 34 56")]
    [InlineData("0820 12 34 56")]
    [InlineData("0811 12 34 56")]
    [InlineData("118218")]
    [InlineData("118 218")]
    public void A_number_that_costs_more_is_refused(string number) => PublishableNumber.Refusal(number).Should().NotBeNull();

    [Theory]
    [InlineData("06 39 98 12 34")]
    [InlineData("+33739981234")]
    public void A_mobile_number_is_for_persons(string number) => PublishableNumber.Refusal(number).Should().Contain("Arcep");

    [Theory]
    [InlineData("")]
    [InlineData("accueil")]
    [InlineData("12")]
    public void What_is_no_number_is_refused(string number) => PublishableNumber.Refusal(number).Should().NotBeNull();
}
