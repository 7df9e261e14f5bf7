namespace ServiceRouter.IntegrationTests.Journeys;

/// <summary>The same journeys run on the embedded and on the production set-up: derive the tests from here, then one class per set-up.</summary>
public abstract class Journey : IAsyncDisposable
{
    private readonly List<RouterApp> apps = [];

    protected abstract Task<RouterSetUp> NewSetUpAsync();

    protected async Task<RouterApp> StartAsync(Microsoft.Extensions.Time.Testing.FakeTimeProvider? clock = null, params string[] settings) =>
        Keep(await RouterApp.StartAsync(await NewSetUpAsync(), clock, settings));

    protected RouterApp Keep(RouterApp app)
    {
        apps.Add(app);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps) await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
