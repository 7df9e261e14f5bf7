using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone;

namespace ServiceRouter.Tests.Channels.Phone;

/// <summary>Whoever earns by calls to a number would have the service ring it: anybody can type one on a page.</summary>
public sealed class When_a_number_is_to_be_rung
{
    private static readonly DateTimeOffset Now = new(2027, 3, 9, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("01 99 00 12 34")]
    [InlineData("06 39 98 12 34")]
    [InlineData("+33 9 37 00 12 34")]
    [InlineData("0800 123 456")]
    [InlineData("+262692123456")]
    [InlineData("+594594123456")]
    [InlineData("+508412345")]
    [InlineData("0693 98 12 34")]
    [InlineData("+32 470 12 34 56")]
    [InlineData("+12025550143")]
    public void A_number_at_the_price_of_a_call_is_good(string number) => AskCallBack.Check(number, Now.AddHours(1), Now).Should().BeNull();

    [Theory]
    [InlineData("0899 12 34 56")]
    [InlineData("+33 8 20 12 34 56")]
    [InlineData("+44 909 8790000")]
    [InlineData("+870 776 123 456")]
    [InlineData("+881 6 1234 5678")]
    [InlineData("+882 13 1234 5678")]
    [InlineData("+979 1 2345 6789")]
    public void A_number_that_costs_more_and_a_satellite_are_refused_with_a_way_to_a_person(string number)
    {
        var refusal = AskCallBack.Check(number, Now.AddHours(1), Now)!;

        (refusal.Code, refusal.Text).Should().Match<(string Code, string Text)>(r => r.Code == AskCallBack.NotCallable && r.Text.Contains("conseiller"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("+33")]
    [InlineData("0000000000000")]
    [InlineData("0001234567")]
    [InlineData("+266696687")]
    [InlineData("+3319900123")]
    [InlineData("+331990012345")]
    [InlineData("+7378742833")]
    public void What_is_no_number_is_told_apart(string number) => AskCallBack.Check(number, Now.AddHours(1), Now)!.Code.Should().Be("phone-number");
}
