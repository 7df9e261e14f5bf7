using System.Globalization;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Calls;

/// <summary>
/// <c>./run bench calls</c>: many callers at once through a flow, the hand-off, the wait, the talk and its end, by the phone simulator against the built service in the
/// production set-up. Prints the calls that were lost, and how long the webhooks took beside one that touches no row, asked in the same minutes.
/// </summary>
internal static class CallsBench
{
    private static readonly ServerWork Nothing = new(0, 0, new Dictionary<string, Asked>());

    public static async Task RunAsync(BenchRun run)
    {
        var machine = new Machine();
        var (callers, counsellors) = (run.Arguments.Number("calls", 200), run.Arguments.Number("counsellors", 40));
        var (warmUp, length) = (TimeSpan.FromSeconds(run.Arguments.Number("warmup", 20)), TimeSpan.FromMinutes(run.Arguments.Number("minutes", 1)));
        var ramp = TimeSpan.FromSeconds(run.Arguments.Number("ramp", 20));
        var times = new CallTimes(TimeSpan.FromSeconds(run.Arguments.Number("think", 2)), TimeSpan.FromSeconds(run.Arguments.Number("talk", 4)));
        await run.Log.WriteLineAsync("starting PostgreSQL, RabbitMQ, the telephone network and the service ...");
        await using var servers = await TestServers.StartAsync();
        var countsStatements = run.Arguments.Has("statements") && await DatabaseCost.PrepareAsync(servers);
        await using var stage = await CallsStage.StartAsync(servers, counsellors, times);
        await machine.PrintHeadAsync(run, $"calls: {callers} callers at once, {counsellors} counsellors, {length.TotalMinutes:0} min; flow, hand-off, wait, talk of {times.Talk.TotalSeconds:0} s, wrap-up");

        await run.Log.WriteLineAsync($"warming up for {warmUp.TotalSeconds:0} s ...");
        stage.Webhooks.Begins(new WebhookTimes());
        // Fewer: who comes first to a cold service measures the compiler.
        await LoadAsync(stage, Math.Min(callers, counsellors / 2), warmUp, ramp, new CallFigures());
        await run.Log.WriteLineAsync($"measuring for {length.TotalMinutes:0} min, then to the end of the last call ...");
        var (figures, webhooks, use) = (new CallFigures(), new WebhookTimes(), new CpuUse());
        stage.Webhooks.Begins(webhooks);
        if (countsStatements) await DatabaseCost.CountStatementsAsync(servers, on: true);
        var before = await DatabaseCost.ReadAsync(servers, countsStatements);
        await LoadAsync(stage, callers, length, ramp, figures);

        await PrintAsync(run, figures, webhooks, stage);
        if (countsStatements)
            await CostTable.PrintAsync(run, countsStatements, "database's work for one call, the service's own rounds included", (await DatabaseCost.ReadAsync(servers, countsStatements)).Since(before).PerOne(Nothing, 0, figures.Made));
        var cores = new Table("cores used", "average");
        foreach (var (program, used) in use.SinceStart()) cores.Add(program, Table.Figure(used));
        await cores.PrintAsync(run.Output);
        await machine.PrintFootAsync(run);
        foreach (var (why, count) in figures.Lost) await run.Log.WriteLineAsync($"{count} times: {why}");
        if (!figures.Lost.IsEmpty) throw new InvalidOperationException("Calls were lost");
    }

    /// <summary>Who was served calls again, until the time is over; a call that was begun is talked to its end.</summary>
    private static async Task LoadAsync(CallsStage stage, int callers, TimeSpan length, TimeSpan ramp, CallFigures figures)
    {
        using var floor = new CancellationTokenSource();
        var asking = stage.AskEmptyWebhooksAsync(floor.Token);
        var end = Ticks.Now + Ticks.Of(length);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async number =>
        {
            // Spread over the first seconds: nobody dials in the same millisecond.
            await Task.Delay(ramp * number / callers);
            var caller = new Caller(stage, number);
            while (Ticks.Now < end) await caller.CallAsync(figures);
        }));
        await floor.CancelAsync();
        await asking;
    }

    private static async Task PrintAsync(BenchRun run, CallFigures figures, WebhookTimes webhooks, CallsStage stage)
    {
        var calls = new Table("calls", "count");
        calls.Add("made", Count(figures.Made));
        calls.Add("served to the end", Count(figures.Served));
        calls.Add("lost", Count(figures.Lost.Values.Sum()));
        calls.Add("heard \"no answer now, 0 for a person\" on their way", Count(figures.PutOff));
        calls.Add("faults that the network saw in the service's answers", Count(stage.Network.ServiceFaults.Count));
        await calls.PrintAsync(run.Output);

        var waits = new Table("callers, seconds", "p50", "p99", "max");
        waits.Add("key 0 to the counsellor's voice", Seconds(figures.Wait, 50), Seconds(figures.Wait, 99), Seconds(figures.Wait, 100));
        await waits.PrintAsync(run.Output);

        var table = new Table("webhooks, milliseconds", "count", "p50", "p99", "max", "p50 / floor", "p99 / floor");
        var floor = webhooks.ByKind.Last().Samples;
        foreach (var (kind, samples) in webhooks.ByKind)
            table.Add(kind, Count(samples.Count), Table.Ms(samples.Percentile(50)), Table.Ms(samples.Percentile(99)), Table.Ms(samples.Max), Ratio(samples, 50), Ratio(samples, 99));
        await table.PrintAsync(run.Output);

        var minutes = new Table("webhooks of calls by minute, milliseconds", "count", "p50", "p99", "max");
        foreach (var (minute, samples) in webhooks.ByMinute) minutes.Add($"{minute}", Count(samples.Count), Table.Ms(samples.Percentile(50)), Table.Ms(samples.Percentile(99)), Table.Ms(samples.Max));
        await minutes.PrintAsync(run.Output);

        string Ratio(Samples samples, double percent) => Table.Figure(samples.Percentile(percent) / floor.Percentile(percent));
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(Samples samples, double percent) => (samples.Percentile(percent) / 1000).ToString("0.0", CultureInfo.InvariantCulture);
}

/// <summary>
/// How long people take: half as long to one and a half times as long, evenly. People who all take the same time come in waves, all of them in the
/// same hundredth of a second, which nobody has seen people do.
/// </summary>
/// <param name="Think">Before a key, on average.</param>
/// <param name="Talk">With the counsellor, on average.</param>
internal sealed record CallTimes(TimeSpan Think, TimeSpan Talk)
{
    public static TimeSpan Of(TimeSpan average, Random person) => average * (0.5 + person.NextDouble());
}
