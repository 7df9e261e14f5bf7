using System.Collections.Concurrent;
using System.Globalization;
using ServiceRouter.ChaosTests.Hostile;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 17: requests from a seed at every endpoint, as nobody, as a counsellor and as a manager: none fails on our side, none shows what another
/// person wrote or what the program is made of, no WebSocket opens for another site, and afterwards somebody still gets a receipt.
/// </summary>
internal sealed class HostileInput : ICase
{
    private const int Seed = 1017;
    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Traces of our own code, of the framework and of the database.
    private static readonly string[] Inside = ["   at ServiceRouter.", "   at Microsoft.", "   at System.", "Npgsql.", "PostgresException", "EntityFrameworkCore", "NullReferenceException"];

    public string Number => "17";

    public string Name => "hostile input at every endpoint";

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        var count = isLong ? 100_000 : 2_500;
        await using var service = await Service.StartAsync(ground);
        using var fronts = new Fronts(service.Nodes);
        var breaches = new ConcurrentQueue<string>();
        var victims = await Task.WhenAll(Enumerable.Range(1, 3).Select(number => Victim.ComeAsync(fronts, number)));
        var requests = new HostileRequests(await PublicEndpoints.ReadAsync(ground), await TokensAsync(fronts), [.. victims.Select(v => v.Receipt)]);
        await log.WriteLineAsync($"case 17: {count} requests");
        var statuses = new ConcurrentDictionary<int, int>();

        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var request = requests.Make(Seed, number);
            var answer = await RawHttp.SendAsync(service.Nodes[number % service.Nodes.Count].Address, request.Bytes, Patience);
            statuses.AddOrUpdate(answer?.Status ?? 0, 1, (_, seen) => seen + 1);
            foreach (var breach in Judged(request, answer, victims)) breaches.Enqueue(breach);
        });
        foreach (var breach in await WebSockets.BreachesAsync(service, fronts, await PublicEndpoints.ReadAsync(ground))) breaches.Enqueue(breach);
        foreach (var victim in victims)
            if (!await victim.SeesOwnWordsAsync(fronts)) breaches.Enqueue("a citizen of before no longer sees what they wrote");
        if ((await Victim.ComeAsync(fronts, 9)).Receipt.Length == 0) breaches.Enqueue("nobody gets a receipt any more");

        return new Verdict
        {
            Promises = count, Recovered = 0, WithoutPromise = 0, Unexpected = 0, Visible = [], Breaches = [.. breaches],
            Facts = statuses.OrderBy(s => s.Key).ToDictionary(s => s.Key == 0 ? "no answer" : s.Key.ToString(CultureInfo.InvariantCulture), s => s.Value.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static IEnumerable<string> Judged(HostileRequest request, RawAnswer? answer, IEnumerable<Victim> victims)
    {
        // Whoever sends more than we read, or no HTTP at all, may find the connection closed.
        if (answer is null && request.Bytes.Length < 64 << 10 && !request.Name.Contains("broken chunks", StringComparison.Ordinal)) yield return $"no answer: {request.Name}";
        if (answer is null) yield break;
        if (answer.Status >= 500) yield return $"{answer.Status}: {request.Name}";
        if (Inside.FirstOrDefault(i => answer.Text.Contains(i, StringComparison.Ordinal)) is { } inside) yield return $"shows {inside}: {request.Name}";
        // A counsellor's desk shows who waits: that is its purpose.
        if (request.Role != Counsellor && victims.FirstOrDefault(v => answer.Text.Contains(v.Secret, StringComparison.Ordinal)) is not null) yield return $"shows a citizen's words: {request.Name}";
    }

    private const string Counsellor = "counsellor";

    private static async Task<Dictionary<string, string>> TokensAsync(Fronts fronts) => new()
    {
        [""] = "",
        [Counsellor] = await DemoToken.OfAsync(fronts, "conseiller1"),
        ["manager"] = await DemoToken.OfAsync(fronts, "responsable1"),
    };
}
