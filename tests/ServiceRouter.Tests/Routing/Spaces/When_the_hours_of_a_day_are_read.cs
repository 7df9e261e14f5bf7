using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_the_hours_of_a_day_are_read
{
    [Theory]
    [InlineData("", "")]
    [InlineData("00:00 - 00:00", "")]
    [InlineData("09:00 - 12:00", "09:00-12:00")]
    [InlineData("09:00 - 12:00 / 13:30 - 17:00", "09:00-12:00 13:30-17:00")]
    [InlineData("13:30 - 17:00 / 00:00 - 00:00", "13:30-17:00")]
    [InlineData("09:00 - 12:00 / 10:00 - 17:00", "09:00-17:00")]
    [InlineData("09:00 - 17:00 / 10:00 - 12:00", "09:00-17:00")]
    [InlineData("09:00 - 12:00 / 12:00 - 14:00", "09:00-14:00")]
    [InlineData("14:00 - 17:00 / 09:00 - 12:00 / 11:00 - 12:30", "09:00-12:30 14:00-17:00")]
    [InlineData("9h00 – 12h00", "09:00-12:00")]
    public void Ranges_are_in_order_and_do_not_overlap(string written, string expected)
    {
        HoursText.TryRead(written, out var ranges).Should().BeTrue();

        string.Join(' ', ranges.Select(range => $"{range.From:HH':'mm}-{range.To:HH':'mm}")).Should().Be(expected);
    }

    [Theory]
    [InlineData("le matin")]
    [InlineData("09:00")]
    [InlineData("12:00 - 09:00")]
    [InlineData("09:00 - 25:00")]
    public void What_is_no_range_is_refused(string written) => HoursText.TryRead(written, out _).Should().BeFalse();
}
