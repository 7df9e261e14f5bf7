using System.Diagnostics.Metrics;
using System.Net;
using ServiceRouter.IntegrationTests.SignIn;

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

    /// <summary>The proxy passes on what somebody wrote, instead of replacing it.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("2026-02-30")]
    [InlineData("https, javascript")]
    [InlineData("HTTP")]
    public async Task A_scheme_that_is_none_fails_no_page_of_somebody_who_is_signed_in(string scheme)
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Limits:TrustedProxies=127.0.0.1");
        using var counsellor = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(counsellor, "conseiller1");

        var answer = await counsellor.GetAsync("/desk", ("X-Forwarded-Proto", scheme), ("X-Forwarded-For", "192.0.2.1"));

        answer.Status.Should().Be(HttpStatusCode.OK);
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
