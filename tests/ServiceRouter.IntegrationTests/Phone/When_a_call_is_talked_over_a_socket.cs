using System.Net.WebSockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ServiceRouter.Connectors.Twilio;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>ConversationRelay: the same turns, said and heard over a WebSocket; a socket that is lost costs no caller (G1).</summary>
public sealed class When_a_call_is_talked_over_a_socket : IAsyncLifetime
{
    private PhoneStory story = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync("--Twilio:Relay=true");

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task A_flow_is_talked_by_words_and_keys_and_0_reaches_a_person()
    {
        var call = await ConnectsAsync();
        call.Says("ma carte grise");
        await call.HearsAsync("Que se passe-t-il avec votre carte grise");
        call.Presses("1");
        await call.HearsAsync("tapez");
        call.Presses("0");

        await call.HearsAsync("Votre demande de parler à un conseiller est enregistrée");
        await call.SeesAsync("queue sr-attente");
        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.Skill).Should().Be((HandoffState.Waiting, "titres"));
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task The_word_for_a_person_reaches_one()
    {
        var call = await ConnectsAsync();
        call.Says("je veux parler à un conseiller");

        await call.SeesAsync("queue sr-attente");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_socket_that_is_lost_ends_no_call_and_the_talk_goes_on_by_webhooks_where_it_was()
    {
        var call = await ConnectsAsync();
        call.Says("ma carte grise");
        await call.HearsAsync("Que se passe-t-il avec votre carte grise");

        call.CutsRelay();

        await Eventually.HoldsAsync(() => Task.FromResult(PhoneStory.Times(call, "Que se passe-t-il avec votre carte grise") == 2), "the question is asked again");
        call.Presses("1");
        await call.HearsAsync("tapez");
        call.Presses("0");
        await call.SeesAsync("queue sr-attente");
        (await story.HandoffAsync()).Skill.Should().Be("titres");
        call.Status.Should().Be("in-progress");
    }

    [Fact]
    public async Task Whoever_says_nothing_is_put_through_to_a_person()
    {
        var call = await ConnectsAsync();

        await story.PassUntilAsync(() => call.Transcript.Lines.Any(line => line.Text.Contains("queue sr-attente")));

        PhoneStory.Times(call, "Je ne vous entends pas").Should().Be(1);
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task Slow_speech_and_English_leave_the_socket_and_work()
    {
        var call = await ConnectsAsync();
        call.Presses("8");
        await call.HearsAsync("I speak French only");
        call.Presses("#");
        await call.HearsAsync("I speak French only");
        call.Presses("0");

        await call.HearsAsync("Your request to talk to a counsellor is recorded");
        (await story.HandoffAsync()).Language.Should().Be("en");
        story.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("another signature")]
    [InlineData("another call")]
    [InlineData("a browser")]
    public async Task Nobody_but_the_provider_opens_one(string how)
    {
        var options = story.App.Get<IOptions<TwilioOptions>>().Value;
        var url = $"ws{story.App.Url[4..]}/twilio/voice/relay?call=CA1&turn=1";
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-Twilio-Signature", Convert.ToBase64String(RequestSignature.Compute(options.AuthToken, how == "another signature" ? $"{url}2" : url, [])));
        if (how == "a browser") socket.Options.SetRequestHeader("Origin", "https://elsewhere.example");
        if (how != "another call")
        {
            var refused = () => socket.ConnectAsync(new Uri(url), Token);
            (await refused.Should().ThrowAsync<WebSocketException>()).Which.Message.Should().Contain("403");
        }
        else
        {
            await socket.ConnectAsync(new Uri(url), Token);
            await socket.SendAsync("""{"type":"setup","callSid":"CA2"}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
            (await socket.ReceiveAsync(new byte[100], Token)).CloseStatus.Should().Be(WebSocketCloseStatus.PolicyViolation);
        }
        (await story.App.LookAsync(db => db.PhoneCalls.AnyAsync())).Should().BeFalse();
    }

    [Fact]
    public async Task A_frame_that_is_nothing_is_passed_over()
    {
        var options = story.App.Get<IOptions<TwilioOptions>>().Value;
        var url = $"ws{story.App.Url[4..]}/twilio/voice/relay?call=CA1&turn=1";
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-Twilio-Signature", Convert.ToBase64String(RequestSignature.Compute(options.AuthToken, url, Enumerable.Empty<KeyValuePair<string, StringValues>>())));
        await socket.ConnectAsync(new Uri(url), Token);
        foreach (var frame in (string[])["""{"type":"setup","callSid":"CA1"}""", "{", "[]", "null", """{"type":"later"}""", """{"type":"dtmf","digit":"0"}"""])
            await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, Token);

        var heard = "";
        var buffer = new byte[4096];
        while (!heard.Contains("\"end\"", StringComparison.Ordinal)) heard += System.Text.Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer, Token)).Count);
        heard.Should().Contain("handoffData");
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync()), "0 is a request");
    }

    private async Task<SimulatedCall> ConnectsAsync()
    {
        var call = story.Calls();
        await call.SeesAsync("relay");
        await call.HearsAsync("tapez 0");
        await call.HearsAsync("For English, press 8");
        return call;
    }
}
