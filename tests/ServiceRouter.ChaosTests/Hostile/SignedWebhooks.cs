using System.Globalization;
using System.Text;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>
/// Webhooks of the provider with hostile values and a right signature, so that what stands behind the signature is reached. Calls, messages and numbers are few, and come again
/// and again: each call is begun, talked on and ended in an order that chance makes. The same number is always the same request.
/// </summary>
/// <param name="endpoints">All endpoints; those of the provider are taken.</param>
/// <param name="provider">Signs them.</param>
/// <param name="lines">Counsellors' lines on which somebody talks.</param>
internal sealed class SignedWebhooks(IReadOnlyList<PublicEndpoint> endpoints, PlayedProvider provider, IReadOnlyList<Guid> lines)
{
    private const string Root = "/twilio/";
    private const int Calls = 40;
    private const int LongestForm = 60_000;

    // Whatever has a wrong id is refused, and reaches nothing.
    private const int RareId = 40;

    private static readonly string[] Said =
        ["carte grise", "je veux parler à un conseiller", "pas de robot", "je veux mourir", "oui", "non", "STOP", "AIDE", "REPRISE", "1", "2", "23000", "demain à dix heures", "Comment renouveler ma carte d'identité ?"];

    private readonly IReadOnlyList<PublicEndpoint> webhooks = [.. endpoints.Where(e => e is { Method: "POST" } && e.Pattern.StartsWith(Root, StringComparison.Ordinal))];

    public HostileRequest Make(int seed, int number)
    {
        var random = new Random(HostileRequests.HashCode(seed, number));
        var endpoint = webhooks[random.Next(webhooks.Count)];
        var target = Path(random, endpoint.Pattern);
        var (kind, type, body, signed) = Body(random, target);
        if (kind == "JSON") target = RequestSigner.WithBodyHash(target, body);
        var signature = provider.Sign(target, signed);
        var head = $"POST {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Forwarded-For: {Addresses.Of(random.Next(1 << 16))}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{RequestSigner.Header}: {signature}\r\n\r\n";
        return new HostileRequest($"request {number} of seed {seed}: signed {endpoint.Pattern}, {kind}", [.. Encoding.Latin1.GetBytes(head), .. body], "") { IsSigned = true };
    }

    private string Path(Random random, string pattern)
    {
        var path = string.Join('/', pattern.Split('/').Select(part => !part.StartsWith('{') ? part
            : part.Contains("guid", StringComparison.Ordinal) ? $"{(random.Next(4) == 0 ? new Guid([.. Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256))]) : lines[random.Next(lines.Count)]):N}"
            : random.Next(8) == 0 ? $"{random.Next(100_000) + 1}" : $"{random.Next(6) + 1}"));
        string[] asked = ["times", "silences", "lang", "why", "call", "turn", "keys"];
        // The talk over a socket asks what is to be done after it, and says in its address where it stood.
        var query = asked.Where(name => random.Next(4) == 0 || (name is "call" or "turn" && pattern.EndsWith("/over", StringComparison.Ordinal)))
            .Select(name => $"{name}={(name is "lang" or "why" or "call" ? Nasty.InAddress(random, name == "call" && random.Next(2) == 0 ? Call(random) : Nasty.Word(random)) : $"{random.Next(5)}")}").ToList();
        var whole = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        return whole.Length <= 4000 ? whole : whole[..4000];
    }

    /// <returns>What is sent, and what of it is signed: forms by their fields, everything else by its address alone.</returns>
    private (string Kind, string Type, byte[] Body, IReadOnlyList<KeyValuePair<string, string>>? Signed) Body(Random random, string target)
    {
        var fields = Fields(random);
        switch (random.Next(20))
        {
            case 0:
                return ("JSON", "application/json", Encoding.UTF8.GetBytes(Nasty.Word(random)), null);
            case 1:
                fields = [.. fields, .. Enumerable.Range(0, random.Next(900, 1500)).Select(n => KeyValuePair.Create($"f{n}", ""))];
                return ("form of many", Form, Encode(fields), fields);
            case 2:
                var parts = string.Concat(fields.Select(f => $"--x\r\nContent-Disposition: form-data; name=\"{f.Key}\"\r\n\r\n{f.Value}\r\n"));
                return ("multipart", "multipart/form-data; boundary=x", Encoding.UTF8.GetBytes($"{parts}--x--\r\n"), fields);
            case 3:
                var file = "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nc\r\n--x--\r\n";
                return ("file", "multipart/form-data; boundary=x", Encoding.UTF8.GetBytes(file), null);
            default:
                return ("form", Form, Encode(fields), fields);
        }
    }

    private const string Form = "application/x-www-form-urlencoded";

    private List<KeyValuePair<string, string>> Fields(Random random)
    {
        var call = Call(random);
        List<KeyValuePair<string, string>> fields =
        [
            Id("CallSid", call), Id("MessageSid", "SM" + call[2..]), Id("ConferenceSid", "CF" + call[2..]), Id("AccountSid", provider.Network.Settings.AccountSid), Field("From", random.Next(8) == 0 ? "anonymous" : $"+3363998{random.Next(40):0000}"), Field("To", "+33199000000"),
            Field("Body", Said[random.Next(Said.Length)]), Field("SpeechResult", Said[random.Next(Said.Length)]), Field("Confidence", "0.9"), Field("Digits", "0123456789*#"[random.Next(12)].ToString()),
            Field("CallStatus", Statuses[random.Next(Statuses.Length)]), Field("QueueResult", Results[random.Next(Results.Length)]), Field("StatusCallbackEvent", random.Next(2) == 0 ? "participant-join" : "participant-leave"),
            Field("HandoffData", $"{{\"turn\":{random.Next(6)},\"keys\":\"0\",\"silences\":0}}"),
        ];
        // A name twice, a name that nobody knows.
        if (random.Next(10) == 0) fields.Add(fields[random.Next(fields.Count)]);
        if (random.Next(10) == 0) fields.Add(KeyValuePair.Create(Nasty.Fields[random.Next(Nasty.Fields.Length)], Hostile(random)));
        return [.. fields.Where(f => random.Next(f.Key.EndsWith("Sid", StringComparison.Ordinal) ? RareId : 5) > 0)];

        KeyValuePair<string, string> Field(string name, string usual) => KeyValuePair.Create(name, random.Next(4) == 0 ? Hostile(random) : usual);

        KeyValuePair<string, string> Id(string name, string usual) => KeyValuePair.Create(name, random.Next(RareId) == 0 ? Hostile(random) : usual);
    }

    private static readonly string[] Statuses = ["ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"];

    private static readonly string[] Results = ["queue-full", "error", "system-error", "leave", "bridged", "hangup"];

    private static string Call(Random random) => $"CA{random.Next(Calls).ToString("x32", CultureInfo.InvariantCulture)}";

    // The provider signs characters, and sends them as UTF-8: what is none cannot come from it.
    private static string Hostile(Random random) => random.Next(20) == 0 ? new string('é', random.Next(LongestForm / 20)) : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(Nasty.Word(random)));

    private static byte[] Encode(IEnumerable<KeyValuePair<string, string>> fields) =>
        Encoding.ASCII.GetBytes(string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}")));
}
