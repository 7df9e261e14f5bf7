using System.Net.WebSockets;
using System.Threading.Channels;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Connectors.Twilio.Requests;
using ServiceRouter.Connectors.Twilio.Voice;
using ServiceRouter.Platform;

namespace ServiceRouter.Connectors.Twilio.Relay;

/// <summary>
/// One talk over a WebSocket: what is heard are the same turns as over webhooks, and what is said are the same words. It ends itself when the line is to do something
/// else than listen, and the line then asks by webhook what that is; a socket that is lost ends it too, and the talk goes on by webhooks where it was.
/// </summary>
internal sealed class RelayTalk(WebSocket socket, TalkOnPhone talk, RelayStand stand, TimeProvider clock)
{
    private const int LongestFrame = 16 * 1024;
    // How long silence is borne after the last word; the provider does not tell when it has spoken it.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ToSpeakALetter = TimeSpan.FromMilliseconds(70);
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ToClose = TimeSpan.FromSeconds(5);

    private readonly Channel<RelayFrame> frames = Channel.CreateBounded<RelayFrame>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });
    private CallerLine line = new(stand.CallId, null, stand.Language);
    private TimeSpan speaks = TimeSpan.FromSeconds(20);

    /// <summary>Runs until the service ends it, or the connection is lost.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = ReadAsync(end.Token);
        try
        {
            if (await frames.Reader.ReadAsync(end.Token) is not { Type: "setup" } setup || setup.CallSid != stand.CallId)
            {
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, null, end.Token);
                return;
            }
            // Outside of the hours a request gets a date only where somebody can be called.
            line = line with { Number = WebhookForm.NumberOf(setup.From) };
            if (stand.Turn == 1) await SayAsync(Texts.Say("OfferLanguage.phone", LineLanguages.Other(line.Language)), LineLanguages.Other(line.Language), isLast: true, end.Token);
            await TurnsAsync(end.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, end.Token);
            // To stop reading breaks the connection, and with it what was just sent: the provider closes its side first.
            await reading.WaitAsync(ToClose, clock, end.Token);
        }
        catch (Exception e) when (e is ChannelClosedException or WebSocketException or OperationCanceledException or TimeoutException)
        {
            // The caller has hung up, the connection is lost, or this process ends: whoever is still on the line is asked for by webhook.
        }
        finally
        {
            await end.CancelAsync();
            await reading;
        }
    }

    private async Task TurnsAsync(CancellationToken ct)
    {
        var (turn, silences, keys) = (stand.Turn, stand.Silences, stand.Keys);
        while (true)
        {
            var heard = await HearAsync(keys, ct);
            var spoken = await talk.TurnAsync(line, turn, heard, silences);
            // Slower speech is the webhooks' art, and another language another talk.
            if (spoken.Next is not SpokenNext.Listen listen || spoken.Slowly || spoken.Language != line.Language)
            {
                await socket.SendAsync(RelayJson.End(new RelayHandoff(turn, heard.Keys, heard.Words, silences)), WebSocketMessageType.Text, endOfMessage: true, ct);
                return;
            }
            foreach (var (text, at) in spoken.Lines.Select((text, at) => (text, at))) await SayAsync($"{text} ", line.Language, at == spoken.Lines.Count - 1, ct);
            speaks = spoken.Lines.Sum(text => text.Length) * ToSpeakALetter;
            (turn, silences, keys) = (turn + 1, heard.IsSilence ? silences + 1 : 0, listen.Keys);
        }
    }

    /// <summary>Words, as many keys as are wanted, or silence.</summary>
    private async Task<Heard> HearAsync(int? wanted, CancellationToken ct)
    {
        var keys = "";
        while (true)
        {
            switch (await NextAsync(keys.Length == 0 ? speaks + Silence : BetweenKeys, ct))
            {
                case null:
                    return new Heard(keys, null, null);
                case { Type: "interrupt" }:
                    speaks = TimeSpan.Zero;
                    break;
                case { Type: "prompt", Last: true, VoicePrompt: { Length: > 0 } words } when keys.Length == 0:
                    return new Heard(null, words, null);
                case { Type: "dtmf", Digit: { Length: 1 } digit }:
                    keys += digit;
                    // What means the same in every prompt waits for no second key. A date and a postcode may begin with 0: there it is a person's when no other key follows.
                    if (keys.Length >= (wanted ?? int.MaxValue) || keys is "*" or "#" || (keys == "0" && wanted is not > 1)) return new Heard(keys, null, null);
                    break;
            }
        }
    }

    private async Task<RelayFrame?> NextAsync(TimeSpan within, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            // Not ReadAsync: that of .NET 10 loses what is written at the moment at which it is cancelled (dotnet/runtime #132094), and it may be the 0 of somebody who wants a person.
            return await frames.Reader.WaitToReadAsync(either.Token) && frames.Reader.TryRead(out var frame) ? frame : throw new ChannelClosedException();
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private Task SayAsync(string text, string language, bool isLast, CancellationToken ct) =>
        socket.SendAsync(RelayJson.Say(text, SpokenAsTwiml.Locale(language), isLast), WebSocketMessageType.Text, endOfMessage: true, ct);

    private async Task ReadAsync(CancellationToken ct)
    {
        var buffer = new byte[LongestFrame];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    // A frame that is longer is nobody's: the socket is closed for it.
                    if (length == buffer.Length) return;
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), ct);
                    if (part.MessageType == WebSocketMessageType.Close) return;
                    length += part.Count;
                } while (!part.EndOfMessage);
                if (RelayJson.Read(buffer.AsSpan(0, length)) is { } frame) frames.Writer.TryWrite(frame);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Whoever waits for a frame hears that there are no more.
        }
        finally
        {
            frames.Writer.TryComplete();
        }
    }
}
