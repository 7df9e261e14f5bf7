using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 11: the queues are deleted under the service, also while the broker is the only door; then nodes, broker and database are all ended and
/// start again in every order, each time with a broker that has lost everything.
/// </summary>
internal static class StartInAnyOrder
{
    // Slowly: on a slow machine the queues alone take 20 s to be told, and people must still come when they are deleted.
    private static readonly LoadPlan Short = new(80, 2, 1011);
    // How long the broker is the only door but the journal.
    private static readonly TimeSpan OnlyDoor = TimeSpan.FromSeconds(4);
    private const int Deletings = 5;
    private const int LinesTold = 6;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    // The first is the hardest: nodes that have neither.
    private static readonly Part[][] Orders =
    [
        [Part.Nodes, Part.Database, Part.Broker], [Part.Nodes, Part.Broker, Part.Database], [Part.Database, Part.Nodes, Part.Broker],
        [Part.Broker, Part.Nodes, Part.Database], [Part.Database, Part.Broker, Part.Nodes], [Part.Broker, Part.Database, Part.Nodes],
    ];

    public static ChaosCase Case { get; } = new("11", "queues deleted; nodes, broker and database started in every order, the broker empty", Short, Short with { Citizens = 2000, PerSecond = 5 }, async trial =>
    {
        var servers = await trial.Ground.Lone;
        var topology = await Topology.ReadAsync(servers.Broker);
        var longest = TimeSpan.Zero;

        await trial.SayAsync($"the queues {string.Join(", ", topology.Queues)} are deleted");
        var since = Stopwatch.GetTimestamp();
        await topology.DeleteAsync();
        await BackAsync("deleted queues", since);

        await trial.SayAsync("the database is stopped, and the queues are deleted");
        // As systemd does: a node whose bus does not come back ends by itself.
        var promised = 0;
        await using (var restarts = new Restarts(trial.Service.Nodes).Begin())
        {
            for (var round = 0; round < (trial.IsLong ? Deletings : 1); round++)
            {
                await servers.Postgres.StopAsync();
                var stopped = Stopwatch.GetTimestamp();
                await Task.Delay(OnlyDoor / 2);
                since = Stopwatch.GetTimestamp();
                // Once: deleted many times in a second, this broker refuses to declare a queue for minutes, whoever asks (docs/reliability.md).
                await topology.DeleteAsync();
                await Task.Delay(OnlyDoor / 2);
                promised += PromisedSince(stopped);
                await servers.Postgres.StartAsync();
                await BackAsync("queues deleted while the broker was the only door", since);
            }
            trial.Shows("promised while the broker was the only door", promised, 1);
            trial.Facts["nodes that ended because of it"] = restarts.Count.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var order in trial.IsLong ? Orders : Orders.Take(1))
        {
            var name = string.Join(", ", order);
            await trial.SayAsync($"everything ends, and starts in the order {name}");
            var ended = Stopwatch.GetTimestamp();
            await Task.WhenAll([.. trial.Service.Nodes.Select(n => n.KillAsync()), servers.Postgres.KillAsync(), servers.Broker.KillAsync()]);
            servers.Broker.Empty();
            foreach (var part in order)
            {
                await (part switch
                {
                    Part.Nodes => Task.WhenAll(trial.Service.Nodes.Select(n => n.StartAsync())),
                    Part.Broker => servers.Broker.StartAsync(),
                    _ => servers.Postgres.StartAsync(),
                });
                // Whoever brings them back is there, and where.
                if (part != Part.Database) since = Stopwatch.GetTimestamp();
            }
            await BackAsync(name, since);
            // The queues may be back before anybody has pressed again; and the short form's citizens may all have come by then.
            trial.Shows($"promised after the start {name}", trial.IsLong ? await SomebodyPromisedAsync(ended) : PromisedSince(ended), trial.IsLong ? 1 : 0);
        }
        trial.Facts["topology back after at most"] = string.Create(CultureInfo.InvariantCulture, $"{longest.TotalSeconds:0.0} s");
        trial.Aims.Add(Aim.OfTime("topology back after at most", longest, Limit));

        int PromisedSince(long moment) => trial.Town.Witness.PromisedBy.Values.Count(p => p.AskedAt > moment);

        async Task<int> SomebodyPromisedAsync(long since)
        {
            var clock = Stopwatch.StartNew();
            while (PromisedSince(since) == 0 && clock.Elapsed < Patience) await Task.Delay(BetweenLooks);
            return PromisedSince(since);
        }

        async Task BackAsync(string after, long begun)
        {
            if (await topology.AwaitAsync(Patience) is { Count: > 0 } missing)
            {
                trial.Breaches.Add($"topology: {string.Join(", ", missing)} did not come back ({after})");
                trial.Breaches.AddRange(trial.Service.Nodes.SelectMany(n => n.Log.Split('\n').Where(line => missing.Any(queue => line.Contains(queue, StringComparison.Ordinal))).TakeLast(LinesTold).Select(line => $"{n.Name}: {line}")));
            }
            longest = Stopwatch.GetElapsedTime(begun) is var took && took > longest ? took : longest;
            // A queue without its binding takes nothing.
            if (await topology.AwaitBindingsAsync(servers.Broker, Patience) is { Count: > 0 } unbound) trial.Breaches.Add($"topology: {string.Join(", ", unbound)} did not come back ({after})");
        }
    })
    {
        StartAsync = async ground =>
        {
            var servers = await ground.Lone;
            return await Service.StartAsync(ground, await servers.Postgres.NewDatabaseAsync(), servers.Broker.Address);
        },
    };

    private enum Part
    {
        Nodes,
        Broker,
        Database,
    }
}
