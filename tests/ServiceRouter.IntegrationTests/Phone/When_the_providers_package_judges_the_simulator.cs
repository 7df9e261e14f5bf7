using ServiceRouter.Tests.PhoneSimulator;

namespace ServiceRouter.IntegrationTests.Phone;

public sealed class When_the_providers_package_judges_the_simulator(TwilioPackage package) : IClassFixture<TwilioPackage>
{
    [Fact]
    public async Task It_accepts_the_signature_of_every_request()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", "<Gather input=\"speech dtmf\" action=\"/heard?turn=1&amp;lang=fr\"/>").On("/heard", "<Redirect method=\"GET\">/got?x=l'accueil</Redirect>").On("/got", "<Say>merci</Say>").On("/sms", "");
        var call = stage.Call();
        call.Says("Je voudrais parler à quelqu'un, s'il vous plaît : n° 42 & 100 %");
        await call.HearsAsync("merci");
        await call.EndsAsync();
        await stage.Phone.Messages.WritesAsync(PhoneStage.Citizen, PhoneStage.Number, "ARRÊT  ");
        await stage.Phone.SettledAsync();

        stage.Service.Requests.Select(request => request.Path).Should().BeEquivalentTo("/voice", "/heard", "/got", "/over", "/sms");
        foreach (var request in stage.Service.Requests)
        {
            var form = request.Method == "GET" ? null : request.Form;
            (await package.AcceptsAsync("12345", request.Headers["X-Twilio-Signature"], request.Url.OriginalString, form)).Should().BeTrue(request.Path);
            (await package.AcceptsAsync("54321", request.Headers["X-Twilio-Signature"], request.Url.OriginalString, form)).Should().BeFalse("the package does judge");
        }
    }

    [Fact]
    public async Task It_accepts_the_signature_of_a_JSON_body()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/events", "");
        const string body = "{\"événement\":\"appel terminé\",\"durée\":42}\n";

        await stage.Phone.PostsJsonAsync(PhoneStage.Url("/events?x=1"), System.Text.Encoding.UTF8.GetBytes(body));

        var request = stage.Service.At("/events").Single();
        var answer = await package.AskAsync(new { op = "validateBody", token = "12345", signature = request.Headers["X-Twilio-Signature"], url = request.Url.OriginalString, body });
        ((bool)answer["value"]!).Should().BeTrue();
    }

    [Fact]
    public async Task It_accepts_the_signature_of_a_WebSocket_handshake()
    {
        var relay = new RelayPair();
        using var stage = new PhoneStage(relay.ConnectAsync);
        stage.Service.On("/voice", "<Connect><ConversationRelay url=\"wss://service.test/relay\"/></Connect>");
        stage.Call();
        await relay.NextAsync();

        var (url, headers) = relay.Handshakes.Single();
        (await package.AcceptsAsync("12345", headers["X-Twilio-Signature"], url.OriginalString)).Should().BeTrue();
    }

    [Fact]
    public async Task Its_documents_are_understood_without_a_warning()
    {
        using var stage = new PhoneStage();
        var verbs = new object[]
        {
            new object[] { "say", new { language = "fr-FR", voice = "Polly.Lea-Neural" }, "l'été \"x\" <b> & é 😀" },
            new object[] { "gather", new { input = "speech dtmf", language = "fr-FR", hints = "conseiller, facture, résiliation", timeout = 5, speechTimeout = "2", speechModel = "phone_call", numDigits = 1, finishOnKey = "#", action = PhoneStage.Url("/g?turn=1&lang=fr"), method = "POST", partialResultCallback = PhoneStage.Url("/p"), bargeIn = true }, new object[] { new object[] { "say", new { language = "fr-FR" }, "Tapez 0 & dites « conseiller »." } } },
            new object[] { "pause", new { length = 2 } },
            new object[] { "play", new { loop = 1 }, PhoneStage.Url("/a.wav") },
            new object[] { "dial", new { action = PhoneStage.Url("/dial-end"), timeout = 20, answerOnBridge = true, callerId = PhoneStage.Number }, new object[] { new object[] { "number", new { statusCallback = PhoneStage.Url("/leg"), statusCallbackEvent = "initiated ringing answered completed", url = PhoneStage.Url("/whisper") }, PhoneStage.Counsellor }, new object[] { "client", new { }, "agent-42" }, new object[] { "sip", new { }, "sip:agent@ex.sip.example" } } },
        };
        var document = (string)(await package.AskAsync(new { op = "twiml", verbs }))["value"]!;
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Xml(document))).On("/leg", "").On("/a.wav", "").On("/dial-end", _ => "<Enqueue waitUrl=\"\">support-fr</Enqueue>");
        var call = stage.Call();

        await call.HearsAsync("l'été \"x\" <b> & é 😀");
        await call.HearsAsync("Tapez 0 & dites « conseiller ».");
        await stage.PassAsync(7);
        await call.HearsAsync("a.wav");
        (await stage.Phone.RingsAsync("client:agent-42")).Answers();
        await call.SeesAsync("joined");
        stage.Phone.Calls.Last(one => one.To == "client:agent-42").HangsUp();
        await call.SeesAsync("queue support-fr");

        stage.FaultCodes.Should().BeEmpty();
        call.HangsUp();
    }
}
