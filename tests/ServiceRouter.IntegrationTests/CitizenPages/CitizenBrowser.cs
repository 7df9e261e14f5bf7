using Microsoft.Playwright;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>A running service for the tests of a class, and the browsers of the people who visit it.</summary>
public sealed class CitizenBrowser(TestBrowser chromium) : IAsyncLifetime
{
    private const string Counsellor = "conseiller7";
    private const int Capacity = 10;
    private readonly List<IBrowserContext> contexts = [];
    private IBrowser browser = null!;
    private RouterApp? app;
    private DeskOf? desk;

    internal RouterApp App => app!;

    public async ValueTask InitializeAsync()
    {
        app = await RouterApp.StartEmbeddedAsync();
        browser = await chromium.OpenAsync();
    }

    /// <summary>A person's own browser: nobody else's cookies.</summary>
    internal async Task<IPage> NewPersonAsync(bool script = true, int width = 1280, int height = 800)
    {
        var context = await TestBrowser.NewPersonAsync(browser, new BrowserNewContextOptions
        {
            BaseURL = App.Url, JavaScriptEnabled = script, Locale = "fr-FR",
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        lock (contexts) contexts.Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>The one counsellor of this class comes, or is still there, and takes requests until it is this one's turn.</summary>
    internal async Task<DeskOf> CounsellorTakesAsync(string receipt)
    {
        desk ??= await App.CounsellorComesAsync(Counsellor, Capacity);
        // The tests between may have taken longer than the lease of a desk.
        (await App.Get<SetPresence>().RunAsync(Counsellor, Presence.Available, Capacity, TestContext.Current.CancellationToken)).Should().BeNull();
        while (await desk.TakesNextAsync() != receipt)
        {
        }
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts) await context.CloseAsync();
        if (app is not null) await app.DisposeAsync();
    }
}
