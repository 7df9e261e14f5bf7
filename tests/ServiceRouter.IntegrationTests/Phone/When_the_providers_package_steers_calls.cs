using System.Text.Json.Nodes;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.Tests.PhoneSimulator;

namespace ServiceRouter.IntegrationTests.Phone;

public sealed class When_the_providers_package_steers_calls(TwilioPackage package) : IClassFixture<TwilioPackage>
{
    [Fact]
    public async Task A_call_is_started_read_moved_and_ended()
    {
        await using var stage = await RestStage.OpenAsync(package);
        stage.Service.On("/out", "<Say>Bonjour</Say><Pause length=\"60\"/>").On("/moved", "<Say>ailleurs</Say><Pause length=\"60\"/>").On("/state", "");

        var created = await stage.DoAsync(["calls"], "create", new
        {
            to = PhoneStage.Citizen, from = PhoneStage.Number, url = PhoneStage.Url("/out"), statusCallback = PhoneStage.Url("/state"), statusCallbackEvent = new[] { "initiated", "ringing", "answered", "completed" },
        });
        var sid = (string)created["sid"]!;
        ((string)created["status"]!, (string)created["direction"]!, (string)created["to"]!).Should().Be(("queued", "outbound-api", PhoneStage.Citizen));
        var call = await stage.Network.RingsAsync(PhoneStage.Citizen);
        call.Answers();
        await call.HearsAsync("Bonjour");
        ((string)(await stage.DoAsync(["calls", new[] { sid }], "fetch"))["status"]!).Should().Be("in-progress");
        await stage.DoAsync(["calls", new[] { sid }], "update", new { url = PhoneStage.Url("/moved"), method = "POST" });
        await call.HearsAsync("ailleurs");
        await stage.DoAsync(["calls", new[] { sid }], "update", new { twiml = "<Response><Say>encore ailleurs</Say><Pause length=\"60\"/></Response>" });
        await call.HearsAsync("encore ailleurs");
        ((string)(await stage.DoAsync(["calls", new[] { sid }], "update", new { status = "completed" }))["status"]!).Should().Be("completed");

        await stage.Network.SettledAsync();
        stage.Service.At("/state").Select(request => request["CallStatus"]).Should().Equal("initiated", "ringing", "in-progress", "completed");
        ((JsonArray)await stage.DoAsync(["calls"], "list", new { limit = 20 })).Should().ContainSingle();
        (await stage.RefusedAsync(["calls", new[] { sid }], "update", new { twiml = "<Response/>" })).Should().Be((400, 21220));
    }

    [Fact]
    public async Task A_waiting_call_is_taken_out_of_its_queue()
    {
        await using var stage = await RestStage.OpenAsync(package);
        stage.Service.On("/voice", "<Enqueue action=\"/left\" waitUrl=\"\">accueil</Enqueue>").On("/left", "").On("/front", "<Say>À vous</Say><Pause length=\"60\"/>");
        var first = stage.Phones.Call();
        await first.SeesAsync("queue accueil");
        var second = stage.Phones.Call("+33100000002");
        await second.SeesAsync("queue accueil");
        await stage.Phones.PassAsync(7);

        var queue = ((JsonArray)await stage.DoAsync(["queues"], "list", new { limit = 5 })).Single()!;
        ((string)queue["friendlyName"]!, (int)queue["currentSize"]!, (int)queue["maxSize"]!).Should().Be(("accueil", 2, 1000));
        var sid = (string)queue["sid"]!;
        var members = (JsonArray)await stage.DoAsync(["queues", new[] { sid }, "members"], "list", new { limit = 5 });
        members.Select(member => ((string)member!["callSid"]!, (int)member["position"]!, (int)member["waitTime"]!)).Should().Equal((first.Sid, 1, 7), (second.Sid, 2, 7));
        await stage.DoAsync(["queues", new[] { sid }, "members", new[] { "Front" }], "update", new { url = PhoneStage.Url("/front"), method = "POST" });
        await first.HearsAsync("À vous");
        await stage.DoAsync(["queues", new[] { sid }, "members", new[] { second.Sid }], "update", new { url = PhoneStage.Url("/front") });
        await second.HearsAsync("À vous");

        await stage.Network.SettledAsync();
        stage.Service.At("/left").Select(request => (request["CallSid"], request["QueueResult"])).Should().BeEquivalentTo([(first.Sid, "redirected"), (second.Sid, "redirected")]);
        (await stage.RefusedAsync(["queues", new[] { sid }, "members", new[] { "Front" }], "update", new { url = PhoneStage.Url("/front") })).Should().Be((404, 20404));
    }

    [Fact]
    public async Task People_in_a_conference_are_added_held_muted_coached_and_put_out()
    {
        await using var stage = await RestStage.OpenAsync(package);
        stage.Service.On("/voice", "<Dial action=\"/after\"><Conference participantLabel=\"usager\" statusCallback=\"/told\" statusCallbackEvent=\"join leave mute hold modify\">sr-1</Conference></Dial>")
            .On("/music", "<Say>musique</Say><Pause length=\"10\"/>").On("/after", "<Say>après</Say>").On("/told", "");
        var citizen = stage.Phones.Call();
        await citizen.SeesAsync("conference sr-1");
        var conference = ((JsonArray)await stage.DoAsync(["conferences"], "list", new { friendlyName = "sr-1", status = "init", limit = 5 })).Single()!;
        object[] people = ["conferences", new[] { (string)conference["sid"]! }, "participants"];

        await stage.DoAsync(people, "create", new { from = PhoneStage.Number, to = PhoneStage.Counsellor, label = "conseiller", endConferenceOnExit = false });
        var counsellor = await stage.Network.RingsAsync(PhoneStage.Counsellor);
        counsellor.Answers();
        await citizen.SeesAsync("joined with conseiller");
        await stage.DoAsync([.. people, new[] { citizen.Sid }], "update", new { hold = true, holdUrl = PhoneStage.Url("/music") });
        await citizen.HearsAsync("musique");
        counsellor.Says("pendant l'attente");
        await stage.DoAsync([.. people, new[] { citizen.Sid }], "update", new { hold = false });
        counsellor.Says("me revoilà");
        await citizen.HearsAsync("me revoilà");
        citizen.Transcript.Lines.Should().NotContain(line => line.Text == "pendant l'attente");
        await stage.DoAsync([.. people, new[] { "conseiller" }], "update", new { muted = true });
        counsellor.Says("muet");
        await stage.DoAsync([.. people, new[] { "conseiller" }], "update", new { muted = false });
        await CoachesAsync(stage, people, counsellor, citizen);
        await stage.DoAsync([.. people, new[] { counsellor.Sid }], "remove");

        (await counsellor.EndsAsync()).Should().Be("completed");
        await citizen.SeesAsync("left: conseiller");
        citizen.Transcript.Lines.Should().NotContain(line => line.Text == "muet" || line.Text == "pour vous seul");
        await stage.Network.SettledAsync();
        stage.Service.At("/told").Select(request => request["StatusCallbackEvent"]).Should().ContainInOrder(
            "participant-join", "participant-join", "participant-hold", "participant-unhold", "participant-mute", "participant-unmute", "participant-join", "participant-leave");
        await stage.DoAsync(["conferences", new[] { (string)conference["sid"]! }], "update", new { status = "completed" });
        await citizen.HearsAsync("après");
    }

    [Fact]
    public async Task Messages_are_sent_read_and_refused()
    {
        await using var stage = await RestStage.OpenAsync(package);
        stage.Service.On("/state", "").On("/sms", "");

        var sent = await stage.DoAsync(["messages"], "create", new { to = PhoneStage.Citizen, from = PhoneStage.Number, body = "Bonjour à vous & co", statusCallback = PhoneStage.Url("/state") });
        ((string)sent["status"]!, (string)sent["numSegments"]!).Should().Be(("queued", "1"));
        (await stage.Network.Messages.ReceivesAsync(PhoneStage.Citizen, "Bonjour")).Body.Should().Be("Bonjour à vous & co");
        ((string)(await stage.DoAsync(["messages", new[] { (string)sent["sid"]! }], "fetch"))["status"]!).Should().Be("delivered");
        await stage.Network.SettledAsync();
        stage.Service.At("/state").Select(request => request["MessageStatus"]).Should().Equal("queued", "sent", "delivered");
        await stage.Network.Messages.WritesAsync(PhoneStage.Citizen, PhoneStage.Number, "STOP");

        (await stage.RefusedAsync(["messages"], "create", new { to = PhoneStage.Citizen, from = PhoneStage.Number, body = "encore" })).Should().Be((400, 21610));
        (await stage.RefusedAsync(["messages"], "create", new { to = PhoneStage.Counsellor, from = PhoneStage.Number, body = new string('a', 1601) })).Should().Be((400, 21617));
    }

    [Fact]
    public async Task What_is_wrong_has_the_providers_codes()
    {
        await using var stage = await RestStage.OpenAsync(package);

        (await stage.RefusedAsync(["calls", new[] { "CA00000000000000000000000000000000" }], "fetch")).Should().Be((404, 20404));
        (await stage.RefusedAsync(["calls"], "create", new { to = "0612", from = PhoneStage.Number, url = "https://x.test/" })).Should().Be((400, 21211));
        (await stage.RefusedAsync(["calls"], "create", new { to = PhoneStage.Citizen, from = "+33100000000", url = "https://x.test/" })).Should().Be((400, 21210));
        stage.Network.Faults.TooManyRequests();
        (await stage.RefusedAsync(["queues"], "list", new { limit = 1 })).Should().Be((429, 20429));
        await stage.DoAsync(["queues"], "list", new { limit = 1 });
        var stranger = await package.AskAsync(new { op = "rest", @base = stage.Address, account = stage.Network.Settings.AccountSid, token = "wrong", chain = new[] { "queues" }, method = "list", args = new[] { new { limit = 1 } } });
        ((int)stranger["error"]!["status"]!, (int)stranger["error"]!["code"]!).Should().Be((401, 20003));
    }

    private static async Task CoachesAsync(RestStage stage, object[] people, SimulatedCall counsellor, SimulatedCall citizen)
    {
        await stage.DoAsync(people, "create", new { from = PhoneStage.Number, to = "+33600000077", label = "soutien", coaching = true, callSidToCoach = counsellor.Sid });
        var coach = await stage.Network.RingsAsync("+33600000077");
        coach.Answers();
        await citizen.SeesAsync("joined with soutien");
        coach.Says("pour vous seul");
        await counsellor.HearsAsync("pour vous seul");
        coach.HangsUp();
        await citizen.SeesAsync("left: soutien");
    }
}
