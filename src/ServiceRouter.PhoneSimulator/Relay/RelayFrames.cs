using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.TwiML;

namespace ServiceRouter.PhoneSimulator.Relay;

/// <summary>Frames from the provider to the service.</summary>
internal static class RelayFrames
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Setup(CallLeg leg, string sessionId, TwimlElement relay)
    {
        var custom = new JsonObject();
        foreach (var parameter in relay.Children.Where(child => child.Name == "Parameter"))
            custom[parameter["name"] ?? ""] = parameter["value"] ?? "";
        return Text(new()
        {
            ["type"] = "setup",
            ["sessionId"] = sessionId,
            ["accountSid"] = leg.Network.Settings.AccountSid,
            ["parentCallSid"] = leg.Origin.Parent?.Sid ?? "",
            ["callSid"] = leg.Sid,
            ["from"] = leg.Origin.From,
            ["to"] = leg.Origin.To,
            ["forwardedFrom"] = leg.Origin.ForwardedFrom ?? "",
            ["callType"] = "PSTN",
            ["callerName"] = leg.Origin.CallerName ?? "",
            ["direction"] = leg.Origin.Direction == "inbound" ? "inbound" : "outbound",
            ["callStatus"] = leg.Status.ToUpperInvariant().Replace('-', '_'),
            ["customParameters"] = custom,
        });
    }

    public static string Prompt(string words, string language) =>
        Text(new() { ["type"] = "prompt", ["voicePrompt"] = words, ["lang"] = language, ["last"] = true });

    public static string Dtmf(char key) => Text(new() { ["type"] = "dtmf", ["digit"] = key.ToString() });

    public static string Interrupt(string heard, TimeSpan after) =>
        Text(new() { ["type"] = "interrupt", ["utteranceUntilInterrupt"] = heard, ["durationUntilInterruptMs"] = (long)after.TotalMilliseconds });

    public static string Error(string description) => Text(new() { ["type"] = "error", ["description"] = description });

    private static string Text(JsonObject frame) => frame.ToJsonString(Json);
}
