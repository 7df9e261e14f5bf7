using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>
/// The embedded service in which nothing happens by itself: time stands, messages are held, passes over the queue run when told.
/// So an order of events is the order that the test chose.
/// </summary>
internal sealed class MoveStage : IAsyncDisposable
{
    private readonly RouterApp app;
    private readonly MatchingLoop loop;

    private MoveStage(RouterApp app, FakeTimeProvider clock, HeldMessages messages)
    {
        (this.app, Clock, Messages) = (app, clock, messages);
        Matching = ActivatorUtilities.CreateInstance<MatchWaiting>(app.Get<IServiceProvider>());
        // On a clock of its own that stands: only a message wakes it, also in a test that takes longer than the time between two looks.
        loop = new MatchingLoop(Matching, app.Get<SchemaSeen>(), app.Get<IOptions<RoutingOptions>>(), new FakeTimeProvider(), NullLogger<MatchingLoop>.Instance);
    }

    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan OfferTimeout = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan NextAttempt = TimeSpan.FromHours(1);

    public RouterApp App => app;

    public FakeTimeProvider Clock { get; }

    public HeldMessages Messages { get; }

    public MatchWaiting Matching { get; }

    /// <summary>The consumers' way to a pass.</summary>
    public MatchingLoop Loop => loop;

    /// <param name="setUp">Started again, it finds its rows.</param>
    /// <param name="clock">Goes on over a restart.</param>
    /// <param name="settings">Beyond those of the stage.</param>
    public static Task<MoveStage> OpenAsync(RouterSetUp setUp, FakeTimeProvider clock, params string[] settings) => OpenAsync(setUp, clock, _ => { }, settings);

    /// <summary>The same, with more parts of the service replaced.</summary>
    public static async Task<MoveStage> OpenAsync(RouterSetUp setUp, FakeTimeProvider clock, Action<IServiceCollection> replace, params string[] settings)
    {
        var messages = new HeldMessages();
        // No role Router: the loops of the clock do not run beside the test, and that of the queue is stopped.
        var app = await RouterApp.StartAsync(setUp, clock, services => replace(services.AddSingleton<IOutboxSender>(messages)),
        [
            "--Roles=Front,Desk", $"--Desk:Lease={Lease}", $"--Desk:OfferTimeout={OfferTimeout}", $"--Desk:NextAttemptAfter={NextAttempt}",
            "--Desk:AttemptsBeforeUnreachable=1", "--Routing:AskAgainAfter=00:00:00", "--Routing:DepartmentPatience=00:00:00",
            "--Routing:ColleaguePatience=00:00:00", "--Routing:LookInterval=00:01:00", .. settings,
        ]);
        await app.MatchesNoMoreAsync();
        // From the start of the process on, as where its loop runs: who is gone is known a while after it.
        app.Get<DueMoves>();
        var stage = new MoveStage(app, clock, messages);
        await stage.loop.StartAsync(CancellationToken.None);
        return stage;
    }

    public T Get<T>()
        where T : notnull => app.Get<T>();

    public Task<int> MatchAsync() => Matching.RunAsync(TestContext.Current.CancellationToken);

    /// <summary>As a counsellor who set it and whose desk is alive; in one statement, because it is the scenery of a cell and not the cell.</summary>
    public Task BePresentAsync(string counsellorId, Presence presence)
    {
        var until = Clock.GetUtcNow() + Lease;
        return app.TamperAsync(db => db.Counsellors.Where(c => c.Id == counsellorId).ExecuteUpdateAsync(s => s
            .SetProperty(c => c.Presence, presence).SetProperty(c => c.LeaseUntil, until).SetProperty(c => c.Capacity, SetPresence.MaxCapacity)));
    }

    /// <summary>Stops the service; the rows stay.</summary>
    public async Task CloseAsync()
    {
        await loop.StopAsync(CancellationToken.None);
        loop.Dispose();
        await app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await loop.StopAsync(CancellationToken.None);
        loop.Dispose();
        await app.DisposeAsync();
    }
}
