using ServiceRouter.Channels.Sms;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Tests.Channels.Sms;

public sealed class When_a_number_may_get_messages
{
    [Theory]
    [InlineData("+33639981234")]
    [InlineData("07 39 98 12 34")]
    [InlineData("+262692123456")]
    [InlineData("+596696123456")]
    [InlineData("+594694991234")]
    [InlineData("0690 12 34 56")]
    [InlineData("+12025550143")]
    public void A_mobile_number_does(string number) => MobileNumber.Is(number).Should().BeTrue();

    [Theory]
    [InlineData("+33199001234")]
    [InlineData("09 37 00 12 34")]
    [InlineData("0800 123 456")]
    [InlineData("+262262123456")]
    [InlineData("+596596123456")]
    [InlineData("0590 12 34 56")]
    [InlineData("sip:marc@poste.example")]
    [InlineData("")]
    public void A_landline_or_what_is_no_number_does_not(string number) => MobileNumber.Is(number).Should().BeFalse();

    [Fact]
    public void What_follows_an_attempt_is_one_part_on_every_day_of_the_year()
    {
        var noon = new DateTimeOffset(2027, 1, 1, 13, 30, 0, TimeSpan.Zero);
        foreach (var day in Enumerable.Range(0, 366))
        {
            var text = TextAfterAttempt.Words(MomentInWords.Bare(noon.AddDays(day), "75", "fr"), "+33199000000", "fr");
            GsmText.Parts(text).Should().Be(1, text);
            GsmText.Fold(text).Should().Be(text);
        }
    }

    [Theory]
    [InlineData("+33199000000", "01 99 00 00 00")]
    [InlineData("0639981234", "06 39 98 12 34")]
    [InlineData("3939", "3939")]
    [InlineData("+12025550143", "+12025550143")]
    public void A_number_is_written_as_people_read_it(string number, string written) => PhoneNumberText.Written(number).Should().Be(written);
}
