using System.Net.WebSockets;
using System.Text;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>Talks over the provider's WebSocket, with a right signature: one with words, the others with frames that no provider sends. Each is taken, and none is an error of the node.</summary>
internal static class RelayFrames
{
    private const string Failure = "An unhandled exception was thrown by the application";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<string>> BreachesAsync(Service service, PlayedProvider provider, int seed, int count)
    {
        var before = service.Nodes.Select(Failures).ToList();
        var breaches = new List<string>();
        for (var number = 0; number < count; number++)
        {
            var random = new Random(HostileRequests.HashCode(seed, number));
            var call = $"CA{number:x32}";
            if (await TalkAsync(service.Nodes[number % service.Nodes.Count], provider, call, Frames(random, call)) is { } breach) breaches.Add($"talk {number} over a WebSocket, seed {seed}: {breach}");
        }
        foreach (var (node, seen) in service.Nodes.Zip(before))
            if (Failures(node) > seen) breaches.Add($"{node.Name} failed {Failures(node) - seen} times while talks came over WebSockets");
        return breaches;
    }

    private static int Failures(RouterNode node) => node.Log.Split(Failure).Length - 1;

    private static async Task<string?> TalkAsync(RouterNode node, PlayedProvider provider, string call, IEnumerable<byte[]> frames)
    {
        var target = $"/twilio/voice/relay?call={call}&turn=1";
        using var socket = new ClientWebSocket();
        using var limit = new CancellationTokenSource(Patience);
        socket.Options.SetRequestHeader(RequestSigner.Header, provider.Sign(target, scheme: "ws"));
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{node.Address.Authority}{target}"), limit.Token);
        }
        catch (WebSocketException e)
        {
            return $"no handshake: {e.Message}";
        }
        try
        {
            foreach (var frame in frames) await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        }
        catch (WebSocketException)
        {
            // The node has closed it, as it may: for a frame that is too long, or one that is no text.
        }
        return null;
    }

    private static IEnumerable<byte[]> Frames(Random random, string call)
    {
        if (random.Next(4) > 0) yield return Encoding.UTF8.GetBytes($"{{\"type\":\"setup\",\"callSid\":\"{call}\",\"from\":\"+33639980001\"}}");
        for (var left = random.Next(1, 12); left > 0; left--)
            yield return random.Next(6) switch
            {
                0 => Encoding.Latin1.GetBytes(Nasty.Word(random)),
                1 => Encoding.UTF8.GetBytes("{\"type\":\"prompt\",\"last\":true,\"voicePrompt\":\"je veux parler à un conseiller\"}"),
                2 => Encoding.UTF8.GetBytes($"{{\"type\":\"dtmf\",\"digit\":\"{random.Next(10)}\"}}"),
                3 => Encoding.UTF8.GetBytes("{\"type\":\"prompt\",\"last\":{\"a\":[1]},\"voicePrompt\":7}"),
                4 => Encoding.UTF8.GetBytes(new string('[', random.Next(100, 20_000))),
                _ => Encoding.UTF8.GetBytes("{\"type\":\"prompt\",\"last\":true,\"voicePrompt\":\"\\u0000\\ud800 carte \\u001b[31m grise\"}"),
            };
    }
}
