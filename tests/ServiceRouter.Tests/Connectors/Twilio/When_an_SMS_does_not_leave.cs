using System.Text.Json;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Connectors.Twilio.Rest;
using ServiceRouter.Connectors.Twilio.Sms;

namespace ServiceRouter.Tests.Connectors.Twilio;

/// <summary>Only what the provider says of the number itself ends its messages; what is wrong with our account is wrong for everybody.</summary>
public sealed class When_an_SMS_does_not_leave
{
    [Theory]
    // The recipient: opted out, no such number, short code, our own number, no mobile, landline.
    [InlineData(400, 21610, SmsFate.NotWanted)]
    [InlineData(400, 21211, SmsFate.NotWanted)]
    [InlineData(400, 21217, SmsFate.NotWanted)]
    [InlineData(400, 21265, SmsFate.NotWanted)]
    [InlineData(400, 21266, SmsFate.NotWanted)]
    [InlineData(400, 21614, SmsFate.NotWanted)]
    [InlineData(400, 21635, SmsFate.NotWanted)]
    // Ours: token, account, path, sender, full queue, trial account, country, route, whatever comes later.
    [InlineData(401, 20003, SmsFate.NotSent)]
    [InlineData(401, null, SmsFate.NotSent)]
    [InlineData(403, 20003, SmsFate.NotSent)]
    [InlineData(404, 20404, SmsFate.NotSent)]
    [InlineData(408, null, SmsFate.NotSent)]
    [InlineData(429, 20429, SmsFate.NotSent)]
    [InlineData(400, 21212, SmsFate.NotSent)]
    [InlineData(400, 21606, SmsFate.NotSent)]
    [InlineData(429, 21611, SmsFate.NotSent)]
    [InlineData(400, 21608, SmsFate.NotSent)]
    [InlineData(400, 21408, SmsFate.NotSent)]
    [InlineData(400, 21612, SmsFate.NotSent)]
    [InlineData(400, 21659, SmsFate.NotSent)]
    [InlineData(400, null, SmsFate.NotSent)]
    [InlineData(418, 99999, SmsFate.NotSent)]
    // It may have been done.
    [InlineData(500, null, SmsFate.Unknown)]
    [InlineData(503, 20503, SmsFate.Unknown)]
    [InlineData(500, 21610, SmsFate.Unknown)]
    public void The_code_says_whose_fault_it_is(int status, int? code, SmsFate fate) =>
        SmsRefusal.FateOf(TwilioApiException.Of(status, JsonSerializer.Serialize(new { code, message = "Refused" }))).Should().Be(fate);

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, SmsFate.NotSent)]
    [InlineData(HttpRequestError.NameResolutionError, SmsFate.NotSent)]
    [InlineData(HttpRequestError.SecureConnectionError, SmsFate.NotSent)]
    [InlineData(HttpRequestError.ResponseEnded, SmsFate.Unknown)]
    [InlineData(HttpRequestError.Unknown, SmsFate.Unknown)]
    public void Without_a_connection_nothing_left(HttpRequestError failure, SmsFate fate) => SmsRefusal.FateOf(new HttpRequestException(failure)).Should().Be(fate);

    [Fact]
    public void An_answer_that_nobody_can_read_says_nothing() => SmsRefusal.FateOf(new JsonException()).Should().Be(SmsFate.Unknown);
}
