using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Service;

/// <summary>The service with its servers and its counsellors at work.</summary>
internal sealed class ServiceUnderLoad : IAsyncDisposable
{
    // Places enough that no request of a measured moment waits for a counsellor.
    private const int Capacity = 10;
    private readonly CancellationTokenSource stop = new();
    private readonly ChildProgram program;

    private ServiceUnderLoad(ChildProgram program, string database) => (this.program, Database) = (program, database);

    /// <summary>Connection string of the service's database.</summary>
    public string Database { get; }

    public OfferBoard Offers { get; } = new();

    public HttpClient Http => program.Http;

    public static async Task<ServiceUnderLoad> StartAsync(TestServers servers, int counsellors)
    {
        var (program, database) = await ServiceProgram.StartProductionAsync(servers, counsellors);
        var service = new ServiceUnderLoad(program, database);
        for (var i = 1; i <= counsellors; i++) await Desk.OpenAsync(program.Http, $"conseiller{i}", Capacity, service.Offers, service.stop.Token);
        return service;
    }

    /// <summary>One request from a page already open to its offer on a desk.</summary>
    /// <param name="citizen">With its page open.</param>
    /// <param name="from">Stamp from which the time counts.</param>
    public async Task<(SeenOffer Offer, double Milliseconds)> AskAsync(Citizen citizen, long from)
    {
        await citizen.AskAsync();
        var offer = await Offers.OfAsync(citizen.Receipt);
        return (offer, Ticks.Milliseconds(from, offer.At));
    }

    /// <summary>The counsellor takes the offer and closes it, so that the place is free again.</summary>
    public static async Task FinishAsync(SeenOffer offer)
    {
        await offer.Desk.AcceptAsync(offer);
        await offer.Desk.CloseAsync(offer.Receipt);
    }

    public async Task WarmUpAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var citizen = new Citizen(Http);
            await citizen.OpenAsync();
            await FinishAsync((await AskAsync(citizen, Ticks.Now)).Offer);
        }
    }

    public string LogTail() => program.LogTail();

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested) return;
        await stop.CancelAsync();
        await program.DisposeAsync();
        stop.Dispose();
    }
}
