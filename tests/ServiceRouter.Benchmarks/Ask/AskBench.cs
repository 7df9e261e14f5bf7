using ServiceRouter.Benchmarks.Floor;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Ask;

/// <summary>
/// <c>./run bench ask</c>: from "Parler à un conseiller" to the offer on a counsellor's event stream, beside the floor. The service is the
/// built program in a process of its own, in the production set-up.
/// </summary>
internal static class AskBench
{
    private const int WarmUp = 600;

    // The limit that no request of the long run may exceed.
    private const double TooLong = 250;

    public static async Task RunAsync(BenchRun run)
    {
        var machine = new Machine();
        var counsellors = run.Arguments.Number("counsellors", 200);
        await run.Log.WriteLineAsync("starting PostgreSQL, RabbitMQ, the bare program and the service ...");
        await using var servers = await TestServers.StartAsync();
        var countsStatements = await DatabaseCost.PrepareAsync(servers);
        await using var floor = await FloorClient.StartAsync(servers);
        await using var service = await ServiceUnderLoad.StartAsync(servers, counsellors);
        await machine.PrintHeadAsync(run, $"ask: \"Parler à un conseiller\" to the offer on an event stream; {counsellors} counsellors on line; milliseconds");

        await run.Log.WriteLineAsync("warming up ...");
        await service.WarmUpAsync(WarmUp);
        for (var i = 0; i < FloorBench.WarmUp; i++) await floor.SendAsync();

        var table = new Table("one at a time, interleaved", "n", "p50", "p99", "max", $"> {TooLong:0} ms");
        var ratios = new Table("ratio to the floor", "p50", "95 %", "p99", "95 %");
        for (var repetition = 1; repetition <= run.Arguments.Number("repeat", 1); repetition++)
        {
            var (floors, asks) = await OneAtATime.MeasureAsync(run, floor, service, run.Arguments.Number("n", 2000));
            Add(table, $"floor {repetition}", floors);
            Add(table, $"ask {repetition}", asks);
            ratios.Add($"ask / floor {repetition}", Ratio(50), Table.Interval(Bootstrap.RatioInterval(asks, floors, 50)), Ratio(99), Table.Interval(Bootstrap.RatioInterval(asks, floors, 99)));
            string Ratio(double percent) => Table.Figure(asks.Percentile(percent) / floors.Percentile(percent));
        }
        await table.PrintAsync(run.Output);
        await ratios.PrintAsync(run.Output);

        await AskCost.PrintAsync(run, servers, service, countsStatements);

        var perSecond = run.Arguments.Number("rate", 50);
        var open = new Table($"{perSecond} a second, from the scheduled time", "n", "p50", "p99", "max", $"> {TooLong:0} ms");
        var (offered, late) = await OpenLoop.MeasureAsync(run, service, run.Arguments.Has("long") ? 20_000 : run.Arguments.Number("open", 2000), perSecond);
        Add(open, "ask", offered);
        await open.PrintAsync(run.Output);
        if (late > 0) await run.Output.WriteLineAsync($"{late} of these had no offer within {OfferBoard.Patience.TotalSeconds:0} s, more than this machine can do, and count with {OfferBoard.Patience.TotalMilliseconds:0} ms.");
        await machine.PrintFootAsync(run);
    }

    private static void Add(Table table, string name, Samples samples) => table.Add(
        name, Table.Figure(samples.Count), Table.Ms(samples.Percentile(50)), Table.Ms(samples.Percentile(99)), Table.Ms(samples.Max), Table.Figure(samples.Above(TooLong)));
}
