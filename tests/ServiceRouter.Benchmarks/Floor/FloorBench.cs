using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Floor;

/// <summary><c>./run bench floor</c>: the parts of the floor and the whole, one at a time.</summary>
internal static class FloorBench
{
    internal const int WarmUp = 300;

    public static async Task RunAsync(BenchRun run)
    {
        var count = run.Arguments.Number("n", 2000);
        var machine = new Machine();
        await run.Log.WriteLineAsync("starting PostgreSQL, RabbitMQ and the bare program ...");
        await using var servers = await TestServers.StartAsync();
        await using var floor = await FloorClient.StartAsync(servers);
        for (var i = 0; i < WarmUp; i++) await floor.SendAsync();

        await run.Log.WriteLineAsync($"{count} messages, one at a time ...");
        var samples = new FloorSamples();
        for (var i = 0; i < count; i++) samples.Add(await floor.SendAsync());

        await machine.PrintHeadAsync(run, $"floor: a bare program, one at a time, n = {count}, milliseconds");
        var table = new Table("part", "p50", "p99", "max");
        Add("request: load process -> bare program", samples.Request);
        Add("commit: one row, fsync", samples.Commit);
        Add("publish -> confirm (quorum queue, mandatory)", samples.Confirm);
        Add("publish -> consumed", samples.Queue);
        Add("push: bare program -> event in load process", samples.Push);
        Add("floor: commit + queue + push, as one", samples.Composite);
        Add("the same from the sending of the request", samples.FromRequest);
        await table.PrintAsync(run.Output);
        await machine.PrintFootAsync(run);

        void Add(string part, Samples values) => table.Add(part, Table.Ms(values.Percentile(50)), Table.Ms(values.Percentile(99)), Table.Ms(values.Max));
    }
}
