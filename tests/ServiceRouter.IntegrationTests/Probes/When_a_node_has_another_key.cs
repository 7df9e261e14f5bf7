using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.SignIn;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Probes;

public sealed class When_a_node_has_another_key : IDisposable
{
    private const string Former = "ZFWjRFpFPa4MOzrKMQBGhLpOKYAo1FUAh3nJwqcYVW0=";
    private const string Other = "1q2mU8LE9jiPTa3Yo8v1yK2PzhVQiW2Hqj0d0u8Zk3E=";
    private readonly RouterSetUp setUp = RouterSetUp.Embedded();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_so_as_soon_as_it_meets_a_receipt_that_another_has_given()
    {
        await GivesOneAsync($"--Receipts:Key={Former}");

        var app = await RouterApp.StartAsync(setUp, clock: null, $"--Receipts:Key={Other}");

        await SaysAsync(app, "degraded", "impaired");
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");
        (await manager.GetAsync("/pilotage")).Body.Should().Contain("Clé des récépissés").And.Contain("fonctionne en partie").And.Contain("comparer leurs réglages");
        await app.StopAsync();
    }

    [Fact]
    public async Task One_that_knows_the_other_key_among_its_former_ones_has_nothing_to_say()
    {
        await GivesOneAsync($"--Receipts:Key={Former}");

        var app = await RouterApp.StartAsync(setUp, clock: null, $"--Receipts:Key={Other}", $"--Receipts:FormerKeys={Former}");

        await app.CitizenComesAsync(asksNow: true);
        await SaysAsync(app, "ready", "works");
        await app.StopAsync();
    }

    [Fact]
    public async Task Both_keys_are_told_by_names_that_nobody_can_make_a_receipt_with_and_old_receipts_are_passed_over()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var before = await RouterApp.StartAsync(setUp, clock, $"--Receipts:Key={Former}");
        var sealedBy = before.Get<ReceiptSeal>().Fingerprint;
        await before.CitizenComesAsync(asksNow: true);
        await before.StopAsync();
        var app = await RouterApp.StartAsync(setUp, clock, $"--Receipts:Key={Other}");
        var lines = new KeptLog();
        var look = new ReceiptLook(app.Get<Transactions>(), app.Get<ReceiptSeal>(), clock, lines);

        await look.ReadAsync(clock.GetUtcNow(), Token);
        await look.ReadAsync(clock.GetUtcNow(), Token);

        sealedBy.Should().HaveLength(8).And.NotBe(app.Get<ReceiptSeal>().Fingerprint);
        lines.Lines.Where(line => line.Level == LogLevel.Error).Should().ContainSingle("it is told once").Which.Text.Should()
            .StartWith("1 of the 1 receipts").And.Contain(app.Get<ReceiptSeal>().Fingerprint).And.NotContain(Other);

        clock.Advance(ReceiptLook.Newest + TimeSpan.FromMinutes(1));
        await look.ReadAsync(clock.GetUtcNow(), Token);
        (await look.LookAsync(Token)).State.Should().Be(PartState.Works, "a key that is gone from everywhere proves nothing old any more");
        await app.StopAsync();
    }

    public void Dispose() => setUp.Forget();

    private async Task GivesOneAsync(string key)
    {
        var app = await RouterApp.StartAsync(setUp, clock: null, key);
        await app.CitizenComesAsync(asksNow: true);
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(1);
        await app.StopAsync();
    }

    private static Task SaysAsync(RouterApp app, string readiness, string key) => Eventually.HoldsAsync(
        async () =>
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(app.Url + "/health/ready", Token);
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
            return answer.StatusCode == HttpStatusCode.OK && json.GetProperty("status").GetString() == readiness && json.GetProperty("parts").GetProperty("receipts") is var part
                && part.GetProperty("state").GetString() == key && !part.GetProperty("words").GetString()!.Contains("not looked", StringComparison.Ordinal);
        },
        $"the node says {readiness}, and of the key {key}");

    private sealed class KeptLog : ILogger<ReceiptLook>
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add((logLevel, formatter(state, exception)));
    }
}
