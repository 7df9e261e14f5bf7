using System.Net;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>The number that citizens call is on the pages, and beside it the relay of those who do not hear.</summary>
public sealed class When_a_citizen_looks_for_the_number
{
    private const string Relay = "https://relais.example/france-services?langue=lsf";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages => ["/", "/appel", "/accessibilite"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_is_shown_with_its_relay(string page)
    {
        await using var story = await PhoneStory.StartAsync($"--Phone:RelayLink={Relay}");

        var shown = await ReadAsync(story.App, page);

        shown.Should().Contain($"href=\"tel:{PhoneStory.Number}\"").And.Contain("01\u00a099\u00a000\u00a000\u00a000").And.Contain($"href=\"{Relay}\"").And.Contain("Vous n'entendez pas, ou pas bien");
    }

    [Fact]
    public async Task Without_a_relay_only_the_number_is_shown()
    {
        await using var story = await PhoneStory.StartAsync();

        (await ReadAsync(story.App, "/appel")).Should().Contain($"tel:{PhoneStory.Number}").And.NotContain("Vous n'entendez pas, ou pas bien");
    }

    [Fact]
    public async Task Without_a_telephone_neither_is_shown()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory(), clock: null, $"--Phone:RelayLink={Relay}");

        (await ReadAsync(app, "/")).Should().NotContain("Appeler l'accueil").And.NotContain(Relay);
    }

    private static async Task<string> ReadAsync(RouterApp app, string page)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };
        return WebUtility.HtmlDecode(await http.GetStringAsync(page, Token));
    }
}
