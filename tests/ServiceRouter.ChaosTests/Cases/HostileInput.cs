using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ServiceRouter.ChaosTests.Hostile;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 17: requests from a seed at every endpoint, as nobody, as a counsellor, as a manager and as the provider of calls, whose signature is right and whose values are not:
/// none fails on our side, none shows what another person wrote or what the program is made of, no WebSocket opens for another site, and afterwards somebody still gets a receipt.
/// </summary>
internal sealed class HostileInput : ICase
{
    private const int Seed = 1017;
    private const int AtOnce = 16;
    private const int EachSigned = 5;
    private const int Relayed = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Traces of our own code, of the framework and of the database.
    private static readonly string[] Inside = ["   at ServiceRouter.", "   at Microsoft.", "   at System.", "Npgsql.", "PostgresException", "EntityFrameworkCore", "NullReferenceException"];

    public string Number => "17";

    public string Name => "hostile input at every endpoint";

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        var count = isLong ? 100_000 : 2_500;
        await using var provider = await PlayedProvider.StartAsync(Patience);
        await using var service = await Service.StartAsync(ground, provider.Account);
        provider.Reach(service);
        using var fronts = new Fronts(service.Nodes);
        await using var talks = await TalksUnderWay.BeginAsync(service, fronts, provider.Network, ground.NewFolder("talks"));
        var breaches = new ConcurrentQueue<string>();
        var victims = await Task.WhenAll(Enumerable.Range(1, 3).Select(number => Victim.ComeAsync(fronts, number)));
        var endpoints = await PublicEndpoints.ReadAsync(ground, provider.Account);
        var sessions = await SessionsAsync(fronts);
        var requests = new HostileRequests(endpoints, await TokensAsync(fronts), sessions, [.. victims.Select(v => v.Receipt)]);
        var webhooks = new SignedWebhooks(endpoints, provider, talks.Lines);
        await log.WriteLineAsync($"case 17: {count} requests");
        var statuses = new ConcurrentDictionary<int, int>();
        var signed = new ConcurrentDictionary<int, int>();

        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            // Without a gap in the numbers of the others: each endpoint is met in its turn.
            var request = number % EachSigned == 0 ? webhooks.Make(Seed, number) : requests.Make(Seed, number - (number / EachSigned) - 1);
            var (answer, isTooLate) = await RawHttp.AskAsync(service.Nodes[number % service.Nodes.Count].Address, request.Bytes, Patience);
            (request.IsSigned ? signed : statuses).AddOrUpdate(answer?.Status ?? 0, 1, (_, seen) => seen + 1);
            foreach (var breach in Judged(request, answer, isTooLate, victims)) breaches.Enqueue(breach);
        });
        foreach (var breach in await WebSockets.BreachesAsync(service, fronts, endpoints)) breaches.Enqueue(breach);
        foreach (var breach in await RelayFrames.BreachesAsync(service, provider, Seed, Relayed)) breaches.Enqueue(breach);
        if (signed.GetValueOrDefault(200) + signed.GetValueOrDefault(204) < signed.Values.Sum() / 2) breaches.Enqueue("the case has shown nothing: most of the signed webhooks were refused");
        foreach (var victim in victims)
            if (!await victim.SeesOwnWordsAsync(fronts)) breaches.Enqueue("a citizen of before no longer sees what they wrote");
        // Else most of what was sent to their pages was sent by nobody.
        foreach (var (role, page) in new[] { (Counsellor, "/desk"), (Manager, "/pilotage") })
            if (await fronts.SendAsync(0, () => WithCookie(page, sessions[role]), Patience, CancellationToken.None) is var own && own is not { Status: 200 }) breaches.Enqueue($"the case has shown nothing: {page} answers {own?.Status} to its {role}");
        if ((await Victim.ComeAsync(fronts, 9)).Receipt.Length == 0) breaches.Enqueue("nobody gets a receipt any more");
        foreach (var breach in await AtRest.BreachesAsync(service)) breaches.Enqueue(breach);

        return new Verdict
        {
            Promises = count, Recovered = 0, WithoutPromise = 0, Unexpected = 0, Visible = [], Breaches = [.. breaches],
            Facts = Told(statuses, "").Concat(Told(signed, "signed: ")).ToDictionary(),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Told(IReadOnlyDictionary<int, int> statuses, string what) =>
        statuses.OrderBy(s => s.Key).Select(s => KeyValuePair.Create($"{what}{(s.Key == 0 ? "no answer" : s.Key.ToString(CultureInfo.InvariantCulture))}", s.Value.ToString(CultureInfo.InvariantCulture)));

    private static IEnumerable<string> Judged(HostileRequest request, RawAnswer? answer, bool isTooLate, IEnumerable<Victim> victims)
    {
        // Whoever sends more than we read, or no HTTP at all, may find the connection closed: closed, and not open for as long as anybody waits.
        if (isTooLate) yield return $"no answer and no end: {request.Name}";
        else if (answer is null && request.Bytes.Length < 64 << 10 && !request.Name.Contains("broken chunks", StringComparison.Ordinal)) yield return $"no answer: {request.Name}";
        if (answer is null) yield break;
        if (answer.Status >= 500) yield return $"{answer.Status}: {request.Name}";
        if (request.IsSigned && answer.Status == 200 && !IsTwiml(answer.Text)) yield return $"no TwiML: {request.Name}";
        if (Inside.FirstOrDefault(i => answer.Text.Contains(i, StringComparison.Ordinal)) is { } inside) yield return $"shows {inside}: {request.Name}";
        // A counsellor's desk shows who waits: that is its purpose.
        if (request.Role != Counsellor && victims.FirstOrDefault(v => answer.Text.Contains(v.Secret, StringComparison.Ordinal)) is not null) yield return $"shows a citizen's words: {request.Name}";
    }

    /// <summary>Whoever listens hears what the provider can read, and nothing else.</summary>
    private static bool IsTwiml(string answer)
    {
        try
        {
            return XDocument.Parse(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]))).Root?.Name == "Response";
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private const string Counsellor = "counsellor";
    private const string Manager = "manager";

    private static HttpRequestMessage WithCookie(string page, string session)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.TryAddWithoutValidation("Cookie", session);
        return request;
    }

    private static async Task<Dictionary<string, string>> SessionsAsync(Fronts fronts) => new()
    {
        [Counsellor] = await WebSockets.SessionAsync(fronts, "conseiller1"),
        [Manager] = await WebSockets.SessionAsync(fronts, "responsable1"),
    };

    private static async Task<Dictionary<string, string>> TokensAsync(Fronts fronts) => new()
    {
        [""] = "",
        [Counsellor] = await DemoToken.OfAsync(fronts, "conseiller1"),
        [Manager] = await DemoToken.OfAsync(fronts, "responsable1"),
    };
}
