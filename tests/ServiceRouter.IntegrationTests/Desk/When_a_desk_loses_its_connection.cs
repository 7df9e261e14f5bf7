using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>A desk that only looks alive lets its counsellor type to nobody: that the connection is lost stays said for as long as it is.</summary>
public sealed class When_a_desk_loses_its_connection(DeskBrowser browsers) : IClassFixture<DeskBrowser>
{
    [Fact]
    public async Task The_notice_cannot_be_closed_and_goes_when_the_connection_is_back()
    {
        await using var app = await RouterApp.StartEmbeddedAsync(DeskBrowser.Patient);
        await using var windows = browsers.On(app);
        var page = await windows.OpenDeskAsync("conseiller1");
        var notice = page.GetByRole(AriaRole.Dialog, new() { Name = "Connexion perdue" });

        await TellAsync("show");
        await Expect(notice).ToBeVisibleAsync();
        await Expect(notice).ToContainTextAsync("Vos messages et vos notes sont gardés");
        for (var press = 0; press < 3; press++)
        {
            await page.Keyboard.PressAsync("Escape");
            await Expect(notice).ToBeVisibleAsync();
        }
        await TellAsync("failed");
        await Expect(notice).ToBeVisibleAsync();

        await TellAsync("hide");
        await Expect(notice).ToBeHiddenAsync();

        // As the framework tells it.
        Task TellAsync(string state) => page.EvaluateAsync(
            "state => document.getElementById('components-reconnect-modal').dispatchEvent(new CustomEvent('components-reconnect-state-changed', { detail: { state } }))", state);
    }
}
