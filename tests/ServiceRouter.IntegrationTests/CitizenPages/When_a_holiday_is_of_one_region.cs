using System.Net;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>Good Friday is free in Alsace and Moselle alone: the form of a call-back knows whose request it is on.</summary>
public sealed class When_a_holiday_is_of_one_region : IAsyncLifetime
{
    private const string GoodFriday = "2027-03-26";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 22, 9, 0, 0, TimeSpan.Zero));
    private RouterApp app = null!;

    public async ValueTask InitializeAsync() => app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Theory]
    [InlineData("67000", false)]
    [InlineData("23000", true)]
    public async Task A_call_on_that_day_is_offered_and_promised_where_somebody_works(string postcode, bool works)
    {
        var citizen = await app.CitizenComesAsync();
        await citizen.GivesPostcodeAsync(postcode);
        var receipt = await citizen.AsksForHumanAsync();
        using var browser = new CitizenHttp(app);

        var (_, page) = await browser.OpensAsync($"/demande/{receipt}");
        var (status, answer, _) = await browser.SendsAsync("/appel", ("numero", "01 99 00 12 34"), ("jour", GoodFriday), ("heure", "10:00"), ("departement", postcode[..2]), ("recepisse", receipt));

        page.Contains($"value=\"{GoodFriday}\"", StringComparison.Ordinal).Should().Be(works);
        page.Should().Contain($"name=\"departement\" value=\"{postcode[..2]}\"");
        status.Should().Be(works ? HttpStatusCode.Found : HttpStatusCode.BadRequest);
        if (!works) answer.Should().Contain("pas là ce jour");
    }
}
