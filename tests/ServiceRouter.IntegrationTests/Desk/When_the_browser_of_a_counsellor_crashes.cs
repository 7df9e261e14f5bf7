using Microsoft.Playwright;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

public sealed class When_the_browser_of_a_counsellor_crashes(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    [Fact]
    public async Task The_lease_that_the_open_desk_kept_runs_out_and_the_citizen_is_told()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Desk:Lease=00:00:02");
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.Keyboard.PressAsync("Alt+l");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Log)).ToBeVisibleAsync();
        using var patience = Patience.New();

        var lease = await LeaseAsync(app);
        while (await LeaseAsync(app) == lease) patience.Token.ThrowIfCancellationRequested();

        // A crash says no goodbye: the circuit stays on the server for minutes, waiting for its browser.
        await FluentActions.Awaiting(() => desk.GotoAsync("chrome://crash")).Should().ThrowAsync<PlaywrightException>();
        while ((await citizen.HandoffAsync()).State == HandoffState.WithCounsellor)
        {
            patience.Token.ThrowIfCancellationRequested();
            await app.TimeMovesAsync();
        }

        (await citizen.ReadsAsync())[^1].Should().Match<ActivityView>(a => a.Author == Author.Service && a.Text!.Contains("en tête de file"));
    }

    private static Task<DateTimeOffset> LeaseAsync(RouterApp app) => app.LookAsync(db => Task.FromResult(db.Counsellors.Single(c => c.Id == "conseiller1").LeaseUntil));
}
