using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_a_citizen_calls_a_number
{
    [Fact]
    public async Task The_service_is_asked_with_all_that_the_provider_tells()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", "<Say language=\"fr-FR\">Bonjour</Say><Hangup/>");

        await stage.Call().EndsAsync();

        var asked = stage.Service.At("/voice").Should().ContainSingle().Which;
        asked.IsSigned.Should().BeTrue();
        asked.Form.Should().Contain(new Dictionary<string, string>
        {
            ["From"] = PhoneStage.Citizen, ["To"] = PhoneStage.Number, ["Caller"] = PhoneStage.Citizen, ["Called"] = PhoneStage.Number,
            ["CallStatus"] = "ringing", ["Direction"] = "inbound", ["ApiVersion"] = "2010-04-01", ["FromCountry"] = "FR", ["ToCountry"] = "FR",
            ["FromCity"] = "", ["FromState"] = "", ["FromZip"] = "", ["ToCity"] = "", ["ToState"] = "", ["ToZip"] = "",
        });
        asked["CallSid"].Should().MatchRegex("^CA[0-9a-f]{32}$");
        asked["AccountSid"].Should().MatchRegex("^AC[0-9a-f]{32}$");
        asked.Form.Should().NotContainKeys("ParentCallSid", "CallerName", "ForwardedFrom");
    }

    [Fact]
    public async Task A_hidden_caller_has_no_number_and_a_forwarded_call_says_so()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", "");

        await stage.Phone.Call("anonymous", PhoneStage.Number, forwardedFrom: "+33140506070", callerName: "MAIRIE").EndsAsync();

        var asked = stage.Service.At("/voice").Single();
        (asked["From"], asked["FromCountry"], asked["ForwardedFrom"], asked["CallerName"]).Should().Be(("anonymous", "", "+33140506070", "MAIRIE"));
    }

    [Fact]
    public async Task What_is_said_is_heard_in_order_with_times()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", """
            <Say language="fr-FR">Votre numéro est <say-as interpret-as="digits">1234</say-as><break time="500ms"/><sub alias="France services">FS</sub> l’&amp;</Say>
            <Play>/a.wav</Play><Pause length="2"/><Say>suite</Say>
            """).On("/a.wav", _ => Task.FromResult(PlayedService.Status(200)));
        var call = stage.Call();

        await call.HearsAsync("1 2 3 4 France services l'&");
        await call.HearsAsync("https://service.test/a.wav");
        await stage.PassAsync(1);
        call.Transcript.Lines.Should().NotContain(line => line.Text == "suite");
        await stage.PassAsync(1);
        await call.HearsAsync("suite");

        (await call.EndsAsync()).Should().Be("completed");
        var said = call.Transcript.Lines.Where(line => line.What == Heard.Voice).ToList();
        (said[1].At - said[0].At).Should().Be(TimeSpan.FromSeconds(2));
        said[0].Language.Should().Be("fr-FR");
    }

    [Fact]
    public async Task The_end_is_told_once_with_its_length()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", "<Pause length=\"17\"/>");
        var call = stage.Call();

        await stage.PassAsync(17);

        (await call.EndsAsync()).Should().Be("completed");
        await stage.Phone.SettledAsync();
        var over = stage.Service.At("/over").Should().ContainSingle().Which;
        (over["CallStatus"], over["CallDuration"], over.IsSigned).Should().Be(("completed", "17", true));
    }

    [Fact]
    public async Task Hanging_up_ends_whatever_the_call_was_doing()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", "<Pause length=\"600\"/><Say>trop tard</Say>");
        var call = stage.Call();
        await stage.PassAsync(3);

        call.HangsUp();

        (await call.EndsAsync()).Should().Be("completed");
        call.Transcript.Lines.Should().NotContain(line => line.Text == "trop tard");
    }

    [Fact]
    public async Task Hanging_up_does_not_wait_for_an_answer_that_is_under_way()
    {
        using var stage = new PhoneStage();
        var gate = new TaskCompletionSource();
        stage.Service.On("/voice", async _ =>
        {
            await gate.Task;
            return PlayedService.Xml("<Response><Say>trop tard</Say></Response>");
        });
        var call = stage.Call();

        call.HangsUp();

        (await call.EndsAsync()).Should().Be("no-answer", "nothing had answered yet");
        gate.SetResult();
        await stage.Phone.SettledAsync();
        call.Transcript.Lines.Should().NotContain(line => line.Text == "trop tard");
    }

    [Theory]
    [InlineData("", "no-answer")]
    [InlineData(" reason=\"busy\"", "busy")]
    public async Task A_rejection_never_takes_the_call(string reason, string status)
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", $"<Reject{reason}/><Say>nie</Say>");
        var call = stage.Call();

        (await call.EndsAsync()).Should().Be(status);
        call.Transcript.Lines.Should().NotContain(line => line.What == Heard.Voice);
    }

    [Fact]
    public async Task What_the_provider_does_not_know_is_skipped_with_a_warning()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", "<say>nie</say><Dance/><Say Language=\"fr-FR\">Bonjour</Say>");
        var call = stage.Call();

        await call.HearsAsync("Bonjour");
        await call.EndsAsync();

        stage.FaultCodes.Should().Equal(12200, 12200, 12200);
        call.Transcript.Lines.Should().NotContain(line => line.Text == "nie");
    }

    [Theory]
    [InlineData("<Record maxLength=\"10\" action=\"/kept\"/>")]
    [InlineData("<Dial record=\"record-from-answer\">+33611223344</Dial>")]
    [InlineData("<Dial><Conference record=\"record-from-start\">c</Conference></Dial>")]
    public async Task Keeping_sound_is_a_fault_of_the_service(string verb)
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", verb);
        var call = stage.Call();

        await call.SeesAsync("must not record");

        stage.Phone.ServiceFaults.Should().ContainSingle().Which.Message.Should().Contain("keeps no sound");
        stage.Service.At("/kept").Should().BeEmpty();
        call.HangsUp();
    }

    [Fact]
    public async Task Cookies_belong_to_one_call()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", request =>
        {
            var answer = PlayedService.Xml("<Response><Redirect>/next</Redirect></Response>");
            answer.Headers.Add("Set-Cookie", $"visit={request["CallSid"]}; Path=/");
            return Task.FromResult(answer);
        }).On("/next", "");

        await Task.WhenAll(stage.Call().EndsAsync(), stage.Call("+33100000000").EndsAsync());

        stage.Service.At("/next").Should().HaveCount(2).And.OnlyContain(request => request.Headers["Cookie"] == $"visit={request["CallSid"]}");
    }

    [Fact]
    public async Task Two_hundred_calls_do_not_get_in_each_others_way()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", "<Gather numDigits=\"3\" action=\"/typed\"/>").On("/typed", request => $"<Say>{request["From"]} {request["Digits"]}</Say>");

        var calls = Enumerable.Range(100, 200).Select(number => (Number: number, Call: stage.Call($"+33{number}"))).ToList();
        await Parallel.ForEachAsync(calls, async (one, _) =>
        {
            one.Call.Presses($"{one.Number}");
            await one.Call.HearsAsync($"+33{one.Number} {one.Number}");
            (await one.Call.EndsAsync()).Should().Be("completed");
        });

        stage.Service.At("/typed").Should().HaveCount(200);
    }
}
