using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Handoffs;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>The press was heard, its answer did not arrive, the request was served meanwhile, and the browser sends the same form again.</summary>
public sealed partial class When_the_answer_to_the_button_is_lost
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 26, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("/humain")]
    [InlineData("/")]
    public async Task The_same_form_leads_to_the_same_request(string page)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var desk = await app.CounsellorComesAsync();
        // Nothing of the first answer is kept, not even its cookie.
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Url) };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var form = Form().Match(await http.GetStringAsync(page, Token)).Value;
        var fields = Hidden().Matches(form).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

        var first = await PressAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        var again = await PressAsync();

        again.Should().Be(first).And.StartWith("/demande/");
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(1);

        async Task<string?> PressAsync()
        {
            using var content = new FormUrlEncodedContent(fields);
            using var answer = await http.PostAsync("/humain", content, Token);
            return answer.Headers.Location?.ToString();
        }
    }

    [Fact]
    public async Task Whoever_has_written_since_knows_of_the_request_and_asks_anew()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        var (citizen, shown) = await ServedAsync(app, citizen => citizen.SaysAsync("Bonjour"));

        (await PressAgainAsync(app, citizen, shown)).Should().Be(2);
    }

    [Fact]
    public async Task A_button_shown_since_is_a_new_wish()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        var (citizen, _) = await ServedAsync(app);

        (await PressAgainAsync(app, citizen, clock.GetUtcNow())).Should().Be(2);
    }

    [Fact]
    public async Task The_same_button_is_a_new_wish_after_a_while()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        var (citizen, shown) = await ServedAsync(app);
        clock.Advance(new DoorsOptions().SamePressWithin);

        (await PressAgainAsync(app, citizen, shown)).Should().Be(2);
    }

    [Fact]
    public async Task Whoever_withdrew_has_seen_the_request_and_asks_anew()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        var citizen = await app.CitizenComesAsync();
        var shown = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(1));
        await citizen.AsksForHumanAsync();
        await citizen.WithdrawsAsync();

        (await PressAgainAsync(app, citizen, shown)).Should().Be(2);
    }

    [Fact]
    public async Task Whoever_rated_has_seen_the_request_and_asks_anew()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        var (citizen, shown) = await ServedAsync(app);
        await citizen.RatesAsync(5, Solved.Yes);

        (await PressAgainAsync(app, citizen, shown)).Should().Be(2);
    }

    [Fact]
    public async Task Whoever_withdrew_another_request_since_asks_anew()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        var (citizen, shown) = await ServedAsync(app);
        await citizen.AsksForHumanAsync();
        await citizen.WithdrawsAsync();

        (await PressAgainAsync(app, citizen, shown)).Should().Be(3);
    }

    private async Task<(Citizen Citizen, DateTimeOffset Shown)> ServedAsync(RouterApp app, Func<Citizen, Task>? before = null)
    {
        var citizen = await app.CitizenComesAsync();
        var shown = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(1));
        await citizen.AsksForHumanAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        if (before is not null) await before(citizen);
        var desk = await app.CounsellorComesAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        clock.Advance(TimeSpan.FromSeconds(1));
        return (citizen, shown);
    }

    /// <returns>How many requests the conversation has then.</returns>
    private static async Task<int> PressAgainAsync(RouterApp app, Citizen citizen, DateTimeOffset shown)
    {
        await app.Get<AskHuman>().RunAsync(new Asking { ConversationId = citizen.ConversationId, ShownAt = shown });
        return await app.LookAsync(db => db.Handoffs.CountAsync(h => h.ConversationId == citizen.ConversationId, Token));
    }

    [GeneratedRegex("""<form[^>]*action="/humain".*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)" /?>""")]
    private static partial Regex Hidden();
}
