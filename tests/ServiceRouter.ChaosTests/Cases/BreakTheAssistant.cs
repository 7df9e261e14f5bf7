using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 16: every automatic part throws, hangs, blocks its thread, breaks off and is off, one fault after the other, while ten people ask the assistant all the
/// time. Others ask for a person, by buttons, in words and by refusing the assistant: each has a receipt and a row, and whoever asked the assistant is
/// offered a human. The long form has the aim of two seconds from the asking to the row as well.
/// </summary>
internal sealed class BreakTheAssistant : ICase
{
    private const int Seed = 1016;
    private const int Askers = 10;
    private const int FewestFailures = 3;
    private const int FirstOfTheAskers = 900_000;

    // Shorter than by default: what hangs is asked again, and hangs again, while the case lasts.
    private const string Rest = "00:00:01";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What a node says of it: that the fault was met, and no other.
    private static readonly (AssistantFault Fault, string Told)[] Faults =
    [
        (AssistantFault.Throws, nameof(InvalidOperationException)), (AssistantFault.Hangs, nameof(TimeoutException)), (AssistantFault.BlocksItsThread, nameof(TimeoutException)),
        (AssistantFault.BreaksOff, nameof(IOException)), (AssistantFault.Off, nameof(System.Net.Sockets.SocketException)),
    ];

    public string Number => "16";

    public string Name => "the assistant throws, hangs, blocks, breaks off, is off";

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        var (asks, perSecond) = isLong ? (200, 5) : (14, 2);
        var file = Path.Combine(ground.NewFolder("assistant"), "fault");
        BrokenAssistant.Break(file, AssistantFault.None);
        await using var provider = await PlayedProvider.StartAsync(Patience);
        await using var service = await Service.StartAsync(ground, BrokenAssistant.Program(file), rolesApart: false, [("Assistant:Rest", Rest), .. provider.Account]);
        provider.Reach(service);
        using var fronts = new Fronts(service.Nodes);
        await using var rows = NpgsqlDataSource.Create(service.Database);
        var run = new Run(new WaysToAPerson(fronts, provider.Network), rows);

        // Nodes that have just started are slow for everybody, whatever the assistant does.
        await run.ComeAsync(new LoadPlan(2 * Enum.GetValues<Way>().Length, perSecond, Seed), first: 0);
        run.Times.Clear();
        foreach (var ((fault, told), place) in Faults.Select((f, place) => (f, place)))
        {
            await log.WriteLineAsync($"case 16: the assistant {fault}");
            var before = Told(service, told);
            BrokenAssistant.Break(file, fault);
            using var end = new CancellationTokenSource();
            var askers = Enumerable.Range(0, Askers).Select(n => new AskerOfTheAssistant(FirstOfTheAskers + n, fronts)).ToList();
            var asking = askers.ConvertAll(a => a.AskAsync(end.Token));
            await run.ComeAsync(new LoadPlan(asks, perSecond, Seed + place), first: 1000 * (place + 1));
            await end.CancelAsync();
            await Task.WhenAll(asking);
            var failures = askers.SelectMany(a => a.Failures).ToList();
            foreach (var breach in askers.SelectMany(a => a.Breaches)) run.Breaches.Enqueue($"{fault}: {breach}");
            if (failures.Count < FewestFailures || Told(service, told) == before) run.Breaches.Enqueue($"{fault}: the case has shown nothing: {failures.Count} questions met the fault, {Told(service, told) - before} were told as {told}");
            run.Facts[$"{fault}: questions that failed, p50, p99, max"] = $"{failures.Count}: {Verdict.Times(failures)}";
        }
        foreach (var fault in provider.Network.ServiceFaults) run.Breaches.Enqueue($"a webhook failed: {fault}");
        await run.JudgeRefusalsAsync();
        foreach (var breach in await AtRest.BreachesAsync(service)) run.Breaches.Enqueue(breach);
        if (isLong) foreach (var (ask, late) in run.Times.Where(t => t.Value > Limit)) run.Breaches.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{ask} by {WaysToAPerson.Of(ask)} was durable after {late.TotalSeconds:0.00} s"));
        return new Verdict
        {
            Promises = run.Receipts.Count, Recovered = 0, WithoutPromise = 0, Unexpected = 0, Visible = [], Answered = [.. run.Times.Values], Breaches = [.. run.Breaches],
            Aims = isLong ? [Aim.OfTime("durable after at most", run.Times.Values.DefaultIfEmpty().Max(), Limit)] : [],
            Facts = run.Times.GroupBy(t => WaysToAPerson.Of(t.Key)).OrderBy(w => w.Key).ToDictionary(w => $"{w.Key}", w => Verdict.Times([.. w.Select(t => t.Value)])).Concat(run.Facts).ToDictionary(),
        };
    }

    private static int Told(Service service, string failure) => service.Nodes.Sum(n => n.Log.Split($"did not answer ({failure})").Length - 1);

    /// <summary>Those who ask for a person, and what came of it.</summary>
    private sealed class Run(WaysToAPerson ways, NpgsqlDataSource rows)
    {
        private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

        /// <summary>From sending until the receipt was shown and the row seen, by the number of the citizen.</summary>
        public ConcurrentDictionary<int, TimeSpan> Times { get; } = new();

        public ConcurrentDictionary<int, string> Receipts { get; } = new();

        public ConcurrentQueue<string> Breaches { get; } = [];

        public Dictionary<string, string> Facts { get; } = [];

        public Task ComeAsync(LoadPlan plan, int first) => Arrivals.RunAsync(plan, (number, _) => AskAsync(first + number));

        /// <summary>Whoever refused the assistant is not to be asked again by it: the row of the conversation says so.</summary>
        public async Task JudgeRefusalsAsync()
        {
            foreach (var (number, receipt) in Receipts.Where(r => WaysToAPerson.Refuses(WaysToAPerson.Of(r.Key))))
                if (!await IsTrueAsync("select exists (select from handoffs h join conversations c on c.id = h.conversation_id where h.receipt = $1 and c.refuses_assistant)", receipt))
                    Breaches.Enqueue($"{number} by {WaysToAPerson.Of(number)}: the refusal is not remembered");
            foreach (var twice in Receipts.GroupBy(r => r.Value).Where(r => r.Count() > 1)) Breaches.Enqueue($"one receipt for {twice.Count()} citizens");
        }

        private async Task AskAsync(int number)
        {
            var from = Stopwatch.GetTimestamp();
            try
            {
                Receipts[number] = await ways.AskAsync(number);
                while (!await IsTrueAsync("select exists (select from handoffs where receipt = $1) or exists (select from receipt_aliases where receipt = $1)", Receipts[number]))
                {
                    if (Stopwatch.GetElapsedTime(from) > Patience) throw new InvalidOperationException("a receipt without a row");
                    await Task.Delay(BetweenLooks);
                }
                Times[number] = Stopwatch.GetElapsedTime(from);
            }
            catch (InvalidOperationException e)
            {
                Breaches.Enqueue($"{number} by {WaysToAPerson.Of(number)}: {e.Message}");
            }
        }

        private async Task<bool> IsTrueAsync(string sql, string receipt)
        {
            await using var command = rows.CreateCommand(sql);
            command.Parameters.Add(new() { Value = receipt.Replace("-", "", StringComparison.Ordinal) });
            return (bool)(await command.ExecuteScalarAsync())!;
        }
    }
}
