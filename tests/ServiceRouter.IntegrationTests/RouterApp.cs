using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Host.Composition;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests;

/// <summary>The whole service in this process, in one of its two set-ups. A test tells its story with the intent methods of the people in it.</summary>
public sealed class RouterApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RouterSetUp setUp;

    private RouterApp(WebApplication app, RouterSetUp setUp) => (this.app, this.setUp) = (app, setUp);

    /// <summary>For tests of the jobs; in the others only what the test does makes time move.</summary>
    public const string WithJobs = "--Roles=Front,Router,Desk,Jobs";

    /// <summary>A test with one of these settings reads texts or spaces of its own; the others share what the process has read once.</summary>
    private static readonly string[] OwnTexts = ["--Flows:Directory=", "--Spaces:File="];

    /// <summary>One for all nodes of a test; made up for tests only.</summary>
    private const string ReceiptKey = "c2VydmljZS1yb3V0ZXItdGVzdHMtMDEyMzQ1Njc4OS1BQkNERUY=";

    /// <summary>Where the pages are.</summary>
    public string Url => app.Urls.Single();

    public static Task<RouterApp> StartEmbeddedAsync(params string[] settings) => StartAsync(RouterSetUp.Embedded(), clock: null, settings);

    /// <param name="setUp">Database and bus; the same set-up started again finds the same rows.</param>
    /// <param name="clock">The real clock when null.</param>
    /// <param name="settings">As on the command line: "--Desk:Lease=00:00:10". The role Jobs only when it is named: see <see cref="WithJobs"/>.</param>
    public static Task<RouterApp> StartAsync(RouterSetUp setUp, FakeTimeProvider? clock = null, params string[] settings) =>
        StartAsync(setUp, clock, _ => { }, settings);

    /// <summary>The same, with parts of the service replaced.</summary>
    internal static async Task<RouterApp> StartAsync(RouterSetUp setUp, FakeTimeProvider? clock, Action<IServiceCollection> replace, params string[] settings)
    {
        string[] args = ["--environment=Demo", "--Roles=Front,Router,Desk", "--urls=http://127.0.0.1:0", "--Doors:DatabaseTimeout=00:00:20", "--Storage:PageTimeout=00:00:20", $"--Receipts:Key={ReceiptKey}", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft=None", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=None", "--Logging:LogLevel:MassTransit=None", "--Logging:LogLevel:Quartz=None", .. setUp.Settings, .. settings];
        var shares = !settings.Any(setting => OwnTexts.Any(own => setting.StartsWith(own, StringComparison.Ordinal)));
        var unseen = ScreensOfNobody.Suffice;
        var app = ServiceRouterApp.Build(args, services =>
        {
            if (clock is not null) services.AddSingleton<TimeProvider>(clock);
            // A message sent before the queues are bound waits for the sweeper, and so for a clock that a test may have stopped.
            services.PostConfigure<MassTransitHostOptions>(host => host.WaitUntilStarted = true);
            if (shares) SharedTexts.Register(services);
            if (unseen) ScreensOfNobody.Register(services);
            replace(services);
        });
        if (shares) SharedTexts.MustBeUsed(app.Services);
        if (unseen) ScreensOfNobody.MustBeUsed(app.Services);
        // A broker that never answers is a failed test with a name, not a suite that hangs.
        using var patience = Patience.New();
        await ServiceRouterApp.StartAsync(app, patience.Token);
        return new RouterApp(app, setUp);
    }

    /// <summary>A citizen comes to the web page and writes to the assistant, or presses one of its two other buttons first.</summary>
    public async Task<Citizen> CitizenComesAsync(bool prefersHuman = false, bool asksNow = false)
    {
        var key = ConversationKey.New();
        if (prefersHuman || asksNow) await Get<AskHuman>().RunAsync(Asking.By(key) with { RefusesAssistant = prefersHuman });
        else await Get<StartConversation>().RunAsync(key, ChannelName.Web, "fr", TestContext.Current.CancellationToken);
        return new Citizen(this, key.ConversationId);
    }

    /// <summary>The conversation of somebody who has said nothing yet and was told nothing.</summary>
    /// <param name="number">Where they can be rung.</param>
    public async Task<ConversationKey> SilentConversationAsync(string? number = null)
    {
        var key = ConversationKey.New();
        await TamperAsync(async db =>
        {
            db.Conversations.Add(new Conversation { Id = key.ConversationId, Channel = ChannelName.Web, Language = "fr", StartedAt = Get<TimeProvider>().GetUtcNow(), KeyHash = key.Hash, CallBackNumber = number });
            await db.SaveChangesAsync();
        });
        return key;
    }

    /// <summary>A demo counsellor comes to the desk and takes conversations.</summary>
    public async Task<DeskOf> CounsellorComesAsync(string id = "conseiller1", int capacity = 3)
    {
        var desk = new DeskOf(this, id, await Get<DeskEvents>().LastNumberAsync(id, TestContext.Current.CancellationToken));
        (await Get<SetPresence>().RunAsync(id, Presence.Available, capacity, TestContext.Current.CancellationToken)).Should().BeNull();
        return desk;
    }

    /// <summary>A demo counsellor whose desk is open, at the counter and not for what the queue brings.</summary>
    public async Task<DeskOf> CounsellorIsAtCounterAsync(string id)
    {
        await Get<KeepLease>().RunAsync(id, TestContext.Current.CancellationToken);
        return new DeskOf(this, id, await Get<DeskEvents>().LastNumberAsync(id, TestContext.Current.CancellationToken));
    }

    /// <summary>What the clock would have moved by now.</summary>
    public Task<int> TimeMovesAsync() => Get<DueMoves>().RunAsync(TestContext.Current.CancellationToken);

    /// <summary>From now on nobody is offered to anybody, unless the test does it.</summary>
    public Task MatchesNoMoreAsync() => Get<MatchingLoop>().StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Looks into the database, for what no screen shows.</summary>
    public async Task<TResult> LookAsync<TResult>(Func<RouterDbContext, Task<TResult>> look)
    {
        await using var db = await Get<Transactions>().ReadAsync(TestContext.Current.CancellationToken);
        return await look(db);
    }

    /// <summary>Changes the database behind the service's back.</summary>
    public async Task TamperAsync(Func<RouterDbContext, Task> change)
    {
        await using var db = await Get<IDbContextFactory<RouterDbContext>>().CreateDbContextAsync();
        await change(db);
    }

    internal T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Stops the service and leaves its rows and queues as they are.</summary>
    public async Task StopAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        setUp.Forget();
    }
}
