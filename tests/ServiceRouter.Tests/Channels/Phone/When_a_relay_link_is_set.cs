using ServiceRouter.Channels.Phone;

namespace ServiceRouter.Tests.Channels.Phone;

public sealed class When_a_relay_link_is_set
{
    private static readonly PhoneOptionsValidator Validator = new();

    [Fact]
    public void A_whole_https_address_is_good() =>
        Validator.Validate(null, new PhoneOptions { RelayLink = new Uri("https://relais.example/france-services") }).Succeeded.Should().BeTrue();

    [Theory]
    [InlineData("http://relais.example/")]
    [InlineData("relais.example/france-services")]
    [InlineData("/relais")]
    [InlineData("tel:+33199000000")]
    public void Anything_else_is_refused(string address) =>
        Validator.Validate(null, new PhoneOptions { RelayLink = new Uri(address, UriKind.RelativeOrAbsolute) }).FailureMessage.Should().Contain("Phone:RelayLink");
}
