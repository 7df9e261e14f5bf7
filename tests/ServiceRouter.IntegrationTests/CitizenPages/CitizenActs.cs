using Microsoft.Playwright;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>What citizens do on the pages.</summary>
internal static class CitizenActs
{
    /// <summary>One press on the home page.</summary>
    /// <returns>The receipt that the page shows.</returns>
    public static async Task<string> AsksForHumanAsync(this IPage page)
    {
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Parler à un conseiller" }).ClickAsync();
        return await page.Locator(".receipt .code").InnerTextAsync();
    }

    public static async Task WritesAsync(this IPage page, string text)
    {
        await page.GetByLabel("Votre message").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).ClickAsync();
    }
}
