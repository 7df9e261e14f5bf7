using System.Net.WebSockets;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Relay;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Gives the talk to the service's WebSocket until the session is over, then asks the action.</summary>
internal static class ConnectVerb
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public static async Task<Step?> RunAsync(CallLeg leg, TwimlElement element)
    {
        if (element.Children.FirstOrDefault(child => child.Name == "ConversationRelay") is not { } relay)
        {
            leg.Network.Report(leg, 12200, "<Connect> needs a <ConversationRelay>", element.DocumentUrl ?? "");
            return null;
        }

        var url = relay["url"] ?? "";
        if (!IsAllowed(url))
        {
            leg.Network.Report(leg, 64101, $"« {url} » is no wss:// URL", element.DocumentUrl ?? "");
            return After(element, "failed", Sids.New("VX"), TimeSpan.Zero, null, (64101, "invalid URL"));
        }

        return await TalkAsync(leg, element, relay, url);
    }

    private static async Task<Step?> TalkAsync(CallLeg leg, TwimlElement element, TwimlElement relay, string url)
    {
        using var limit = new CancellationTokenSource(ConnectTimeout, leg.Network.Time);
        RelaySocket socket;
        try
        {
            socket = await RelaySocket.OpenAsync(leg.Network, url, limit.Token);
        }
        catch (Exception refused) when (refused is WebSocketException or OperationCanceledException or HttpRequestException or IOException or InvalidOperationException)
        {
            leg.Network.Report(leg, 64102, $"no WebSocket: {refused.Message}", url);
            return After(element, "failed", Sids.New("VX"), TimeSpan.Zero, null, (64102, "unable to connect"));
        }

        using var open = socket;
        var session = new RelaySession(leg, relay, socket);
        leg.CutRelay = socket.Cut;
        leg.Hear(Heard.Line, "relay");
        var start = leg.Network.Time.GetTimestamp();
        try
        {
            var failure = await session.RunAsync();
            if (failure is { } why)
                leg.Network.Report(leg, why.Code, why.Message, url);
            return After(element, failure is null ? "ended" : "failed", session.Id, leg.Network.Time.GetElapsedTime(start), session.HandoffData, failure);
        }
        catch (CallInterrupted interrupted)
        {
            if (interrupted.Interruption is LineOver && After(element, "completed", session.Id, leg.Network.Time.GetElapsedTime(start), null, null, CallStatus.Completed) is { } ask)
                LegFlow.Tell(leg, ask);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure);
            throw;
        }
        finally
        {
            leg.CutRelay = null;
        }
    }

    // Encrypted, as the provider demands; on the own machine there is nobody to hide from.
    private static bool IsAllowed(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme == "wss" || (parsed.Scheme == "ws" && parsed.IsLoopback));

    private static Ask? After(
        TwimlElement element, string status, string sessionId, TimeSpan duration, string? handoffData, (int Code, string Message)? failure, string? callStatus = null)
    {
        List<(string, string)> told = [("SessionId", sessionId), ("SessionStatus", status), ("SessionDuration", Parameters.Seconds(duration))];
        if (handoffData is not null)
            told.Add(("HandoffData", handoffData));
        if (failure is { } why)
            told.AddRange([("ErrorCode", Parameters.Number(why.Code)), ("ErrorMessage", why.Message)]);
        if (callStatus is not null)
            told.Add(("CallStatus", callStatus));
        return element.AskAt("action", "method", [.. told]);
    }
}
