using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.TwiML;

namespace ServiceRouter.PhoneSimulator.Relay;

/// <summary>One conversation over a WebSocket, from its setup frame to its end.</summary>
internal sealed class RelaySession(CallLeg leg, TwimlElement relay, RelaySocket socket)
{
    private const int MostUnknownFrames = 10;

    private readonly RelayVoice voice = new(leg);
    private string language = relay["transcriptionLanguage"] ?? relay["language"] ?? "en-US";
    private string speechLanguage = relay["ttsLanguage"] ?? relay["language"] ?? "en-US";
    private string saidSoFar = "";
    private int unknownFrames;

    public string Id { get; } = Sids.New("VX");

    public string? HandoffData { get; private set; }

    /// <summary>Runs until the service ends it or the connection is lost.</summary>
    /// <returns>Nothing when the service ended it; else a code and why it failed.</returns>
    public async Task<(int Code, string Message)?> RunAsync()
    {
        await socket.SendAsync(RelayFrames.Setup(leg, Id, relay));
        _ = socket.ReadAsync(text => leg.Mailbox.Post(new RelayFrame(text, this)));
        if (relay["welcomeGreeting"] is { Length: > 0 } greeting)
            voice.Token(greeting, isLast: true, speechLanguage, Allows(relay["welcomeGreetingInterruptible"], "any"));
        while (true)
        {
            switch (await leg.Mailbox.NextAsync())
            {
                case KeyPressed key:
                    await InterruptAsync("dtmf");
                    if (relay.Flag("dtmfDetection", false))
                        await socket.SendAsync(RelayFrames.Dtmf(key.Key));
                    break;
                case WordsSaid words:
                    await InterruptAsync("speech");
                    saidSoFar = $"{saidSoFar} {words.Text}".Trim();
                    if (words.GoesOn)
                        break;
                    await socket.SendAsync(RelayFrames.Prompt(saidSoFar, language));
                    saidSoFar = "";
                    break;
                // The last words of a session before this one.
                case RelayFrame old when old.Session != this:
                    break;
                case RelayFrame { Text: null }:
                    return (39001, "the WebSocket was lost");
                case RelayFrame frame when !await TakeAsync(frame.Text!):
                    return HandoffData is null && unknownFrames >= MostUnknownFrames ? (64105, "too many frames that are nothing") : null;
            }
        }
    }

    /// <returns>False when the session is over.</returns>
    private async Task<bool> TakeAsync(string text)
    {
        var frame = Read(text);
        switch ((string?)frame?["type"])
        {
            case "text" when frame!["token"] is JsonValue token && token.GetValueKind() == JsonValueKind.String:
                voice.Token((string)token!, Is(frame["last"]), Text(frame["lang"]) ?? speechLanguage, frame["interruptible"] is { } said ? Allows(said.ToString(), "any") : Allows(relay["interruptible"], "any"));
                break;
            case "play" when Text(frame!["source"]) is { } source:
                leg.Hear(Heard.Sound, source);
                break;
            case "sendDigits" when Text(frame!["digits"]) is { Length: > 0 } digits && digits.All(digit => "0123456789w#*".Contains(digit, StringComparison.Ordinal)):
                leg.Hear(Heard.Sound, $"[{digits}]");
                break;
            case "language":
                (speechLanguage, language) = (Text(frame!["ttsLanguage"]) ?? speechLanguage, Text(frame["transcriptionLanguage"]) ?? language);
                break;
            case "end":
                HandoffData = Text(frame!["handoffData"]);
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure);
                return false;
            default:
                return await RefuseAsync(text);
        }

        unknownFrames = 0;
        return true;
    }

    private async Task<bool> RefuseAsync(string text)
    {
        leg.Network.Report(leg, 64107, $"no frame of the relay: {(text.Length > 200 ? text[..200] : text)}", relay["url"] ?? "");
        await socket.SendAsync(RelayFrames.Error("Invalid message received: " + (text.Length > 200 ? text[..200] : text)));
        if (++unknownFrames < MostUnknownFrames)
            return true;
        await socket.CloseAsync(WebSocketCloseStatus.InvalidPayloadData);
        return false;
    }

    private async Task InterruptAsync(string kind)
    {
        if (!voice.IsSpeaking || !voice.MayBeInterrupted || !Allows(relay["interruptible"], kind))
            return;
        var (heard, after) = voice.Interrupt();
        await socket.SendAsync(RelayFrames.Interrupt(heard, after));
    }

    // none, dtmf, speech, any; true and false are old spellings of any and none.
    private static bool Allows(string? attribute, string kind) => attribute?.ToLowerInvariant() switch
    {
        null or "any" or "true" => true,
        "none" or "false" => false,
        var only => kind == "any" || only == kind,
    };

    private static JsonObject? Read(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool Is(JsonNode? node) => node is JsonValue value && bool.TryParse(Convert.ToString(value.ToString(), CultureInfo.InvariantCulture), out var flag) && flag;
}
