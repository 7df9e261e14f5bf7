using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 21: kill -9 of one node after the other while callers are in a flow, ask for a person, wait, and talk. Every caller stays in the dialogue, or is in the
/// queue with the receipt that was heard, until a counsellor has talked with them and said goodbye.
/// </summary>
internal sealed class KillANodeInCalls : ICase
{
    private const int Seed = 1021;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    // A node that has just started compiles while it answers: whoever kills the other one then measures a service of no node at all.
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(30);
    private const int KillsEachTime = 2;
    private static readonly TimeSpan Dialogue = TimeSpan.FromSeconds(60);

    public string Number => "21";

    public string Name => "kill -9 of a node in the middle of calls";

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        var (count, every) = isLong ? (200, TimeSpan.FromSeconds(60)) : (40, TimeSpan.FromSeconds(6));
        using var network = new PhoneNetwork(new PhoneSettings { Patience = Patience }, TimeProvider.System);
        await using var server = await PhoneServer.StartAsync(network);
        await using var balancer = new Balancer();
        await using var service = await StartAsync(ground, network, server, balancer);
        using var fronts = new Fronts(service.Nodes);
        using var ledger = PromiseLedger.Create(Path.Combine(ground.NewFolder("calls"), "promises"));
        using var end = new CancellationTokenSource();
        var random = new Random(Seed);
        var callers = Enumerable.Range(0, count).Select(number => new PhoneCaller(network, number, random, ledger)).ToList();

        await log.WriteLineAsync($"case 21: {count} citizens call within {every.TotalSeconds:0} s");
        var living = callers.Select(async (caller, place) =>
        {
            await Task.Delay(every * place / count, CancellationToken.None);
            await caller.LiveAsync();
        }).ToList();
        var kills = await KillWhileAsync(service, callers, Task.WhenAny(Task.WhenAll(callers.Select(c => c.Waiting)), Task.Delay(every + Dialogue)), random, log);
        await log.WriteLineAsync($"case 21: {callers.Count(c => c.Receipt is not null)} have a receipt, after {kills.Count} kills; the counsellors come");
        var counsellors = Enumerable.Range(1, Service.Counsellors).Select(number => new PhoneCounsellor(network, number, fronts, new Witness(ledger))).ToList();
        var working = counsellors.ConvertAll(c => c.WorkAsync(end.Token));
        var served = Task.WhenAll(living);
        kills = [.. kills, .. await KillWhileAsync(service, callers, served, random, log)];
        await end.CancelAsync();
        await Task.WhenAll(working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        counsellors.ForEach(c => c.Dispose());

        var breaches = await JudgeAsync(service, callers, ledger);
        // Whoever kills between two calls, or between two webhooks, shows a service of one node.
        if (kills.Sum() == 0) breaches.Add("the case has shown nothing: nobody was on the line when a node was killed");
        if (network.WebhookTriesInVain == 0) breaches.Add("the case has shown nothing: every webhook was answered at once");
        return new Verdict
        {
            Promises = ledger.Read().Count, Recovered = 0, WithoutPromise = callers.Count(c => c.Receipt is null), Unexpected = 0, Visible = [], Breaches = breaches,
            Facts = new Dictionary<string, string>
            {
                ["kills"] = kills.Count.ToString(CultureInfo.InvariantCulture),
                ["on the line at a kill"] = string.Join(' ', kills),
                ["tries of webhooks in vain"] = network.WebhookTriesInVain.ToString(CultureInfo.InvariantCulture),
                ["webhooks that were not answered"] = network.ServiceFaults.Count.ToString(CultureInfo.InvariantCulture),
                ["calls that came back to the queue"] = callers.Count(c => c.Call?.Transcript.Lines.Count(l => l.Text == "queue") > 1).ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private static async Task<Service> StartAsync(Ground ground, PhoneNetwork network, PhoneServer server, Balancer balancer)
    {
        var service = await Service.StartAsync(ground, await (await ground.Postgres).NewDatabaseAsync(),
            ("Twilio:AccountSid", network.Settings.AccountSid), ("Twilio:AuthToken", network.Settings.AuthToken), ("Twilio:ApiUrl", server.Address),
            ("Twilio:PublicUrl", balancer.Address.ToString()), ("Twilio:VoiceNumber", PhoneCaller.ServiceNumber));
        balancer.StandBefore(service.Nodes);
        // As infra/twilio/README.md says, but without a fallback: whoever is put through to it is lost here.
        network.Book.Add(new ServiceNumber(PhoneCaller.ServiceNumber)
        {
            VoiceUrl = $"{balancer.Address}twilio/voice/incoming#rc=2&rt=4500&rp=ct,rt,5xx", StatusCallback = $"{balancer.Address}twilio/voice/status",
        });
        return service;
    }

    /// <summary>One node, then the other when the first has come to itself, unless all is over by then.</summary>
    /// <returns>Of each kill, how many callers were on the line.</returns>
    private static async Task<List<int>> KillWhileAsync(Service service, IReadOnlyList<PhoneCaller> callers, Task underWay, Random random, TextWriter log)
    {
        var kills = new List<int>();
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(3000, 6000)));
            var node = service.Nodes[kills.Count % service.Nodes.Count];
            await log.WriteLineAsync($"case 21: {node.Name} is killed");
            kills.Add(callers.Count(c => c.IsOnTheLine));
            await node.KillAsync();
            await node.StartAsync();
        }
        while (kills.Count < KillsEachTime && await Task.WhenAny(underWay, Task.Delay(BetweenKills)) != underWay);
        await underWay;
        return kills;
    }

    private static async Task<List<string>> JudgeAsync(Service service, IReadOnlyList<PhoneCaller> callers, PromiseLedger ledger)
    {
        var breaches = callers.Where(c => c.Lost is not null).OrderBy(c => c.Receipt is not null).Select(c => $"lost: {c.Lost}").ToList();
        var rows = (await service.QueryAsync("select p.id, h.receipt, h.state from phone_calls p join handoffs h on h.conversation_id = p.conversation_id",
            r => (Call: r.GetString(0), Receipt: Rows.Print(r.GetString(1)), State: r.GetString(2)))).ToLookup(r => r.Call);
        var second = await Rows.SecondReceiptsAsync(service);
        foreach (var caller in callers.Where(c => c.Receipt is not null))
        {
            var requests = rows[caller.Call!.Sid].ToList();
            var heard = second.GetValueOrDefault(caller.Receipt!, caller.Receipt!);
            if (requests.Count != 1) breaches.Add($"doubled or lost: the call of {heard} has {requests.Count} requests");
            else if (requests[0].Receipt != heard) breaches.Add($"another receipt: {heard} was heard, the request is {requests[0].Receipt}");
            else if (requests[0].State != "Served") breaches.Add($"unserved: {heard} is {requests[0].State}");
        }
        breaches.AddRange(await AtRest.BreachesAsync(service));
        if (ledger.Read().Select(p => p.Receipt).Distinct().Count() != callers.Count(c => c.Receipt is not null)) breaches.Add("two callers heard one receipt");
        return breaches;
    }
}
