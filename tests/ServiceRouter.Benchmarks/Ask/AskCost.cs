using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Ask;

/// <summary>What one request asks of the database from the asking to the offer.</summary>
internal static class AskCost
{
    private const int Asks = 300;

    public static async Task PrintAsync(BenchRun run, TestServers servers, ServiceUnderLoad service, bool withStatements)
    {
        var citizens = Enumerable.Range(0, Asks).Select(_ => new Citizen(service.Http)).ToList();
        foreach (var citizen in citizens) await citizen.OpenAsync();
        var offers = new List<SeenOffer>();
        await CostTable.PrintAsync(run, servers, withStatements, "asking to offer", Asks, async () =>
        {
            foreach (var citizen in citizens) offers.Add((await service.AskAsync(citizen, Ticks.Now)).Offer);
        });
        foreach (var offer in offers) await ServiceUnderLoad.FinishAsync(offer);
    }
}
