using Microsoft.Playwright;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>Opens windows for the tests of a class.</summary>
public sealed class DeskBrowser(TestBrowser chromium) : IAsyncLifetime
{
    /// <summary>Notes from now on, in <c>window.bornSpeaking</c>, which live regions come onto the page together with their words: no screen reader reads those.</summary>
    public const string ListenForRegionsBornSpeaking = """
        () => {
          window.bornSpeaking = [];
          const regions = '[role=status], [role=alert]';
          new MutationObserver(changes => {
            for (const added of changes.flatMap(change => [...change.addedNodes]).filter(node => node.nodeType === Node.ELEMENT_NODE))
              for (const region of [added, ...added.querySelectorAll('*')].filter(element => element.matches(regions)))
                if (region.textContent.trim()) window.bornSpeaking.push(region.textContent.trim());
          }).observe(document.body, { childList: true, subtree: true });
        }
        """;

    /// <summary>Counts what sounds, in <c>window.tones</c>, and lets <c>window.away</c> say that another window is in front: a test's page always says that it has the focus.</summary>
    public const string CountNotices = """
        window.away = false;
        window.told = [];
        window.tones = 0;
        Document.prototype.hasFocus = () => !window.away;
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (...at) { window.tones++; return start.apply(this, at); };
        """;

    /// <summary>Notes in <c>window.told</c> what the page asks of the browser: Chromium without a window refuses notifications whatever it is told.</summary>
    public const string AllowNotices = """
        window.Notification = class {
          static permission = 'default';
          static async requestPermission() {
            window.told.push('asked');
            return Notification.permission = 'granted';
          }
          constructor(title, options) { window.told.push([title, ...Object.keys(options).sort()].join(', ')); }
          close() { window.told.push('closed'); }
        };
        """;

    /// <summary>A service whose offers and desks outlast what a busy machine needs to press a button.</summary>
    public static readonly string[] Patient = ["--Desk:OfferTimeout=00:10:00", "--Desk:Lease=00:10:00"];

    private IBrowser browser = null!;

    public async ValueTask InitializeAsync() => browser = await chromium.OpenAsync();

    /// <summary>Windows on one running service; they close before it stops.</summary>
    public DeskWindows On(RouterApp app) => new(browser, app);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
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
        var context = await TestBrowser.NewPersonAsync(browser, new() { BaseURL = app.Url, JavaScriptEnabled = script, Locale = "fr-FR", ViewportSize = new() { Width = width, Height = 800 } });
        contexts.Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>Somebody takes a demo account.</summary>
    public async Task<IPage> SignInAsync(string name)
    {
        var context = await TestBrowser.NewPersonAsync(browser, new() { ViewportSize = new() { Width = 1280, Height = 900 }, Locale = "fr-FR" });
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
