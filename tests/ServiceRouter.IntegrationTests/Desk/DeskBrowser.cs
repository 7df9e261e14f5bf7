using Microsoft.Playwright;
using ServiceRouter.IntegrationTests.CitizenPages;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>The system's Chromium, one for all tests of a class.</summary>
public sealed class DeskBrowser : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = CitizenBrowser.Chromium(), Args = Quiet });
    }

    /// <summary>Windows on one running service; they close before it stops.</summary>
    public DeskWindows On(RouterApp app) => new(browser!, app);

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

/// <summary>What the people of one test have open, each in a browser of their own.</summary>
public sealed class DeskWindows(IBrowser browser, RouterApp app) : IAsyncDisposable
{
    private readonly List<IBrowserContext> contexts = [];

    /// <summary>Errors of scripts and refusals of the content policy.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>A counsellor signs in at the demo page and opens the desk.</summary>
    public async Task<IPage> OpenDeskAsync(string name)
    {
        var page = await SignInAsync(name);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Ma présence" }).WaitForAsync();
        return page;
    }

    /// <summary>A citizen with a browser of their own.</summary>
    public async Task<IPage> CitizenComesAsync(bool script = true, int width = 1280)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = app.Url, JavaScriptEnabled = script, Locale = "fr-FR", ViewportSize = new() { Width = width, Height = 800 } });
        contexts.Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>Somebody takes a demo account.</summary>
    public async Task<IPage> SignInAsync(string name)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 }, Locale = "fr-FR" });
        contexts.Add(context);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Faults.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Faults.Add(message.Text);
        };
        await page.GotoAsync(app.Url + "/demo?retour=/desk");
        await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts) await context.CloseAsync();
    }
}
