using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Ask;

/// <summary>What one request asks of the database from the asking to the offer: counted by the server, not timed.</summary>
internal static class AskCost
{
    private const int Asks = 300;

    public static async Task PrintAsync(BenchRun run, TestServers servers, ServiceUnderLoad service, bool withStatements)
    {
        await run.Log.WriteLineAsync($"counting the database's work for {Asks} requests ...");
        var citizens = Enumerable.Range(0, Asks).Select(_ => new Citizen(service.Http)).ToList();
        foreach (var citizen in citizens) await citizen.OpenAsync();
        if (withStatements) await DatabaseCost.CountStatementsAsync(servers, on: true);
        var (idle, idleTook) = await DatabaseCost.OfAsync(servers, withStatements, () => Task.CompletedTask);
        var offers = new List<SeenOffer>();
        var (all, took) = await DatabaseCost.OfAsync(servers, withStatements, async () =>
        {
            foreach (var citizen in citizens) offers.Add((await service.AskAsync(citizen, Ticks.Now)).Offer);
        });
        if (withStatements) await DatabaseCost.CountStatementsAsync(servers, on: false);
        foreach (var offer in offers) await ServiceUnderLoad.FinishAsync(offer);

        var one = all.PerOne(idle, took / idleTook, Asks);
        var table = new Table("database's work for one request, asking to offer (idle work taken off)", "per request");
        table.Add("synchronous commits (wal_sync)", Table.Figure(one.Syncs));
        table.Add("transactions, reads included (xact_commit)", Table.Figure(one.Commits));
        if (withStatements)
        {
            table.Add("statements, BEGIN and COMMIT included", Table.Figure(one.Statements.Values.Sum()));
            if (run.Arguments.Has("statements"))
                foreach (var (text, calls) in one.Statements.Where(s => s.Value >= 0.05).OrderByDescending(s => s.Value)) table.Add("  " + Short(text), Table.Figure(calls));
        }
        await table.PrintAsync(run.Output);
    }

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 150 ? line : $"{line[..70]} ... {line[^75..]}";
    }
}
