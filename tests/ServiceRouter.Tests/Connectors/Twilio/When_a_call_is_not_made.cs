using System.Text.Json;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Connectors.Twilio.Rest;
using ServiceRouter.Connectors.Twilio.Voice;

namespace ServiceRouter.Tests.Connectors.Twilio;

/// <summary>Only what the provider says of the number itself ends the tries; everything else may pass.</summary>
public sealed class When_a_call_is_not_made
{
    [Theory]
    // No number, none that exists, one that is not reached, a country that is not called.
    [InlineData(400, 21211, true)]
    [InlineData(400, 21217, true)]
    [InlineData(400, 21214, true)]
    [InlineData(400, 13224, true)]
    [InlineData(400, 21215, true)]
    [InlineData(403, 21216, true)]
    // Token, account, our own number, too many, whatever comes later.
    [InlineData(401, 20003, false)]
    [InlineData(403, 20003, false)]
    [InlineData(404, 20404, false)]
    [InlineData(429, 20429, false)]
    [InlineData(400, 21210, false)]
    [InlineData(400, null, false)]
    [InlineData(400, 99999, false)]
    // It may have been done.
    [InlineData(500, null, false)]
    [InlineData(503, 21211, false)]
    public void The_code_says_whether_another_try_helps(int status, int? code, bool isRefused) =>
        (CallRefusal.Of(TwilioApiException.Of(status, JsonSerializer.Serialize(new { code, message = "Refused" }))) is NumberRefusedException).Should().Be(isRefused);

    [Theory]
    [InlineData("The phone number +33199001234 is not valid", "The phone number")]
    [InlineData("Invalid SIP address sip:anna.martin@example.org", "Invalid SIP address sip")]
    [InlineData("Nobody answers at anna.martin@example.org", "Nobody answers at")]
    [InlineData("anna.martin@example.org does not answer", "")]
    [InlineData("Authenticate", "Authenticate")]
    public void Nobody_is_named(string message, string kept) =>
        CallRefusal.Of(TwilioApiException.Of(400, JsonSerializer.Serialize(new { message }))).Message.Should().Be($"Twilio answered 400: {kept}");

    [Fact]
    public void Without_an_answer_nobody_knows() => CallRefusal.Of(new HttpRequestException("+33199001234")).Message.Should().Be(nameof(HttpRequestException), "it holds no number");
}
