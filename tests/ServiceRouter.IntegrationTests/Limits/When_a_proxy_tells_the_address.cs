using System.Diagnostics.Metrics;
using System.Net;

namespace ServiceRouter.IntegrationTests.Limits;

public sealed class When_a_proxy_tells_the_address
{
    private static readonly string[] OneTurn = ["--Limits:TurnsPerSecond=1", "--Limits:TurnsAtOnce=1"];

    [Fact]
    public async Task A_trusted_one_is_believed_and_each_address_has_its_own_share()
    {
        await using var app = await RouterApp.StartEmbeddedAsync([.. OneTurn, "--Limits:TrustedProxies=127.0.0.1"]);
        using var flooder = new Visitor(app, "192.0.2.1");
        using var other = new Visitor(app, "192.0.2.2");
        (await flooder.WritesUntilRefusedAsync()).Dispose();

        using var answer = await other.SaysAsync("Bonjour");

        answer.StatusCode.Should().Be(HttpStatusCode.Found);
    }

    [Fact]
    public async Task One_that_leaves_out_the_scheme_is_counted_outside_of_a_demonstration()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Roles=Front", "--Demo:Enabled=false", "--Limits:TrustedProxies=127.0.0.1");
        using var http = new HttpClient();
        using var listener = new MeterListener();
        var counted = 0L;
        listener.InstrumentPublished = (instrument, mine) =>
        {
            if (instrument.Name == "sr.limits.untold_schemes") mine.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, more, _, _) => Interlocked.Add(ref counted, more));
        listener.Start();

        using var answer = await http.GetAsync(new Uri(app.Url), TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        Interlocked.Read(ref counted).Should().BePositive();
    }

    [Fact]
    public async Task Nobody_else_can_choose_the_address_that_they_are_judged_by()
    {
        await using var app = await RouterApp.StartEmbeddedAsync([.. OneTurn, "--Limits:TrustedProxies=192.0.2.99"]);

        var answers = await Task.WhenAll(Enumerable.Range(1, 30).Select(async number =>
        {
            using var liar = new Visitor(app, $"192.0.2.{number}");
            using var answer = await liar.SaysAsync("Bonjour");
            return answer.StatusCode;
        }));

        answers.Should().Contain(HttpStatusCode.TooManyRequests);
    }
}
