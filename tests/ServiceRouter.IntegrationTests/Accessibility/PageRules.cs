using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ServiceRouter.IntegrationTests.Accessibility;

/// <summary>
/// The rules of WCAG 2.2 level A and AA that axe-core can decide alone, about a third of them; keyboard, focus and words are tried by other
/// tests and by people.
/// </summary>
internal static class PageRules
{
    private static readonly string[] Levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    // Asked directly: the package for Playwright loads the script several times over and opens another page for each answer, 3 s instead of half a second.
    // A button half under the bar that stays at the top is not a small button: looked at from the top, and again when the page has moved meanwhile,
    // as it does by itself for a message that comes.
    private const string Run = """
        async levels => {
            let result;
            for (let looks = 0; looks < 10; looks++) {
                scrollTo({ top: 0, behavior: 'instant' });
                result = await axe.run(document, { runOnly: { type: 'tag', values: levels }, resultTypes: ['violations'] });
                if (scrollY === 0) break;
            }
            return {
                passes: result.passes.length,
                broken: result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)),
            };
        }
        """;

    /// <summary>What is broken on the page as it stands, and keeps a picture of it when SR_TEST_PICTURES names a folder.</summary>
    public static async Task<IReadOnlyList<string>> BrokenOnAsync(IPage page, string name)
    {
        if (Pictures() is { } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{page.ViewportSize!.Width}.png"), FullPage = true });
        page.Frames.Should().ContainSingle("what stands in a frame would not be looked at");
        (await page.TitleAsync()).Should().NotMatchRegex("&[a-z]+;", "a title is text");
        await page.EvaluateAsync(Script);
        var found = await page.EvaluateAsync<Found>(Run, Levels);
        found.Passes.Should().BePositive("rules were applied");
        return [.. found.Broken.Select(broken => $"{name}: {broken}")];
    }

    private static string? Pictures()
    {
#pragma warning disable RS0030 // The tests have no configuration of their own.
        var folder = Environment.GetEnvironmentVariable("SR_TEST_PICTURES");
#pragma warning restore RS0030
        return string.IsNullOrWhiteSpace(folder) ? null : folder;
    }

    private sealed class Found
    {
        public int Passes { get; set; }

        public string[] Broken { get; set; } = [];
    }
}
