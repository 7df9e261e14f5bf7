using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceRouter.Host.Probes;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Probes;

public sealed class When_an_operator_asks_whether_the_service_is_ready
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_in_words_that_everything_is_there()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await BusIsStartedAsync(app);

        var (status, words) = await AskAsync(app);

        status.Should().Be(HttpStatusCode.OK);
        words.Should().Be("ready, reachable, applied, connected");
    }

    [Fact]
    public async Task Without_the_bus_it_is_degraded_and_takes_requests()
    {
        await using var app = await RouterApp.StartAsync(
            RouterSetUp.Embedded(), clock: null, services => services.PostConfigure<MassTransitHostOptions>(host => host.WaitUntilStarted = false),
            "--Bus:Transport=RabbitMq", "--Bus:Host=127.0.0.1", $"--Bus:Port={FreePort.Next()}", "--Bus:User=nobody", "--Bus:Password=none");

        var (status, words) = await AskAsync(app);

        status.Should().Be(HttpStatusCode.OK);
        words.Should().Be("degraded, reachable, applied, not connected");
    }

    [Fact]
    public async Task A_database_of_another_version_is_not_ready()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await BusIsStartedAsync(app);
        await app.TamperAsync(db => db.Database.ExecuteSqlRawAsync("DELETE FROM schema_history", Token));

        var (status, words) = await AskAsync(app);

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        words.Should().Be("not ready, reachable, pending, connected");
    }

    [Fact]
    public async Task A_database_that_is_away_is_not_ready_and_its_address_is_not_told()
    {
        var options = new DbContextOptionsBuilder<PostgresRouterDbContext>();
        StorageModule.UsePostgres(options, $"Host=127.0.0.1;Port={FreePort.Next()};Username=secret-user;Password=secret;Database=away");

        var result = await new DatabaseCheck(new Away(options.Options)).CheckHealthAsync(new HealthCheckContext(), Token);

        result.Should().BeEquivalentTo(new { Status = HealthStatus.Unhealthy, Description = "unreachable", Exception = (Exception?)null });
    }

    [Fact]
    public async Task It_lives()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var http = new HttpClient();

        (await http.GetAsync(app.Url + "/health/live", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static async Task<(HttpStatusCode Status, string Words)> AskAsync(RouterApp app)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(app.Url + "/health/ready", Token);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        return (answer.StatusCode, string.Join(", ", new[] { "status", "database", "migrations", "bus" }.Select(word => json.GetProperty(word).GetString())));
    }

    private static async Task BusIsStartedAsync(RouterApp app)
    {
        using var patience = Patience.New();
        await app.Get<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, patience.Token);
    }

    private sealed class Away(DbContextOptions<PostgresRouterDbContext> options) : IDbContextFactory<RouterDbContext>
    {
        public RouterDbContext CreateDbContext() => new PostgresRouterDbContext(options);
    }
}
