using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Hostile;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 18: one address sends a hundred times what all others send together, holds half-open connections, presses of the button that do not come to their end, and streams that it does not read.
/// The others are all served, nobody behind the flooder's address is shut out, and what both nodes hold in memory stays bounded. The long form has the others' time as an aim.
/// </summary>
internal sealed class Flood : ICase
{
    private const int Seed = 1018;
    private const double OthersPerSecond = 5;
    private const double FloodPerSecond = 100 * OthersPerSecond;
    private const long MostGrowth = 400L << 20;
    private const int FewestNeighbours = 3;

    // Requests for a human that are worked on at once for an address.
    private const int FewestSlow = 2;
    private const double MostRatio = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public string Number => "18";

    public string Name => "a flood of 100 x from one address, slow readers, half-open connections";

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        await using var service = await Service.StartAsync(ground);
        using var fronts = new Fronts(service.Nodes);
        var breaches = new ConcurrentQueue<string>();
        var plan = isLong ? new LoadPlan(300, OthersPerSecond, Seed) : new LoadPlan(30, OthersPerSecond, Seed);
        var receipts = new ConcurrentBag<string>();
        await VisitAsync(fronts, plan with { Citizens = 10 }, 0, [], receipts);
        await Flooder.RehearseAsync(service);

        var calm = await VisitAsync(fronts, plan, 1_000, breaches, receipts);
        var before = MemoryOf(service, breaches);
        await log.WriteLineAsync($"case 18: calm {Verdict.Times(calm)}; the flood begins");
        using var end = new CancellationTokenSource();
        await using var flood = await Flooder.BeginAsync(service, fronts, FloodPerSecond, isLong ? 2_000 : 400, end.Token);
        var visiting = VisitAsync(fronts, plan, 100_000, breaches, receipts);
        var waits = await NeighboursAsync(service, visiting, breaches);
        var flooded = await visiting;
        var most = MemoryOf(service, breaches);
        await end.CancelAsync();
        await flood.EndedAsync();
        var streams = flood.LookAtStreams();

        if (most - before > MostGrowth) breaches.Enqueue($"memory grew by {most - before >> 20} MB under the flood");
        if (flood.Refused == 0) breaches.Enqueue("nothing was refused: this was no flood");
        if (flood.Slow < FewestSlow * service.Nodes.Count) breaches.Enqueue($"the case has shown nothing: the nodes read {flood.Slow} slow presses at once, which stand in nobody's way");
        if (streams.Begun == 0) breaches.Enqueue("the case has shown nothing: no stream that nobody reads had begun");
        foreach (var failure in flood.Failures.Take(5)) breaches.Enqueue($"the flood made the service fail: {failure}");
        var after = await VisitAsync(fronts, plan with { Citizens = 10 }, 200_000, breaches, receipts);
        var ratio = Verdict.Percentile(flooded, 99) / Verdict.Percentile(calm, 99);
        if (isLong && flood.Sent < 9 * flood.Dropped) breaches.Enqueue($"the flooder could not send {flood.Dropped} of its requests: this was less than a hundred times");
        var kept = (await service.QueryAsync("select receipt from handoffs union select receipt from receipt_aliases", r => Rows.Print(r.GetString(0)))).ToHashSet();
        foreach (var breach in await AtRest.BreachesAsync(service)) breaches.Enqueue(breach);
        foreach (var lost in receipts.Where(r => !kept.Contains(r))) breaches.Enqueue($"lost: {lost} is not in the register");
        return new Verdict
        {
            Promises = receipts.Count, Recovered = 0, WithoutPromise = 0, Unexpected = 0, Visible = [], Breaches = [.. breaches],
            // A short form has thirty samples, and says nothing of a ninety-ninth.
            Aims = isLong ? [new Aim("the others' receipts, p99 beside calm", ratio, MostRatio, "times")] : [],
            Facts = new Dictionary<string, string>
            {
                ["receipt p50 p99 max calm"] = Verdict.Times(calm), ["under flood"] = Verdict.Times(flooded), ["after"] = Verdict.Times(after),
                ["p99 ratio"] = string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0}"),
                ["behind the flooder's address"] = Verdict.Times(waits),
                ["flood sent"] = $"{flood.Sent}", ["not sent"] = $"{flood.Dropped}", ["refused"] = $"{flood.Refused}", ["slow presses at once"] = $"{flood.Slow}", ["streams that nobody read"] = $"{streams.Begun}, of which open at the end {streams.Open}", ["memory of both nodes"] = $"{before >> 20} then {most >> 20} MB",
            },
        };
    }

    /// <summary>Of both nodes together; of a node that is not found nothing can be said to grow.</summary>
    private static long MemoryOf(Service service, ConcurrentQueue<string> breaches)
    {
        var figures = service.Nodes.Select(NodeFigures.Of).ToList();
        if (figures.Contains(null)) breaches.Enqueue("the case has shown nothing: the memory of a node was not to be read");
        return figures.Sum(f => f?.Memory ?? 0);
    }

    /// <summary>Citizens from addresses of their own press the button.</summary>
    /// <returns>How long each waited for the receipt, from the moment when they were due.</returns>
    private static async Task<IReadOnlyList<TimeSpan>> VisitAsync(Fronts fronts, LoadPlan plan, int first, ConcurrentQueue<string> breaches, ConcurrentBag<string> receipts)
    {
        var waits = new ConcurrentBag<TimeSpan>();
        await Arrivals.RunAsync(plan, async (number, due) =>
        {
            var victim = await Victim.ComeAsync(fronts, first + number);
            waits.Add(Stopwatch.GetElapsedTime(due));
            if (victim.Receipt.Length > 0) receipts.Add(victim.Receipt);
            else breaches.Enqueue($"citizen {first + number} got no receipt");
        });
        return [.. waits];
    }

    /// <summary>Somebody else behind the flooder's address presses the button and opens the page, as a browser would, one after the other while the others come.</summary>
    private static async Task<IReadOnlyList<TimeSpan>> NeighboursAsync(Service service, Task others, ConcurrentQueue<string> breaches)
    {
        var waits = new List<TimeSpan>();
        for (var number = 0; number < FewestNeighbours || !others.IsCompleted; number++)
        {
            var clock = Stopwatch.StartNew();
            var node = service.Nodes[number % service.Nodes.Count].Address;
            var answer = await RawHttp.SendAsync(node, Flooder.Request("POST", "/humain"), Patience, RawHttp.Flooder);
            waits.Add(clock.Elapsed);
            if (answer is not { Status: 302 } || !answer.Text.Contains("/demande/", StringComparison.Ordinal)) breaches.Enqueue($"a neighbour of the flooder got {answer?.Status} for the button");
            else if (await RawHttp.SendAsync(node, Flooder.Request("GET", Location(answer)), Patience, RawHttp.Flooder) is not { Status: 200 } page) breaches.Enqueue("a neighbour of the flooder did not see the request");
        }
        return waits;
    }

    private static string Location(RawAnswer answer) =>
        answer.Text.Split("\r\n").First(l => l.StartsWith("Location: ", StringComparison.OrdinalIgnoreCase))["Location: ".Length..];
}
