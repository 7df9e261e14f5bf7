using Microsoft.Playwright;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.Platform.Parts;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Degraded;

public sealed class When_the_database_is_away_for_programs_and_managers(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    [Fact]
    public async Task The_desk_API_says_when_to_try_again_and_an_open_stream_stays_and_resumes()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, "--Desk:Lease=00:00:12");
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        await desk.ComesAsync();
        await using var events = await desk.ListenAsync();
        await app.CitizenComesAsync(asksNow: true);
        var first = await events.HearsAsync("offer");
        using var patience = Patience.New();
        await using var follower = app.Get<ServiceRouter.Desk.DeskEvents>().FollowAsync("conseiller1", first.Number, patience.Token).GetAsyncEnumerator(patience.Token);
        var next = follower.MoveNextAsync();
        app.Get<ClosableDatabase>().Close();

        var refused = await desk.PostAsync($"offers/{first.Text("id")}/accept");
        var unread = await desk.GetAsync("handoffs");

        refused.ShouldBeProblem(503, "storage-away");
        unread.ShouldBeProblem(503, "storage-away");
        refused.RetryAfter.Should().BePositive();
        unread.RetryAfter.Should().BePositive();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<NodeParts>()[Part.Database].State == PartState.Away), "the node knows");
        // A stream looks at the database each five seconds, and this one renews its lease each four: both have failed by then.
        while (await next && follower.Current.Kind != "away") next = follower.MoveNextAsync();
        app.Get<ClosableDatabase>().Open();
        await app.CitizenComesAsync(asksNow: true);
        (await events.HearsAsync()).Number.Should().Be(first.Number + 1, "the same stream goes on without a gap");
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task The_dashboard_says_in_words_what_is_away_and_what_people_notice(int width)
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put);
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.SetViewportSizeAsync(width, 900);
        await SaysThatAllWorksAsync(page, app);
        app.Get<ClosableDatabase>().Close();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<NodeParts>()[Part.Database].State == PartState.Away), "the node knows");
        using (var asking = new CitizenHttp(app)) await asking.AsksForHumanAsync();

        var answer = await page.GotoAsync(app.Url + "/pilotage");

        answer!.Status.Should().Be(503);
        var text = await page.GetByRole(AriaRole.Main).InnerTextAsync();
        text.Replace('\u00a0', ' ').Should().Contain("Base de données : ne répond pas, depuis le").And.Contain("Pour les usagers").And.Contain("Pour les conseillers")
            .And.Contain("1 demande gardée sur ce serveur, pas encore au registre.").And.Contain("Les chiffres sont dans la base de données").And.NotContain("   at ");
        (await PageRules.BrokenOnAsync(page, "dashboard-database-away")).Should().BeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width);

        app.Get<ClosableDatabase>().Open();
        await SaysThatAllWorksAsync(page, app);
    }

    [Theory]
    [InlineData("/pilotage/exercices", "Les rapports des exercices sont dans la base de données, qui ne répond pas.")]
    [InlineData("/pilotage/exercices/00000000000000000000000000000001", "Le rapport de l'exercice est dans la base de données, qui ne répond pas.")]
    [InlineData("/pilotage/conseillers/fiche?compte=conseiller1", "La fiche est dans la base de données.")]
    public async Task Every_other_page_of_a_manager_says_so_too_and_leads_back(string path, string words)
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put);
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        app.Get<ClosableDatabase>().Close();

        var answer = await page.GotoAsync(app.Url + path);

        answer!.Status.Should().Be(503);
        (await page.GetByRole(AriaRole.Main).InnerTextAsync()).Should().Contain(words).And.NotContain("Parler à un conseiller");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Essayer de nouveau" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Pilotage", Exact = true })).ToBeVisibleAsync();
        (await PageRules.BrokenOnAsync(page, "manager-database-away")).Should().BeEmpty();
    }

    /// <summary>The page shows what its node knew when it was asked for, and does not change by itself.</summary>
    private static Task SaysThatAllWorksAsync(IPage page, RouterApp app) => Eventually.HoldsAsync(
        async () =>
        {
            await page.GotoAsync(app.Url + "/pilotage");
            return (await page.GetByRole(AriaRole.Main).InnerTextAsync()).Contains("Tout fonctionne", StringComparison.Ordinal);
        },
        "the panel says that all works");
}
