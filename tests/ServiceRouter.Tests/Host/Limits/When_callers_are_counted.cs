using System.Net;
using Microsoft.Extensions.Configuration;
using ServiceRouter.Host.Limits;

namespace ServiceRouter.Tests.Host.Limits;

public sealed class When_callers_are_counted
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void A_subscriber_is_one_whatever_address_of_theirs_they_use(string one, string other, bool same) =>
        (Caller.AddressOf(IPAddress.Parse(one)) == Caller.AddressOf(IPAddress.Parse(other))).Should().Be(same);

    [Theory]
    [InlineData("", "127.0.0.1", false)]
    [InlineData("10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "::ffff:10.0.0.7", true)]
    [InlineData("10.0.0.7", "10.0.0.8", false)]
    [InlineData("10.1.0.0/16, 2001:db8::/32", "10.1.200.3", true)]
    [InlineData("10.1.0.0/16, 2001:db8::/32", "2001:db8::5", true)]
    [InlineData("10.1.0.0/16, 2001:db8::/32", "10.2.0.1", false)]
    public void Proxies_are_those_that_the_setting_names(string setting, string address, bool trusted) =>
        new Proxies(new LimitsOptions { TrustedProxies = setting }).Has(IPAddress.Parse(address)).Should().Be(trusted);

    [Fact]
    public void Wrong_settings_are_told_all_at_once()
    {
        var rules = new LimitsOptionsRules(new ConfigurationBuilder().AddInMemoryCollection([new("ForwardedHeaders_Enabled", "true")]).Build());

        var result = rules.Validate(null, new LimitsOptions { TrustedProxies = "10.0.0.7,everyone", TurnsAtOnce = 1, Connections = 5, FailedLookWait = TimeSpan.Zero });

        result.Failures.Should().HaveCount(6).And.Contain(f => f.Contains("everyone")).And.Contain(f => f.Contains("TurnsAtOnce")).And.Contain(f => f.Contains("Limits:Connections "))
            .And.Contain(f => f.Contains("FailedLookWait")).And.Contain(f => f.Contains("FORWARDEDHEADERS"));
        rules.Validate(null, new LimitsOptions()).Failed.Should().BeTrue("the switch alone is a fault");
        rules.Validate(null, new LimitsOptions { TrustedProxies = "0.0.0.0/0,::/0" }).Failures.Should().HaveCount(3, "that is the same switch");
        new LimitsOptionsRules(new ConfigurationBuilder().Build()).Validate(null, new LimitsOptions()).Succeeded.Should().BeTrue();
    }
}
