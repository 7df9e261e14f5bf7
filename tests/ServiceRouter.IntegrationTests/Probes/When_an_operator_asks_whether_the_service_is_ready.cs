using System.Net.Http.Json;
using System.Net;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels.Doors;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform;

namespace ServiceRouter.IntegrationTests.Probes;

public sealed class When_an_operator_asks_whether_the_service_is_ready
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_of_each_part_that_it_is_there()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();

        await SaysAsync(app, HttpStatusCode.OK, "ready", "database works", "broker notConfigured", "journal works", "flows works", "knowledge works", "model notConfigured");
    }

    [Fact]
    public async Task Without_the_bus_it_is_degraded_and_takes_requests()
    {
        await using var app = await RouterApp.StartAsync(
            RouterSetUp.Embedded(), clock: null, services => services.PostConfigure<MassTransitHostOptions>(host => host.WaitUntilStarted = false),
            "--Bus:Transport=RabbitMq", "--Bus:Host=127.0.0.1", $"--Bus:Port={FreePort.Next()}", "--Bus:User=nobody", "--Bus:Password=none");

        await SaysAsync(app, HttpStatusCode.OK, "degraded", "database works", "broker away");
    }

    [Fact]
    public async Task A_database_of_another_version_takes_the_node_out()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await app.TamperAsync(db => db.Database.ExecuteSqlRawAsync("DELETE FROM schema_history", Token));

        await SaysAsync(app, HttpStatusCode.ServiceUnavailable, "down", "database wrong");
    }

    [Fact]
    public async Task Without_the_database_the_node_stays_in_as_long_as_another_door_is_open()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, "--Doors:JournalBytes=1024");
        app.Get<ClosableDatabase>().Close();

        await SaysAsync(app, HttpStatusCode.OK, "degraded", "database away", "journal works");
        (await MetricsAsync(app, "sr_part_state")).Should().Contain(m => m.Contains("part=\"database\"") && m.Contains("state=\"away\"") && m.EndsWith(" 1", StringComparison.Ordinal));

        await OthersFillTheJournalAsync(app);
        app.Get<KeptAskings>().Count.Should().BePositive();
        // Who has just read them is given the same answer again for a moment.
        await Eventually.HoldsAsync(async () => (await MetricsAsync(app, "sr_doors_kept")) is [var kept] && kept.EndsWith($" {app.Get<KeptAskings>().Count}", StringComparison.Ordinal), "the metric tells it too");
        // The bus in memory forgets: it works, and is no door.
        await SaysAsync(app, HttpStatusCode.ServiceUnavailable, "down", "journal away");

        app.Get<ClosableDatabase>().Open();
        await SaysAsync(app, HttpStatusCode.OK, "ready", "database works", "journal works");
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_named_by_no_address()
    {
        var options = new DbContextOptionsBuilder<PostgresRouterDbContext>();
        StorageModule.UsePostgres(options, $"Host=127.0.0.1;Port={FreePort.Next()};Username=secret-user;Password=secret;Database=away");
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, services => services.AddSingleton<IPartLook>(new DatabaseLook(new Away(options.Options))));

        var (_, json) = await AskAsync(app);

        json.GetRawText().Should().NotContain("secret").And.NotContain("127.0.0.1").And.NotContain("Exception");
    }

    [Fact]
    public async Task It_lives()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var http = new HttpClient();

        (await http.GetAsync(app.Url + "/health/live", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static Task SaysAsync(RouterApp app, HttpStatusCode status, string readiness, params string[] parts) => Eventually.HoldsAsync(
        async () =>
        {
            var (answered, json) = await AskAsync(app);
            return answered == status && json.GetProperty("status").GetString() == readiness && parts.All(part => part.Split(' ') is [var name, var state]
                && json.GetProperty("parts").GetProperty(name).GetProperty("state").GetString() == state);
        },
        $"the node says {readiness}: {string.Join(", ", parts)}");

    private static async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(RouterApp app)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(app.Url + "/health/ready", Token);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Token));
    }

    private static async Task<string[]> MetricsAsync(RouterApp app, string name)
    {
        using var http = new HttpClient();
        var node = app.Get<NodeName>().Value;
        return [.. (await http.GetStringAsync(app.Url + "/metrics", Token)).Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(node, StringComparison.Ordinal))
            .Select(line => System.Text.RegularExpressions.Regex.Replace(line, " (\\d+) \\d+$", " $1"))];
    }

    private static async Task OthersFillTheJournalAsync(RouterApp app)
    {
        HttpStatusCode status;
        do
        {
            using var other = new CitizenHttp(app);
            (status, _, _) = await other.SendsAsync("/humain");
        }
        while (status != HttpStatusCode.ServiceUnavailable);
    }

    private sealed class Away(DbContextOptions<PostgresRouterDbContext> options) : IDbContextFactory<RouterDbContext>
    {
        public RouterDbContext CreateDbContext() => new PostgresRouterDbContext(options);
    }
}
