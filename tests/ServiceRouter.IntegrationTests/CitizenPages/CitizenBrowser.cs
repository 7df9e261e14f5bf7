using Microsoft.Playwright;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>Debian's Chromium, driven as a citizen would; one for all tests of a class.</summary>
public sealed class CitizenBrowser : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private RouterApp? app;
    private DeskOf? desk;

    internal RouterApp App => app!;

    public async ValueTask InitializeAsync()
    {
        app = await RouterApp.StartEmbeddedAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium(), Args = Flags });
    }

    /// <summary>A person's own browser: nobody else's cookies.</summary>
    internal async Task<IPage> NewPersonAsync(bool script = true, int width = 1280, int height = 800)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = App.Url, JavaScriptEnabled = script, Locale = "fr-FR",
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        return await context.NewPageAsync();
    }

    /// <summary>The one counsellor of this class comes, or is still there, and takes requests until it is this one's turn.</summary>
    internal async Task<DeskOf> CounsellorTakesAsync(string receipt)
    {
        desk ??= await App.CounsellorComesAsync("conseiller7", capacity: 10);
        await desk.StaysAliveAsync();
        while (await desk.TakesNextAsync() != receipt)
        {
        }
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (app is not null) await app.DisposeAsync();
    }

    internal static string Chromium()
    {
#pragma warning disable RS0030 // The test itself looks for a program of the machine.
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
#pragma warning restore RS0030
        return path.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No chromium on the PATH: ./test installs it.");
    }
}
