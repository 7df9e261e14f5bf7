using AwesomeAssertions;
using ServiceRouter.Host.SignIn;
using Xunit;

namespace ServiceRouter.Tests.SignIn;

public sealed class When_an_address_to_return_to_is_given
{
    [Theory]
    [InlineData("/desk?demande=1")]
    [InlineData("/pilotage")]
    public void A_path_of_this_site_is_kept(string path) => SignInEndpoints.LocalPath(path).Should().Be(path);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("/\t/elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    public void Anything_else_becomes_the_desk(string? path) => SignInEndpoints.LocalPath(path).Should().Be("/desk");
}
