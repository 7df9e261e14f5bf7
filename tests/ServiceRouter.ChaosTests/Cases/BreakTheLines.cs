using System.Globalization;
using Npgsql;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 22: each line between a node and a server, one after the other, is slow, narrow, loses pieces, and is silent: open, with nothing that arrives.
/// No server is away, so nothing refuses: a node that waits for good waits with whoever it serves.
/// </summary>
internal sealed class BreakTheLines
{
    private const int Seed = 1022;
    private const string ToDatabase = "database";
    private const string ToBroker = "broker";
    private static readonly LoadPlan Short = new(120, 4, Seed);
    private static readonly LineFault[] Faults = [LineFault.Slow, LineFault.Narrow, LineFault.Resets, LineFault.Silent];

    private readonly List<Line> lines = [];

    private BreakTheLines()
    {
    }

    public static ChaosCase Case => new BreakTheLines().Made();

    private sealed record Line(string Node, string To, BadLine Way)
    {
        public override string ToString() => $"{Node} to {To}";
    }

    private ChaosCase Made() => new("22", "lines to database and broker slow, narrow, cut, silent", Short, Short with { Citizens = 2400, PerSecond = 5 }, BreakAsync) { StartAsync = StartAsync };

    private async Task<Service> StartAsync(Ground ground)
    {
        var servers = await ground.Lone;
        var (database, broker) = (await servers.Postgres.NewDatabaseAsync(), await servers.Broker.NewVirtualHostAsync());
        var direct = new NpgsqlConnectionStringBuilder(database);
        return await Service.StartAsync(ground, database, broker, node =>
        {
            var (toDatabase, toBroker) = (LineOf(node, ToDatabase, direct.Host!, direct.Port), LineOf(node, ToBroker, broker.Host, broker.Port));
            var own = new NpgsqlConnectionStringBuilder(database) { Host = toDatabase.Address.Host, Port = toDatabase.Address.Port };
            // Five minutes as a rule before a node ends for a bus that confirms nothing.
            return [("Bus:QueueLookInterval", "00:00:00.300"), ("Storage:ConnectionString", own.ConnectionString), ("Bus:Host", toBroker.Address.Host), ("Bus:Port", toBroker.Address.Port.ToString(CultureInfo.InvariantCulture))];
        });

        BadLine LineOf(string node, string to, string host, int port)
        {
            var line = new BadLine(host, port, Seed + lines.Count);
            ground.Keep(line);
            lines.Add(new Line(node, to, line));
            return line;
        }
    }

    private async Task BreakAsync(Trial trial)
    {
        // Each fault once in the short form, the silence on both kinds of lines.
        var plan = trial.IsLong
            ? [.. from fault in Faults from line in lines select (line, fault)]
            : new List<(Line Line, LineFault Fault)> { (lines[0], LineFault.Silent), (lines[2], LineFault.Slow), (lines[3], LineFault.Silent), (lines[0], LineFault.Resets), (lines[2], LineFault.Narrow), (lines[1], LineFault.Resets) };
        await Task.Delay(TimeSpan.FromSeconds(1));
        var restarts = new Restarts(trial.Service.Nodes).Begin();
        trial.Keep(restarts);
        var slowest = TimeSpan.Zero;
        foreach (var (line, fault) in plan)
        {
            await trial.SayAsync($"{line}: {fault}");
            line.Way.Fault = fault;
            var watch = new PageWatch(trial.Town, nodesRestart: true);
            // To the end: who still waits when the line is to be whole again is heard before it is.
            await using (watch) await Task.Delay(TimeSpan.FromSeconds(trial.IsLong ? fault == LineFault.Silent ? 60 : 20 : 4));
            trial.Facts[$"{line} {fault}"] = watch.Facts;
            trial.Breaches.AddRange(watch.Breaches.Select(breach => $"{line} {fault}: {breach}"));
            slowest = watch.Slowest > slowest ? watch.Slowest : slowest;
            line.Way.Fault = LineFault.None;
            await Task.Delay(TimeSpan.FromSeconds(trial.IsLong ? 5 : 1));
        }
        trial.Aims.Add(Aim.OfTime("pages answered after at most", slowest, TimeSpan.FromSeconds(2)));
        trial.Facts["nodes started again"] = restarts.Count.ToString(CultureInfo.InvariantCulture);
        trial.Shows("connections cut", lines.Sum(l => l.Way.Lost), 1);
    }
}
