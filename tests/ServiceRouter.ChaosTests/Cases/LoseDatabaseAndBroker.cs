using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 4: PostgreSQL and RabbitMQ are both away, so that only the journals take requests; a node is killed and starts again before either is
/// back. What its journal held comes in the order in which it was asked.
/// </summary>
internal static class LoseDatabaseAndBroker
{
    private const string BothAway = "both away";
    private const string DatabaseBack = "database back";
    private static readonly LoadPlan Short = new(80, 8, 1004);

    // An attempt at the database that had begun before it was stopped may still have gone through.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public static ChaosCase Case { get; } = new("4", "PostgreSQL and RabbitMQ both stopped, a node killed meanwhile", Short, Short with { Citizens = 2000, PerSecond = 10 }, async trial =>
    {
        var servers = await trial.Ground.Lone;
        await Task.Delay(TimeSpan.FromSeconds(1));
        await trial.SayAsync("database and broker are stopped");
        await servers.StopAsync();
        trial.Marks[BothAway] = TimeProvider.System.GetUtcNow();
        var away = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(trial.IsLong ? 60 : 3));

        var node = trial.Service.Nodes[0];
        await trial.SayAsync($"{node.Name} is killed, and starts with both away");
        await node.KillAsync();
        // A journal without a record loses none.
        trial.Shows("promised by the journal of the node that was killed", trial.Town.Witness.PromisedBy.Values.Count(p => p.Node == 0 && Stopwatch.GetElapsedTime(away, p.AskedAt) > Margin), 1);
        await node.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(trial.IsLong ? 30 : 1));

        trial.Marks[DatabaseBack] = TimeProvider.System.GetUtcNow();
        await servers.Postgres.StartAsync();
        await servers.Broker.StartAsync();
        await trial.SayAsync("both are back");
    })
    {
        StartAsync = async ground =>
        {
            var servers = await ground.Lone;
            return await Service.StartAsync(ground, await servers.Postgres.NewDatabaseAsync(), await servers.Broker.NewVirtualHostAsync());
        },
        JudgeAsync = JournalsCameInOrderAsync,
    };

    private static async Task<IReadOnlyList<string>> JournalsCameInOrderAsync(Trial trial)
    {
        var (from, until) = (trial.Marks[BothAway] + Margin, trial.Marks[DatabaseBack]);
        var taken = (await trial.Service.QueryAsync(
            "select h.receipt, h.asked_at, l.at from handoffs h join handoff_log l on l.handoff_id = h.id and l.move = 'Ask' order by h.asked_at",
            r => (Receipt: Rows.Print(r.GetString(0)), AskedAt: r.GetFieldValue<DateTimeOffset>(1), TakenAt: r.GetFieldValue<DateTimeOffset>(2))))
            .Where(t => t.AskedAt > from && t.AskedAt < until && trial.Town.Witness.PromisedBy.ContainsKey(t.Receipt)).ToList();
        trial.Facts["taken by the journals"] = taken.Count.ToString(CultureInfo.InvariantCulture);
        var breaches = taken.Where(t => t.TakenAt < until).Select(t => $"durable by nothing: {t.Receipt} was in the database while there was none").ToList();
        if (taken.Count == 0) breaches.Add("no request came while both were away: the case has shown nothing");
        // Two who press at the same time have no order: a journal writes what waits in one go. Whoever pressed after another had their receipt has one.
        var promised = trial.Town.Witness.PromisedBy;
        foreach (var journal in taken.GroupBy(t => promised[t.Receipt].Node))
            breaches.AddRange(from first in journal from second in journal
                where promised[first.Receipt].ShownAt < promised[second.Receipt].AskedAt && second.TakenAt < first.TakenAt
                select $"order: {second.Receipt} was asked after {first.Receipt} was promised, and taken before it");
        return breaches;
    }
}
