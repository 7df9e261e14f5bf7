using System.Text.RegularExpressions;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>Whoever follows it must not meet the automatic assistant.</summary>
public sealed partial class When_a_link_promises_a_counsellor
{
    [Theory]
    [InlineData("/espaces?lieu=nulle-part")]
    [InlineData("/espaces?lieu=23000")]
    [InlineData("/appel")]
    [InlineData("/demo")]
    public async Task It_leads_to_the_button(string path)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var citizen = new CitizenHttp(app);

        var (_, page) = await citizen.OpensAsync(path);

        Links().Matches(page).Select(link => link.Groups[1].Value).Should().NotBeEmpty().And.OnlyContain(href => href == "/humain");
    }

    // "Être rappelé par un conseiller" is another promise.
    [GeneratedRegex("<a href=\"([^\"]+)\">[^<]*(?:[Pp]arler|[ÉE]crivez) à un conseiller</a>")]
    private static partial Regex Links();
}
