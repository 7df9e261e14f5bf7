using System.Globalization;
using System.Text;
using ServiceRouter.ChaosTests.Load;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>One request of the fuzzer.</summary>
/// <param name="Name">What it is, for the report.</param>
/// <param name="Bytes">As sent.</param>
/// <param name="Role">Whose rights it has.</param>
internal sealed record HostileRequest(string Name, byte[] Bytes, string Role)
{
    /// <summary>It has the provider's signature.</summary>
    public bool IsSigned { get; init; }
}

/// <summary>Makes requests from a seed: the same number is always the same request, so that a breach can be sent again.</summary>
/// <param name="endpoints">What is attacked.</param>
/// <param name="tokens">Bearer token by role; "" is nobody's.</param>
/// <param name="sessions">Cookies by role, for what is no API: there no token is taken.</param>
/// <param name="receipts">Receipts of real people: only altered ones are sent.</param>
internal sealed class HostileRequests(IReadOnlyList<PublicEndpoint> endpoints, IReadOnlyDictionary<string, string> tokens, IReadOnlyDictionary<string, string> sessions, IReadOnlyList<string> receipts)
{
    private const int LongBody = 10 << 20;
    private const int Deep = 20_000;
    private const string Signs = "23456789ACDEFHJKLMNPRTUVWXY";

    public HostileRequest Make(int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        // Each endpoint is met in its turn; what is done to it is chance.
        var endpoint = endpoints[number % endpoints.Count];
        var method = random.Next(20) == 0 ? Methods[random.Next(Methods.Length)] : endpoint.Method;
        var role = tokens.Keys.ElementAt(random.Next(tokens.Count));
        var (kind, type, body) = method is "GET" or "HEAD" && random.Next(10) > 0 ? ("no body", "", "") : Body(random, number);
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {Path(random, endpoint.Pattern)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Forwarded-For: {Addresses.Of(random.Next(1 << 16))}\r\n");
        if (!endpoint.Pattern.StartsWith("/api", StringComparison.Ordinal))
        {
            // Who is signed out meets the rest as nobody.
            if (sessions.TryGetValue(role, out var session) && endpoint.Pattern != "/deconnexion") head.Append(CultureInfo.InvariantCulture, $"Cookie: {session}\r\n");
        }
        else if (tokens[role].Length > 0) head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {tokens[role]}\r\n");
        if (type.Length > 0) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        if (kind == "broken chunks") head.Append("Transfer-Encoding: chunked\r\n");
        else if (body.Length > 0 || method is not ("GET" or "HEAD")) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        foreach (var header in Headers.Where(_ => random.Next(6) == 0)) head.Append(CultureInfo.InvariantCulture, $"{header}: {HeaderValue(random)}\r\n");
        if (random.Next(2) == 0) head.Append("Sec-Fetch-Site: same-origin\r\n");
        return new HostileRequest($"request {number} of seed {seed}: {method} {endpoint.Pattern}, {kind}, as {(role.Length == 0 ? "nobody" : role)}", Encoding.Latin1.GetBytes($"{head}\r\n{body}"), role);
    }

    private static readonly string[] Methods = ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "POST", "GET"];

    private static readonly string[] Headers =
        ["Accept", "Accept-Language", "Accept-Encoding", "Origin", "Referer", "Last-Event-ID", "If-None-Match", "If-Modified-Since", "Range", "User-Agent", "Cookie", "X-Forwarded-Proto", "RequestVerificationToken", "Expect-CT", "Upgrade-Insecure-Requests", "X-HTTP-Method-Override"];

    // System.HashCode is salted in each process.
    internal static int HashCode(int seed, int number) => unchecked((seed * 486187739) ^ (number * 16777619) ^ (number >> 7));

    private string Path(Random random, string pattern)
    {
        var path = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '{')
            {
                path.Append(pattern[i]);
                continue;
            }
            var depth = 0;
            do depth += pattern[i] == '{' ? 1 : pattern[i] == '}' ? -1 : 0;
            while (depth > 0 && ++i < pattern.Length);
            path.Append(Parameter(random));
        }
        if (random.Next(3) == 0)
            path.Append('?').AppendJoin('&', Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"{Nasty.Fields[random.Next(Nasty.Fields.Length)]}={Nasty.InAddress(random, Nasty.Word(random))}"));
        return path.Length <= 7000 ? path.ToString() : path.ToString(0, 7000);
    }

    private string Parameter(Random random) => random.Next(6) switch
    {
        0 => Almost(random, receipts[random.Next(receipts.Count)]),
        1 => new string([.. Enumerable.Range(0, 14).Select(_ => Signs[random.Next(Signs.Length)])]),
        2 => new Guid([.. Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256))]).ToString(),
        3 => $"{random.Next(-5, 700)}",
        _ => Nasty.InAddress(random, Nasty.Word(random)) is { Length: > 0 } word ? word : "-",
    };

    // One sign changed: the check sign or the database must find that it is not the neighbour's.
    private static string Almost(Random random, string receipt)
    {
        var signs = receipt.ToCharArray();
        var place = Array.FindIndex(signs, random.Next(signs.Length - 1), c => c != '-');
        signs[place] = Signs[(Signs.IndexOf(signs[place]) + random.Next(1, Signs.Length)) % Signs.Length];
        return new string(signs);
    }

    private static (string Kind, string Type, string Body) Body(Random random, int number) => number % 400 == 399
        ? ("10 MB", random.Next(2) == 0 ? "application/json" : "application/x-www-form-urlencoded", "texte=" + new string('a', LongBody))
        : random.Next(10) switch
        {
            0 => ("deep nesting", "application/json", new string(random.Next(2) == 0 ? '[' : '{', Deep)),
            1 => ("deep objects", "application/json", string.Concat(Enumerable.Repeat("{\"text\":", 2000)) + "1" + new string('}', 2000)),
            2 => ("broken JSON", "application/json", Json(random)[..^random.Next(1, 3)]),
            3 => ("wrong types", "application/json", Json(random)),
            4 => ("bytes", "application/json; charset=utf-8", Nasty.Bytes(random, random.Next(1, 3000))),
            5 => ("multipart", "multipart/form-data; boundary=x", $"--x\r\nContent-Disposition: form-data; name=\"{Nasty.Fields[random.Next(Nasty.Fields.Length)]}\"; filename=\"{Nasty.Word(random)}\"\r\n\r\n{Nasty.Word(random)}\r\n--x{(random.Next(2) == 0 ? "--" : "")}"),
            6 => ("broken chunks", "application/x-www-form-urlencoded", random.Next(2) == 0 ? "zz\r\nabc" : "5\r\ntexte\r\n0\r\n\r\n"),
            7 => ("form of many", "application/x-www-form-urlencoded", string.Concat(Enumerable.Repeat("a=b&", random.Next(1000, 3000)))),
            8 => ("another type", Nasty.Words[random.Next(4)] + "text/plain", Nasty.Word(random)),
            _ => ("form", "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"{Nasty.Fields[random.Next(Nasty.Fields.Length)]}={Nasty.InAddress(random, Nasty.Word(random))}"))),
        };

    private static string Json(Random random) => "{" + string.Join(',', Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"\"{Nasty.Fields[random.Next(Nasty.Fields.Length)]}\":{Value(random)}")) + "}";

    private static string Value(Random random) => random.Next(8) switch
    {
        0 => "null", 1 => "true", 2 => $"{random.NextInt64()}", 3 => "1e400", 4 => "[1,[2,[3]]]", 5 => "{\"a\":{\"b\":null}}", 6 => "\"\\ud800\\u0000\"",
        _ => "\"" + Nasty.Word(random).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"",
    };

    // No line ends: those would be another request, and what comes after the first is not ours to judge.
    private static string HeaderValue(Random random) => Nasty.Word(random).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) is var word && word.Length > 1500 ? word[..1500] : word;
}
