using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ServiceRouter.IntegrationTests.Accessibility;

/// <summary>
/// The rules of WCAG 2.2 level A and AA that axe-core can decide alone, about a third of them; keyboard, focus and words are tried by other
/// tests and by people.
/// </summary>
internal static class PageRules
{
    private static readonly AxeRunOptions Rules = new() { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") };

    /// <summary>What is broken on the page as it stands, and keeps a picture of it when SR_TEST_PICTURES names a folder.</summary>
    public static async Task<IReadOnlyList<string>> BrokenOnAsync(IPage page, string name)
    {
        if (Pictures() is { } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{page.ViewportSize!.Width}.png"), FullPage = true });
        // A button half under the bar that stays at the top is not a small button.
        await page.EvaluateAsync("scrollTo({ top: 0, behavior: 'instant' })");
        var result = await page.RunAxe(Rules);
        result.Passes.Should().NotBeEmpty("rules were applied");
        return [.. from rule in result.Violations from node in rule.Nodes select $"{name}: {rule.Id}: {node.Html}"];
    }

    private static string? Pictures()
    {
#pragma warning disable RS0030 // The tests have no configuration of their own.
        var folder = Environment.GetEnvironmentVariable("SR_TEST_PICTURES");
#pragma warning restore RS0030
        return string.IsNullOrWhiteSpace(folder) ? null : folder;
    }
}
