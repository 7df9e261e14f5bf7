using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.Platform.Bus.Suspects;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 10: rows that cannot be sent, and messages that end the process, throw, or ask for a human in a way that cannot be taken, among those of
/// people. Each is shown at a desk and closed by a counsellor, each receipt is kept, the service does not start again and again. The short form
/// has them in one bunch. The long form has people alone first, then with what fails and throws among them, then with what ends processes as well:
/// what each costs the others. Case 10a is the same where whoever consumes messages is another process than those that people use, as in infra/compose.yaml.
/// </summary>
internal sealed class MessagesThatFail : ICase
{
    // One more than is decided, when the next has begun before the last end is noted (adr/0047).
    private const int MostEnds = EndNoThird.MostEnds + 1;
    private const int Seed = 1010;
    private const int PerSecond = 15;
    private const double MostDelay = 1.2;
    // What ends processes waits up to 20 s before it is handled again, and before it goes to people (adr/0045).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan BeforeTheBunch = TimeSpan.FromSeconds(2);
    // Nodes that have just started are slow for everybody: what bad messages cost is measured after that, beside people who came after that.
    private static readonly TimeSpan BeforeTheFirst = TimeSpan.FromMinutes(1);

    private readonly (string Name, Func<LoadPlan, BadPlan> Bad)[] parts;
    private readonly bool rolesApart;

    private MessagesThatFail(string number, bool rolesApart, params (string Name, Func<LoadPlan, BadPlan> Bad)[] parts) => (Number, this.rolesApart, this.parts) = (number, rolesApart, parts);

    public static MessagesThatFail Case { get; } = new("10", rolesApart: false, ("people alone", Nothing), ("what throws", WhatThrows), ("what ends processes", WhatEnds));

    /// <summary>Whoever consumes messages is another process than the one that people use.</summary>
    public static MessagesThatFail RolesApart { get; } = new("10a", rolesApart: true, ("people alone", Nothing), ("what ends processes", WhatEnds));

    public string Number { get; }

    public string Name => $"rows that cannot be sent, messages that crash or throw{(rolesApart ? ", roles apart" : "")}";

    public int ShortCitizens => Short.Citizens + Few.Askings;

    private static LoadPlan Short => new(100, 10, Seed);

    private static LoadPlan Long => new(5400, PerSecond, Seed) { Untimed = (int)BeforeTheFirst.TotalSeconds * PerSecond };

    private static BadPlan Few => new(3, 3, 3, 3) { InOneBunch = true };

    private static BadPlan Nothing(LoadPlan _) => new(0, 0, 0, 0);

    // One row of a hundred, twenty messages that throw.
    private static BadPlan WhatThrows(LoadPlan people) => new(people.Citizens / 100, 20, 10, 0);

    private static BadPlan WhatEnds(LoadPlan people) => WhatThrows(people) with { Enders = 10 };

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        if (!isLong) return await RunAsync(ground, Short, Few, "all at once", log);
        var verdicts = new List<(string Name, Verdict Of)>();
        var people = Long.Times(ground.Share);
        foreach (var (name, bad) in parts) verdicts.Add((name, await RunAsync(ground, people, bad(people), name, log)));
        return Verdict.Together([.. verdicts.Select(v => v.Of)]) with
        {
            Facts = verdicts.SelectMany(v => v.Of.Facts.Concat([new("receipt", Verdict.Times(v.Of.Answered)), new("seen", Verdict.Times(v.Of.Visible)), new("breaches", $"{v.Of.Breaches.Count}")])
                .Select(fact => KeyValuePair.Create($"{v.Name}: {fact.Key}", fact.Value))).ToDictionary(),
            Aims = [.. verdicts.Skip(1).SelectMany(v => Beside(verdicts[0].Of, v.Of, v.Name))],
        };
    }

    private static IEnumerable<Aim> Beside(Verdict alone, Verdict among, string part) =>
    [
        new($"receipts with {part}, p99 beside people alone", P99(among.Answered) / P99(alone.Answered), MostDelay, "times"),
        new($"seen with {part}, p99 beside people alone", P99(among.Visible) / P99(alone.Visible), MostDelay, "times"),
    ];

    private static double P99(IReadOnlyList<TimeSpan> times) => Math.Max(double.Epsilon, Verdict.Percentile(times, 99).TotalSeconds);

    private async Task<Verdict> RunAsync(Ground ground, LoadPlan plan, BadPlan badPlan, string part, TextWriter log)
    {
        var clock = Stopwatch.StartNew();
        await SayAsync("servers and nodes start");
        await using var service = await Service.StartAsync(ground, FragileConsumers.Program, rolesApart, ("Bus:TriesOfFaultyRow", "3"));
        await using var town = await Town.OpenAsync(service, ground.NewFolder("town"));
        await using var restarts = new Restarts(service.Processes).Begin();
        foreach (var desk in town.Desks) desk.TendsFailures = badPlan.Count > 0;
        await SayAsync("people come");
        town.Begin(plan);
        var bad = await ComeAsync(service, town, plan, badPlan);
        await town.Arriving;
        var breaches = await EndedByPeopleAsync(service, town, bad);
        await SayAsync("the judge waits for rest");
        var verdict = await Judge.RunAsync(service, town, messagesFail: true);
        var bystanders = await service.QueryAsync("select id from dead_letters", r => r.GetGuid(0));
        if (restarts.Count < badPlan.Enders) breaches.Add($"the case has shown nothing: {badPlan.Enders} messages were to end a process each, and {restarts.Count} ended");
        if (restarts.Count > badPlan.Enders * MostEnds) breaches.Add($"restart loop: nodes were started again {restarts.Count} times");
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

        Task SayAsync(string what) => log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"case {Number} ({part}), {clock.Elapsed.TotalSeconds:0.0} s: {what}"));
    }

    /// <summary>Bad messages come among the people, in one bunch or evenly until the last citizen comes, in an order drawn from the seed.</summary>
    /// <returns>Their ids.</returns>
    private static async Task<IReadOnlyList<Guid>> ComeAsync(Service service, Town town, LoadPlan plan, BadPlan badPlan)
    {
        var kinds = badPlan.Kinds().ToArray();
        if (kinds.Length == 0) return [];
        new Random(Seed).Shuffle(kinds);
        var before = badPlan.InOneBunch ? BeforeTheBunch : BeforeTheFirst;
        var apart = badPlan.InOneBunch ? TimeSpan.Zero : (TimeSpan.FromSeconds(plan.Citizens / plan.PerSecond) - before) / kinds.Length;
        var ids = new List<Guid>();
        await Task.Delay(before);
        foreach (var kind in kinds)
        {
            ids.Add(kind switch
            {
                Bad.Row => await BadMessages.WriteRowAsync(service, ids.Count),
                Bad.Throws => await BadMessages.PublishAsync(service, FragileConsumers.Throws),
                Bad.EndsTheProcess => await BadMessages.PublishAsync(service, FragileConsumers.EndsTheProcess),
                _ => await AskAsync(),
            });
            await Task.Delay(apart);
        }
        return ids;

        async Task<Guid> AskAsync()
        {
            var (id, receipt) = await BadMessages.AskAsync(service);
            // It is a promise like any other: the judge looks for it in rows and at desks.
            town.Witness.Promised(plan.Citizens + ids.Count, Rows.Print(receipt), Stopwatch.GetTimestamp(), tries: 1);
            return id;
        }
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

    private enum Bad
    {
        Row,
        Throws,
        Asking,
        EndsTheProcess,
    }

    /// <summary>How many come.</summary>
    /// <param name="Rows">Of the outbox, that cannot be sent.</param>
    /// <param name="Throwing">Messages whose consumer throws.</param>
    /// <param name="Askings">Requests that came by a message that cannot be taken, beside those of the load.</param>
    /// <param name="Enders">Messages that end the process.</param>
    private sealed record BadPlan(int Rows, int Throwing, int Askings, int Enders)
    {
        public bool InOneBunch { get; init; }

        public int Count => Rows + Throwing + Askings + Enders;

        public IEnumerable<Bad> Kinds() => [.. Enumerable.Repeat(Bad.Row, Rows), .. Enumerable.Repeat(Bad.Throws, Throwing), .. Enumerable.Repeat(Bad.Asking, Askings), .. Enumerable.Repeat(Bad.EndsTheProcess, Enders)];
    }
}
