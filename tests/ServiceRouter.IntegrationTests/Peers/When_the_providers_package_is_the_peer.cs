using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ServiceRouter.Connectors.Twilio;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.Rest;
using ServiceRouter.Connectors.Twilio.TwiML;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Phone;

namespace ServiceRouter.IntegrationTests.Peers;

/// <summary>
/// What we and our own simulator might have understood wrongly together: the provider's npm package signs real requests to the running service, writes
/// each answer again with its own builder, and its client asks what ours asks.
/// </summary>
public sealed class When_the_providers_package_is_the_peer : IDisposable
{
    private const string Account = "AC00000000000000000000000000000001";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Call = "CA00000000000000000000000000000001";
    private const string Conference = "CF00000000000000000000000000000001";

    private readonly TwilioPeer peer = TwilioPeer.Start();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_the_package_signs_goes_its_way_to_a_request_and_every_answer_is_one_the_package_can_write()
    {
        await using var story = await PhoneStory.StartAsync();
        var service = story.App.Get<IOptions<TwilioOptions>>().Value;
        var allowed = (await peer.AskAsync("attributes", new { }))!;
        foreach (var (path, heard) in ((string, (string, string)[])[])
            [("/incoming", []), ("/turn/1?silences=0", [("Digits", "1")]), ("/turn/2?silences=0", [("SpeechResult", "ma carte grise & l'été < hiver"), ("Confidence", "0.9")]), ("/turn/3?silences=0", [("Digits", "0")]), ("/wait", []), ("/wait/key", [("Digits", "2")])])
        {
            var answer = await WebhookAsync(service, path, service.AuthToken, heard);
            answer.Status.Should().Be(200, path);
            await IsWrittenByPackageAsync("VoiceResponse", answer.Body, allowed);
        }

        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task With_another_token_or_another_word_it_is_turned_away_and_nothing_has_happened()
    {
        await using var story = await PhoneStory.StartAsync();
        var service = story.App.Get<IOptions<TwilioOptions>>().Value;
        using var refused = new RefusedWebhooks();

        (await WebhookAsync(service, "/turn/1?silences=0", $"{service.AuthToken}x", ("Digits", "0"))).Should().Be((403, ""));

        refused.Count.Should().Be(1);
        (await story.App.LookAsync(db => Task.FromResult(db.Handoffs.Any() || db.PhoneCalls.Any()))).Should().BeFalse();
    }

    [Fact]
    public async Task Both_sign_a_thousand_forms_alike()
    {
        var chance = new Random(20261126);
        for (var round = 0; round < 1000; round++)
        {
            var url = $"https://service.example:{chance.Next(1, 65536)}/twilio/{Escaped(chance)}?{Escaped(chance)}={Escaped(chance)}";
            var form = Enumerable.Range(0, chance.Next(0, 12)).Select(_ => KeyValuePair.Create(Name(chance), Word(chance))).DistinctBy(p => p.Key).ToDictionary();

            var theirs = await peer.AskAsync("sign", new { token = Token, url, form });

            Convert.ToBase64String(RequestSignature.Compute(Token, url, form.Select(p => KeyValuePair.Create(p.Key, new StringValues(p.Value)))))
                .Should().Be(theirs!.GetValue<string>(), "{0}", url);
        }
    }

    [Fact]
    public async Task Both_ask_the_same_of_the_provider()
    {
        await using var recorder = await RequestRecorder.StartAsync();
        using var http = new HttpClient();
        var api = new TwilioApi(http, Options.Create(new TwilioOptions { AccountSid = Account, AuthToken = Token, ApiUrl = recorder.Address }));
        var ring = new NewCall("+33199000000", "+33611000001", "https://service.example/a?b=1&c=é", "https://service.example/status", TimeSpan.FromSeconds(25));

        await SameAsync(() => api.StartCallAsync(ring, Stop), ["calls"], "create", new
        {
            from = ring.From, to = ring.To, url = ring.Url, method = "POST", statusCallback = ring.StatusCallback, statusCallbackMethod = "POST", statusCallbackEvent = new[] { "completed" }, timeout = 25,
        });
        await SameAsync(() => api.MoveCallAsync(Call, ring.Url, Stop), ["calls", new[] { Call }], "update", new { url = ring.Url, method = "POST" });
        await SameAsync(() => api.EndCallAsync(Call, Stop), ["calls", new[] { Call }], "update", new { status = "completed" });
        await SameAsync(() => api.HoldAsync(Conference, Call, hold: true, ring.Url, Stop), ["conferences", new[] { Conference }, "participants", new[] { Call }], "update", new { hold = true, holdUrl = ring.Url, holdMethod = "POST" });
        await SameAsync(() => api.HoldAsync(Conference, Call, hold: false, ring.Url, Stop), ["conferences", new[] { Conference }, "participants", new[] { Call }], "update", new { hold = false });
        await SameAsync(() => api.SendAsync(ring.From, ring.To, "Récépissé & suite : 1 + 1", statusCallback: null, Stop), ["messages"], "create", new { from = ring.From, to = ring.To, body = "Récépissé & suite : 1 + 1" });
        await SameAsync(() => api.SendAsync(ring.From, ring.To, "Bonjour", ring.StatusCallback, Stop), ["messages"], "create", new { from = ring.From, to = ring.To, body = "Bonjour", statusCallback = ring.StatusCallback });

        async Task SameAsync(Func<Task> ours, object[] chain, string method, object args)
        {
            await ours();
            var mine = recorder.Next();
            await peer.AskAsync("rest", new { address = recorder.Address.OriginalString.TrimEnd('/'), account = Account, token = Token, chain, method, args = new[] { args } });
            recorder.Next().Should().BeEquivalentTo(mine, options => options.WithStrictOrdering());
        }
    }

    [Fact]
    public async Task Verbs_that_a_short_call_does_not_hear_are_the_packages_too()
    {
        var allowed = (await peer.AskAsync("attributes", new { }))!;
        Verb[] verbs =
        [
            new Say("Une & deux < trois \u0007", "fr-FR") { Rate = 80 }, new Pause(TimeSpan.FromSeconds(2)), new Redirect("/twilio/voice/turn/2?silences=0&x=1"), new Enqueue("sr-attente", "/left", "/wait"), new Leave(), new Hangup(),
            new Dial(new DialNumber("+33199009999")) { Timeout = TimeSpan.FromSeconds(20), CallerId = "+33199000000", AnswerOnBridge = true, Action = "/after" },
            new Dial(new DialConference("salle") { StartOnEnter = true, EndOnExit = false, Label = "usager", WaitUrl = "/hold", StatusCallback = "/met" }),
            new ConnectRelay("/after", "wss://service.example/relay") { Language = "fr-FR", Hints = "conseiller", Greeting = "Bonjour", Parameters = new Dictionary<string, string> { ["a"] = "b" } },
        ];

        await IsWrittenByPackageAsync("VoiceResponse", new TwimlDocument(verbs).ToString(), allowed);
        await IsWrittenByPackageAsync("MessagingResponse", new TwimlDocument(new Message("Récépissé : A & B")).ToString(), allowed);
    }

    public void Dispose() => peer.Dispose();

    private async Task<(int Status, string Body)> WebhookAsync(TwilioOptions service, string path, string token, params (string Name, string Value)[] heard)
    {
        var form = new Dictionary<string, string> { ["CallSid"] = Call, ["AccountSid"] = service.AccountSid, ["From"] = PhoneStory.Citizen, ["To"] = PhoneStory.Number, ["CallStatus"] = "in-progress", ["Called"] = PhoneStory.Number };
        foreach (var (name, value) in heard) form[name] = value;
        var answer = (await peer.AskAsync("webhook", new { token, url = $"{service.PublicUrl!.OriginalString}/twilio/voice{path}", form }))!;
        return (answer["status"]!.GetValue<int>(), answer["body"]!.GetValue<string>());
    }

    /// <summary>The package's builder makes the same document, and its types know every attribute.</summary>
    private async Task IsWrittenByPackageAsync(string kind, string ours, JsonNode allowed)
    {
        TwimlForPeer.Unknown(ours, allowed).Should().BeEmpty("{0}", ours);
        var theirs = (await peer.AskAsync("twiml", new { kind, verbs = TwimlForPeer.Verbs(ours) }))!.GetValue<string>();
        XNode.DeepEquals(XElement.Parse(theirs), XElement.Parse(ours)).Should().BeTrue("{0} is what the package writes for {1}", theirs, ours);
    }

    private static string Name(Random chance) => $"{"AaBbZz_"[chance.Next(7)]}{chance.Next(40)}";

    private static string Escaped(Random chance) => Uri.EscapeDataString(Word(chance));

    private static string Word(Random chance) => string.Concat(Enumerable.Range(0, chance.Next(1, 12)).Select(_ => "aé œ+&=%/?#~€ñ\n"[chance.Next(15)]));
}
