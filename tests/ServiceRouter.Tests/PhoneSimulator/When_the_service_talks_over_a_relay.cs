using System.Net.WebSockets;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_the_service_talks_over_a_relay
{
    private readonly RelayPair relay = new();

    [Fact]
    public async Task The_handshake_is_signed_and_the_setup_says_who_calls()
    {
        using var stage = Relaying();
        var call = stage.Call();

        var setup = await relay.NextAsync();

        var (url, headers) = relay.Handshakes.Single();
        url.OriginalString.Should().Be("wss://service.test/relay");
        headers["X-Twilio-Signature"].Should().Be(RequestSigner.Sign("12345", "wss://service.test/relay"));
        ((string)setup["type"]!, (string)setup["callSid"]!, (string)setup["from"]!, (string)setup["direction"]!).Should().Be(("setup", call.Sid, PhoneStage.Citizen, "inbound"));
        ((string)setup["customParameters"]!["conversationId"]!).Should().Be("abc");
        await call.HearsAsync("Bienvenue");
    }

    [Fact]
    public async Task Words_and_keys_go_there_and_tokens_come_back_as_sentences()
    {
        using var stage = Relaying();
        var call = stage.Call();
        await relay.NextAsync();

        call.Says("je cherche", goesOn: true);
        call.Says("la mairie");
        var prompt = await relay.NextAsync();
        ((string)prompt["voicePrompt"]!, (string)prompt["lang"]!, (bool)prompt["last"]!).Should().Be(("je cherche la mairie", "fr-FR", true));
        call.Presses("0");
        ((string)(await relay.NextAsync())["digit"]!).Should().Be("0");
        await relay.SendsAsync("""{"type":"text","token":"La mairie ","last":false}""");
        await relay.SendsAsync("""{"type":"text","token":"est ouverte.","last":true}""");

        await call.HearsAsync("La mairie est ouverte.");
    }

    [Fact]
    public async Task Who_speaks_into_a_sentence_cuts_it_short()
    {
        using var stage = Relaying(charactersPerSecond: 10);
        var call = stage.Call();
        await relay.NextAsync();
        await relay.SendsAsync("""{"type":"text","token":"0123456789 et une longue suite","last":true}""");
        await call.HearsAsync("0123456789");
        stage.Clock.Advance(TimeSpan.FromSeconds(1));

        call.Says("stop");

        var cut = await relay.NextAsync();
        ((string)cut["type"]!, (string)cut["utteranceUntilInterrupt"]!, (long)cut["durationUntilInterruptMs"]!).Should().Be(("interrupt", "0123456789", 1000L));
        ((string)(await relay.NextAsync())["voicePrompt"]!).Should().Be("stop");
    }

    [Fact]
    public async Task The_end_hands_over_what_the_service_wants_to_keep()
    {
        using var stage = Relaying();
        var call = stage.Call();
        await relay.NextAsync();
        await call.SeesAsync("relay");
        stage.Clock.Advance(TimeSpan.FromSeconds(12));

        await relay.SendsAsync("""{"type":"end","handoffData":"{\"reason\":\"human\"}"}""");

        await call.HearsAsync("suite");
        var after = stage.Service.At("/after").Single();
        (after["SessionStatus"], after["HandoffData"], after["SessionDuration"], after["CallStatus"], after.IsSigned).Should().Be(("ended", "{\"reason\":\"human\"}", "12", "in-progress", true));
        after["SessionId"].Should().StartWith("VX");
    }

    [Fact]
    public async Task A_lost_socket_fails_the_session_and_not_the_call()
    {
        using var stage = Relaying();
        var call = stage.Call();
        await relay.NextAsync();

        call.CutsRelay();

        await call.HearsAsync("suite");
        var after = stage.Service.At("/after").Single();
        (after["SessionStatus"], after["ErrorCode"], after["CallStatus"]).Should().Be(("failed", "39001", "in-progress"));
    }

    [Fact]
    public async Task A_refused_socket_fails_the_session_and_not_the_call()
    {
        using var stage = new PhoneStage((_, _, _) => throw new WebSocketException("403"));
        Serve(stage);
        var call = stage.Call();

        await call.HearsAsync("suite");

        stage.Service.At("/after").Single()["ErrorCode"].Should().Be("64102");
    }

    [Fact]
    public async Task A_caller_who_hangs_up_completes_the_session()
    {
        using var stage = Relaying();
        var call = stage.Call();
        await relay.NextAsync();

        call.HangsUp();

        await call.EndsAsync();
        await stage.Phone.SettledAsync();
        var after = stage.Service.At("/after").Single();
        (after["SessionStatus"], after["CallStatus"]).Should().Be(("completed", "completed"));
    }

    [Fact]
    public async Task Frames_that_are_nothing_are_answered_and_ten_in_a_row_end_it()
    {
        using var stage = Relaying();
        var call = stage.Call();
        await relay.NextAsync();

        await relay.SendsAsync("""{"type":"dance"}""");
        ((string)(await relay.NextAsync())["type"]!).Should().Be("error");
        await relay.SendsAsync("""{"type":"text","token":"toujours là","last":true}""");
        await call.HearsAsync("toujours là");
        for (var bad = 0; bad < 10; bad++)
            await relay.SendsAsync("no json");

        await call.HearsAsync("suite");
        stage.Service.At("/after").Single()["ErrorCode"].Should().Be("64105");
        stage.FaultCodes.Should().Contain(64107);
    }

    [Fact]
    public async Task Only_encrypted_sockets_are_opened()
    {
        using var stage = Relaying();
        stage.Service.On("/voice", "<Connect action=\"/after\"><ConversationRelay url=\"ws://service.test/relay\"/></Connect>");

        await stage.Call().HearsAsync("suite");

        relay.Handshakes.Should().BeEmpty();
        stage.Service.At("/after").Single()["ErrorCode"].Should().Be("64101");
    }

    private PhoneStage Relaying(double charactersPerSecond = 0)
    {
        var stage = new PhoneStage(relay.ConnectAsync, charactersPerSecond);
        Serve(stage);
        return stage;
    }

    private static void Serve(PhoneStage stage) => stage.Service.On("/voice", """
        <Connect action="/after"><ConversationRelay url="wss://service.test/relay" welcomeGreeting="Bienvenue" language="fr-FR" dtmfDetection="true">
        <Parameter name="conversationId" value="abc"/></ConversationRelay></Connect>
        """).On("/after", "<Say>suite</Say>");
}
