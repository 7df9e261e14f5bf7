using System.Net;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_a_webhook_fails
{
    [Theory]
    [InlineData(500, 11200)]
    [InlineData(403, 11200)]
    public async Task Without_a_fallback_the_caller_hears_an_English_excuse(int status, int code)
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Status(status)));
        var call = stage.Call();

        await call.HearsAsync("An application error has occurred");

        (await call.EndsAsync()).Should().Be("failed");
        stage.FaultCodes.Should().Equal(code);
    }

    [Fact]
    public async Task The_fallback_is_told_what_went_wrong()
    {
        using var stage = WithFallback();
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Status(500))).On("/fallback", "<Say>Un instant</Say>");
        var call = stage.Call();

        await call.HearsAsync("Un instant");

        var asked = stage.Service.At("/fallback").Single();
        (asked["ErrorCode"], asked["ErrorUrl"], asked.IsSigned).Should().Be(("11200", PhoneStage.Url("/voice"), true));
        (await call.EndsAsync()).Should().Be("completed");
    }

    [Fact]
    public async Task The_fallback_is_also_there_in_the_middle_of_a_call()
    {
        using var stage = WithFallback();
        stage.Service.On("/voice", "<Say>Bonjour</Say><Redirect>/gone</Redirect>").On("/fallback", "<Say>Un instant</Say>");

        var call = stage.Call();

        await call.HearsAsync("Bonjour");
        await call.HearsAsync("Un instant");
        stage.Service.At("/fallback").Single()["ErrorUrl"].Should().Be(PhoneStage.Url("/gone"));
    }

    [Fact]
    public async Task A_fallback_that_fails_too_ends_the_call()
    {
        using var stage = WithFallback();
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Status(500)));
        var call = stage.Call();

        await call.HearsAsync("application error");

        await call.EndsAsync();
        stage.Service.At("/fallback").Should().ContainSingle();
    }

    [Theory]
    [InlineData("text/xml", "<Response><Say>", 12100)]
    [InlineData("text/xml", "", 12100)]
    [InlineData("text/xml", "<Antwort/>", 12102)]
    [InlineData("application/json", "{}", 12300)]
    public async Task An_answer_that_is_no_TwiML_has_its_code(string contentType, string body, int code)
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Xml(body, contentType)));

        await stage.Call().HearsAsync("application error");

        stage.FaultCodes.Should().Equal(code);
    }

    [Theory]
    [InlineData("text/plain", "Bonjour à tous", "Bonjour à tous")]
    [InlineData("text/plain", "<Response><Say>Salut</Say></Response>", "Salut")]
    [InlineData("text/html", "<Response><Say>Salut</Say></Response>", "Salut")]
    [InlineData("application/xml", "<?xml version=\"1.0\"?><!-- x --><Response><Say>Salut</Say></Response>", "Salut")]
    [InlineData("audio/wav", "RIFF", "https://service.test/voice")]
    public async Task Other_content_types_are_understood(string contentType, string body, string heard)
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Xml(body, contentType)));
        var call = stage.Call();

        await call.HearsAsync(heard);

        (await call.EndsAsync()).Should().Be("completed");
    }

    [Fact]
    public async Task More_than_64_kB_is_too_much()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", $"<Say>{new string('a', 64 * 1024)}</Say>");

        await stage.Call().HearsAsync("application error");

        stage.FaultCodes.Should().Equal(11750);
    }

    [Fact]
    public async Task After_15_seconds_nobody_waits_any_more()
    {
        using var stage = WithFallback();
        var (asked, never) = (new TaskCompletionSource(), new TaskCompletionSource<HttpResponseMessage>());
        stage.Service.On("/voice", _ =>
        {
            asked.SetResult();
            return never.Task;
        }).On("/fallback", "<Say>Un instant</Say>");
        var call = stage.Call();
        await asked.Task;

        stage.Clock.Advance(TimeSpan.FromSeconds(14));
        stage.Service.At("/fallback").Should().BeEmpty();
        stage.Clock.Advance(TimeSpan.FromSeconds(1));

        await call.HearsAsync("Un instant");
        stage.Service.At("/fallback").Single()["ErrorCode"].Should().Be("11200");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("#rp=5xx", 2)]
    [InlineData("#rc=2&rp=ct,5xx", 3)]
    [InlineData("#rc=5&rp=4xx", 1)]
    [InlineData("#rc=0&rp=all", 1)]
    public async Task The_fragment_of_the_URL_says_how_often_it_is_tried(string fragment, int times)
    {
        using var stage = new PhoneStage();
        stage.Phone.Book.Add(new ServiceNumber(PhoneStage.Number) { VoiceUrl = PhoneStage.Url("/voice") + fragment });
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Status(503)));

        await stage.Call().HearsAsync("application error");

        var tries = stage.Service.At("/voice");
        tries.Should().HaveCount(times).And.OnlyContain(request => request.IsSigned && request.Url.Fragment == "");
        tries[0].Headers.Should().NotContainKey("I-Twilio-Idempotency-Token");
        tries.Skip(1).Should().OnlyContain(request => request.Headers.ContainsKey("I-Twilio-Idempotency-Token"));
    }

    [Fact]
    public async Task A_connection_that_cannot_be_made_is_tried_once_more()
    {
        using var stage = new PhoneStage();
        var tries = 0;
        stage.Service.On("/voice", _ => Interlocked.Increment(ref tries) == 1
            ? throw new HttpRequestException(HttpRequestError.ConnectionError)
            : Task.FromResult(PlayedService.Xml("<Response><Say>Bonjour</Say></Response>")));

        await stage.Call().HearsAsync("Bonjour");

        tries.Should().Be(2);
        stage.FaultCodes.Should().BeEmpty();
    }

    [Theory]
    [InlineData(302, "GET")]
    [InlineData(307, "POST")]
    public async Task Redirects_are_followed(int status, string method)
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Status(status, "/moved"))).On("/moved", "<Say>Bonjour</Say>");

        await stage.Call().HearsAsync("Bonjour");

        var moved = stage.Service.At("/moved").Single();
        (moved.Method, moved.IsSigned).Should().Be((method, true));
    }

    [Fact]
    public async Task Ten_redirects_are_followed_and_not_more()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Status(302, "/voice")));

        await stage.Call().HearsAsync("application error");

        stage.Service.At("/voice").Should().HaveCount(11);
        stage.FaultCodes.Should().Equal(11215);
    }

    [Fact]
    public async Task Faults_come_when_they_are_ordered()
    {
        using var stage = WithFallback();
        stage.Service.On("/voice", "<Redirect>/twice</Redirect>").On("/twice", "<Redirect>/lost</Redirect>").On("/lost", "<Say>nie</Say>").On("/fallback", "<Say>Un instant</Say><Pause length=\"1\"/>");
        stage.Phone.Faults.Slow(TimeSpan.FromSeconds(9), "/voice");
        stage.Phone.Faults.Twice("/twice");
        stage.Phone.Faults.LosesAnswer("/lost");
        var call = stage.Call();

        await stage.PassAsync(8);
        stage.Service.At("/voice").Should().BeEmpty();
        await stage.PassAsync(1);

        await call.HearsAsync("Un instant");
        stage.Service.At("/twice").Should().HaveCount(2);
        stage.Service.At("/lost").Should().ContainSingle();
        call.Transcript.Lines.Should().NotContain(line => line.Text == "nie");
    }

    [Fact]
    public async Task A_GET_webhook_has_everything_in_its_query()
    {
        using var stage = new PhoneStage();
        stage.Phone.Book.Add(new ServiceNumber(PhoneStage.Number) { VoiceUrl = PhoneStage.Url("/voice?lang=fr"), VoiceMethod = "GET" });
        stage.Service.On("/voice", "<Say>Bonjour</Say>");

        await stage.Call().HearsAsync("Bonjour");

        var asked = stage.Service.At("/voice").Single();
        (asked.Method, asked["lang"], asked["From"], asked.IsSigned).Should().Be(("GET", "fr", PhoneStage.Citizen, true));
    }

    [Fact]
    public async Task A_JSON_webhook_is_signed_through_its_URL()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/events", _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("ok") }));

        (await stage.Phone.PostsJsonAsync(PhoneStage.Url("/events?x=1"), "{\"durée\":42}"u8.ToArray())).Should().Be("ok");

        var asked = stage.Service.At("/events").Single();
        asked.IsSigned.Should().BeTrue();
        asked.Url.Query.Should().MatchRegex("^\\?x=1&bodySHA256=[0-9a-f]{64}$");
    }

    private static PhoneStage WithFallback()
    {
        var stage = new PhoneStage();
        stage.Phone.Book.Add(new ServiceNumber(PhoneStage.Number) { VoiceUrl = PhoneStage.Url("/voice"), VoiceFallbackUrl = PhoneStage.Url("/fallback") });
        return stage;
    }
}
