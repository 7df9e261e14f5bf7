using System.Security.Claims;
using AwesomeAssertions;
using ServiceRouter.Desk;
using Xunit;

namespace ServiceRouter.Tests.Desk;

public sealed class When_a_signed_in_person_is_read
{
    [Theory]
    [InlineData("Zoé Martel", "Zoé", "Martel")]
    [InlineData("Jean-Yves Hoarau Técher", "Jean-Yves", "Hoarau Técher")]
    [InlineData("Martel", "", "Martel")]
    public void The_name_is_told_as_the_law_asks(string name, string first, string last)
    {
        var person = Read((ClaimTypes.Name, name));

        (person.FirstName, person.LastName).Should().Be((first, last));
        person.Quality.Should().Contain("France services");
    }

    [Fact]
    public void Nothing_is_made_up_about_the_territory() => Read((ClaimTypes.Name, "Zoé Martel")).Territory.Should().BeEmpty();

    [Fact]
    public void Somebody_without_an_account_is_a_fault_of_ours() =>
        FluentActions.Invoking(() => SignedInCounsellor.From(new ClaimsPrincipal(new ClaimsIdentity()))).Should().Throw<InvalidOperationException>();

    private static SignedInCounsellor Read(params (string Type, string Value)[] claims) =>
        SignedInCounsellor.From(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "z"), .. claims.Select(c => new Claim(c.Type, c.Value))], "test")));
}
