using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ServiceRouter.Host.Probes;
using ServiceRouter.IntegrationTests.Phone;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests.Probes;

public sealed class When_the_service_is_measured
{
    private const string Typed = "numéro fiscal 3012345678901";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_metrics_count_moves_and_hold_neither_receipts_nor_typed_words()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await citizen.SaysAsync(Typed);
        var printed = await citizen.AsksForHumanAsync();
        using var http = new HttpClient();
        await http.GetAsync($"{app.Url}/demande/{printed}", Token);
        await http.GetAsync($"{app.Url}/espaces?lieu=Montcuq", Token);

        var metrics = await http.GetStringAsync(app.Url + "/metrics", Token);

        metrics.Should().Contain("sr_handoff_moves_total").And.Contain("http_route=\"demande/{receipt}", "the route stands for all its receipts");
        var receipt = (await citizen.HandoffAsync()).Receipt;
        metrics.Should().NotContain(printed).And.NotContain(receipt).And.NotContain("3012345678901").And.NotContain("Montcuq");
    }

    [Fact]
    public async Task Times_are_counted_by_bounds_that_the_alarms_can_tell_apart()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await app.CitizenComesAsync(asksNow: true);
        using var http = new HttpClient();

        await Eventually.HoldsAsync(
            async () => Regex.Matches(await http.GetStringAsync(app.Url + "/metrics", Token), "sr_outbox_age_seconds_bucket\\{[^}]*le=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToHashSet() is var bounds
                && bounds.Contains("0.25") && bounds.Contains("5"),
            "seconds, not the milliseconds of the exporter's own bounds");
    }

    [Theory]
    [InlineData("sr_doors_refused_total{", "")]
    [InlineData("sr_doors_accepted_total{", "door=\"journal\"")]
    [InlineData("sr_handoff_moves_total{", "move=\"Ask\"")]
    [InlineData("sr_twilio_refused_total{", "")]
    [InlineData("sr_limits_untold_schemes_total{", "")]
    [InlineData("sr_outbox_failed_total{", "")]
    public async Task What_an_alarm_goes_by_stands_on_the_metrics_before_it_happens(string name, string tag)
    {
        await using var story = await PhoneStory.StartAsync(_ => { });
        using var http = new HttpClient();

        await Eventually.HoldsAsync(
            async () => (await http.GetStringAsync(story.App.Url + "/metrics", Token)).Split('\n').Any(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(tag, StringComparison.Ordinal)),
            "no alarm sees the first event of a series that begins with it");
    }

    [Fact]
    public async Task The_metrics_tell_what_is_in_memory_after_a_collection_and_what_waits_for_threads()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        GC.Collect();
        using var http = new HttpClient();

        var metrics = await http.GetStringAsync(app.Url + "/metrics", Token);

        metrics.Should().Contain("dotnet_gc_last_collection_heap_size_bytes{").And.Contain("gc_heap_generation=\"gen2\"").And.Contain("dotnet_thread_pool_queue_length");
    }

    [Fact]
    public async Task A_call_that_came_through_a_proxy_gets_no_metrics()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();

        (await ThroughProxyAsync(app)).Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Metrics_are_open_when_the_operator_says_so()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Metrics:Public=true");

        (await ThroughProxyAsync(app)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public void A_span_leaves_with_its_route_and_without_path_query_and_address()
    {
        using var span = new Activity("in").SetTag("url.path", "/demande/ABCD").SetTag("url.query", "q=mot").SetTag("client.address", "192.0.2.1")
            .SetTag("http.route", "demande/{receipt}").SetTag("http.request.method", "GET");

        using var quiet = new QuietSpans();
        quiet.OnEnd(span);

        span.TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?> { ["http.route"] = "demande/{receipt}", ["http.request.method"] = "GET" });
    }

    [Fact]
    public async Task Traces_go_where_the_operator_says_and_name_routes_not_receipts()
    {
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        collector.Prefixes.Add(address + "/");
        collector.Start();
        await using var app = await RouterApp.StartEmbeddedAsync(
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_BSP_SCHEDULE_DELAY=100");
        var printed = await (await app.CitizenComesAsync()).AsksForHumanAsync();
        using var http = new HttpClient();
        await http.GetAsync($"{app.Url}/demande/{printed}?mot=Montcuq", Token);

        // The spans leave in batches: which one holds the page is chance.
        using var patience = Patience.New();
        var spans = "";
        while (!spans.Contains("demande/{receipt}", StringComparison.Ordinal))
        {
            var call = await collector.GetContextAsync().WaitAsync(patience.Token);
            using var reader = new StreamReader(call.Request.InputStream, Encoding.Latin1);
            spans += await reader.ReadToEndAsync(patience.Token);
            call.Request.Url!.AbsolutePath.Should().Be("/v1/traces");
            call.Response.Close();
        }

        spans.Should().NotContain(printed).And.NotContain("Montcuq").And.NotContain("127.0.0.1");
    }

    private static async Task<HttpStatusCode> ThroughProxyAsync(RouterApp app)
    {
        using var http = new HttpClient();
        using var call = new HttpRequestMessage(HttpMethod.Get, app.Url + "/metrics");
        call.Headers.Add("X-Forwarded-For", "192.0.2.1");
        using var answer = await http.SendAsync(call, Token);
        return answer.StatusCode;
    }
}
