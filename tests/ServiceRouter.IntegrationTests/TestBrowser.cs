using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(ServiceRouter.IntegrationTests.TestBrowser))]

namespace ServiceRouter.IntegrationTests;

/// <summary>Debian's Chromium, started by the first test that asks and one for the whole run. Each person gets a context: nobody shares cookies or storage.</summary>
public sealed class TestBrowser : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    // Asserts what becomes true, never when: Playwright's own five and thirty seconds are too short for the opening of a desk on a busy machine.
    private const float HangGuardMilliseconds = 60_000;

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> running = new(StartAsync);

    public async Task<IBrowser> OpenAsync() => (await running.Value).Browser;

    /// <summary>A person's own browser, which waits for what it does as long as for what it looks at.</summary>
    public static async Task<IBrowserContext> NewPersonAsync(IBrowser browser, BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(HangGuardMilliseconds);
        context.SetDefaultNavigationTimeout(HangGuardMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (!running.IsValueCreated) return;
        var (playwright, browser) = await running.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(HangGuardMilliseconds);
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium(), Args = Flags }));
    }

    // The shell is the same engine without the work for a window.
    private static string Chromium()
    {
#pragma warning disable RS0030 // The test itself looks for a program of the machine.
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
#pragma warning restore RS0030
        return ((string[])["chromium-headless-shell", "chromium"]).SelectMany(name => path.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No chromium on the PATH: ./test installs it.");
    }
}
