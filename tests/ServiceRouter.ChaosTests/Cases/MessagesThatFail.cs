using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 10: rows that cannot be sent, and messages that end the process, throw, or ask for a human in a way that cannot be taken, among those of
/// people. Each is shown at a desk and closed by a counsellor, each receipt is kept, the service does not start again and again. The long form
/// has people alone first, then with what fails and throws, then with what ends processes as well: what each costs the others.
/// </summary>
internal sealed class MessagesThatFail : ICase
{
    // The policy of production says 20; here fewer, so that a poisonous message costs 4 lives of a node and not 21.
    private const int DeliveryLimit = 3;
    private const int Seed = 1010;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static MessagesThatFail Case { get; } = new();

    public string Number => "10";

    public string Name => "rows that cannot be sent, messages that crash or throw";

    public int ShortCitizens => Short.Citizens + Askings(isLong: false);

    private static LoadPlan Short { get; } = new(100, 10, Seed);

    private static LoadPlan Long { get; } = new(3000, 15, Seed);

    /// <summary>Requests that came by a message that cannot be taken, beside those of the load.</summary>
    private static int Askings(bool isLong) => isLong ? 10 : 3;

    private enum Bad
    {
        Nothing,
        /// <summary>Rows that cannot be sent, messages that throw, askings that cannot be taken.</summary>
        Throws,
        /// <summary>The same, and messages that end the process.</summary>
        EndsProcesses,
    }

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        if (!isLong) return await RunAsync(ground, isLong, Bad.EndsProcesses, log);
        var (alone, throwing) = (await RunAsync(ground, isLong, Bad.Nothing, log), await RunAsync(ground, isLong, Bad.Throws, log));
        var verdict = await RunAsync(ground, isLong, Bad.EndsProcesses, log);
        return verdict with
        {
            Breaches = [.. alone.Breaches, .. throwing.Breaches, .. verdict.Breaches],
            Facts = new Dictionary<string, string>(verdict.Facts)
            {
                ["receipt without any failure"] = Verdict.Times(alone.Answered), ["visible without any failure"] = Verdict.Times(alone.Visible),
                ["receipt with what throws"] = Verdict.Times(throwing.Answered), ["visible with what throws"] = Verdict.Times(throwing.Visible),
            },
        };
    }

    private static async Task<Verdict> RunAsync(Ground ground, bool isLong, Bad kind, TextWriter log)
    {
        var clock = Stopwatch.StartNew();
        await SayAsync("servers and nodes start");
        await using var service = await Service.StartFragileAsync(ground, ("Bus:TriesOfFaultyRow", "3"));
        await service.LimitDeliveriesAsync(ground, DeliveryLimit);
        await using var town = await Town.OpenAsync(service, ground.NewFolder("town"));
        await using var restarts = new Restarts(service.Nodes).Begin();
        var plan = isLong ? Long : Short;
        var bad = new List<Guid>();
        town.Begin(plan);
        if (kind != Bad.Nothing)
        {
            foreach (var desk in town.Desks) desk.TendsFailures = true;
            await Task.Delay(TimeSpan.FromSeconds(2));
            await SayAsync("bad messages come");
            bad.AddRange(await BadMessages.WriteRowsAsync(service, Math.Max(3, plan.Citizens / 100)));
            bad.AddRange(await BadMessages.PublishAsync(service, FragileNode.Throws, isLong ? 20 : 3));
            foreach (var (id, receipt) in await BadMessages.AskAsync(service, Askings(isLong)))
            {
                bad.Add(id);
                // They are promises like any other: the judge looks for them in rows and at desks.
                town.Witness.Promised(plan.Citizens + bad.Count, Rows.Print(receipt), Stopwatch.GetTimestamp(), tries: 1);
            }
            if (kind == Bad.EndsProcesses) bad.AddRange(await BadMessages.PublishAsync(service, FragileNode.EndsTheProcess, isLong ? 10 : 3));
        }
        await town.Arriving;
        var breaches = await EndedByPeopleAsync(service, town, bad);
        await SayAsync("the judge waits for rest");
        var verdict = await Judge.RunAsync(service, town);
        var bystanders = await service.QueryAsync("select id from dead_letters", r => r.GetGuid(0));
        // All poisonous messages share the lives of a node; twice as many are allowed, since a node may die before it has the rest in hand.
        var most = kind == Bad.EndsProcesses ? 2 * (DeliveryLimit + 1) * service.Nodes.Count : 0;
        if (restarts.Count > most) breaches.Add($"restart loop: nodes were started again {restarts.Count} times");
        verdict = verdict with
        {
            Breaches = [.. breaches, .. verdict.Breaches],
            Facts = new Dictionary<string, string>
            {
                ["failed for good"] = $"{bad.Count}", ["others shown at a desk"] = $"{bystanders.Except(bad).Count()}", ["nodes started again"] = $"{restarts.Count}",
            },
        };
        await SayAsync($"{verdict}");
        return verdict;

        Task SayAsync(string what) => log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"case 10 ({kind}), {clock.Elapsed.TotalSeconds:0.0} s: {what}"));
    }

    /// <summary>Each bad message is a row once, was shown by a desk, and was closed by a counsellor.</summary>
    private static async Task<List<string>> EndedByPeopleAsync(Service service, Town town, IReadOnlyList<Guid> bad)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var rows = await service.QueryAsync("select id, failed_by, taken_by, closed_at is not null from dead_letters",
                r => (Id: r.GetGuid(0), FailedBy: r.GetString(1), TakenBy: r.IsDBNull(2) ? null : r.GetString(2), IsClosed: r.GetBoolean(3)));
            var open = bad.Where(id => rows.Count(r => r.Id == id && r.IsClosed && r.TakenBy is not null) != 1 || !town.Witness.Letters.ContainsKey(id)).ToList();
            if (open.Count == 0) return [];
            if (clock.Elapsed > Patience)
                return open.ConvertAll(id => $"a failed message is not in the hands of people: {id} ({string.Join(", ", rows.Where(r => r.Id == id).Select(r => $"{r.FailedBy}, taken by {r.TakenBy}, closed {r.IsClosed}").DefaultIfEmpty("no row"))})");
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }
}
