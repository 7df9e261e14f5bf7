using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Measuring;

/// <summary>What one request asks of the database: counted by the server, not timed.</summary>
internal static class CostTable
{
    // Rarer statements are the service's own rounds, not the request's.
    private const double Rare = 0.05;

    /// <param name="run">Where the table goes; <c>--statements</c> lists them.</param>
    /// <param name="servers">Whose work is counted.</param>
    /// <param name="withStatements">That the server can count statements.</param>
    /// <param name="what">Which part of a request.</param>
    /// <param name="count">How many requests <paramref name="act"/> makes.</param>
    /// <param name="act">What is counted.</param>
    public static async Task PrintAsync(BenchRun run, TestServers servers, bool withStatements, string what, int count, Func<Task> act)
    {
        await run.Log.WriteLineAsync($"counting the database's work for {count} requests ...");
        if (withStatements) await DatabaseCost.CountStatementsAsync(servers, on: true);
        var (idle, idleTook) = await DatabaseCost.OfAsync(servers, withStatements, () => Task.CompletedTask);
        var (all, took) = await DatabaseCost.OfAsync(servers, withStatements, act);
        if (withStatements) await DatabaseCost.CountStatementsAsync(servers, on: false);

        await PrintAsync(run, withStatements, $"database's work for one request, {what} (idle work taken off)", all.PerOne(idle, took / idleTook, count));
    }

    /// <summary>What is there already, for one of whatever was counted.</summary>
    public static async Task PrintAsync(BenchRun run, bool withStatements, string what, ServerWork one)
    {
        var table = new Table(what, "for one", "server's ms");
        table.Add("synchronous commits (wal_sync)", Table.Figure(one.Syncs));
        table.Add("transactions, reads included (xact_commit)", Table.Figure(one.Commits));
        if (withStatements)
        {
            table.Add("statements, BEGIN and COMMIT included", Table.Figure(one.Statements.Values.Sum(s => s.Times)), Table.Figure(one.Statements.Values.Sum(s => s.Milliseconds)));
            if (run.Arguments.Has("statements"))
                foreach (var (text, asked) in one.Statements.Where(s => s.Value.Times >= Rare).OrderByDescending(s => s.Value.Milliseconds)) table.Add("  " + Short(text), Table.Figure(asked.Times), Table.Figure(asked.Milliseconds));
        }
        await table.PrintAsync(run.Output);
    }

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 150 ? line : $"{line[..70]} ... {line[^75..]}";
    }
}
