using ServiceRouter.Connectors.Twilio;

namespace ServiceRouter.Tests.Connectors.Twilio;

public sealed class When_an_account_is_set
{
    [Fact]
    public void One_that_the_provider_cannot_ask_for_what_is_said_does_not_start()
    {
        var options = Account();
        options.PublicUrl = null;

        Faults(options).Should().ContainSingle("its callers would be joined to nobody").Which.Should().StartWith("Twilio:PublicUrl is not set");
    }

    [Theory]
    [InlineData("accueil.example.fr")]
    [InlineData("/accueil")]
    [InlineData("http://accueil.example.fr")]
    [InlineData("ftp://accueil.example.fr")]
    public void Its_address_is_a_whole_one_and_nobody_reads_on_the_way_what_is_said(string address)
    {
        var options = Account();
        options.PublicUrl = new Uri(address, UriKind.RelativeOrAbsolute);

        Faults(options).Should().ContainSingle().Which.Should().StartWith($"Twilio:PublicUrl is {address}");
    }

    [Fact]
    public void A_simulator_without_TLS_calls_back_without_it()
    {
        var options = Account();
        (options.ApiUrl, options.PublicUrl) = (new Uri("http://127.0.0.1:9"), new Uri("http://127.0.0.1:5000"));

        Faults(options).Should().BeEmpty();
    }

    [Fact]
    public void A_whole_one_starts_and_none_at_all_needs_no_address()
    {
        Faults(Account()).Should().BeEmpty();
        Faults(new TwilioOptions()).Should().BeEmpty();
    }

    private static TwilioOptions Account() => new()
    {
        AccountSid = $"AC{new string('0', 32)}", AuthToken = new string('t', 32), PublicUrl = new Uri("https://accueil.example.fr"), VoiceNumber = "+33199000000",
    };

    private static IEnumerable<string> Faults(TwilioOptions options) => new TwilioOptionsValidator().Validate(null, options).Failures ?? [];
}
