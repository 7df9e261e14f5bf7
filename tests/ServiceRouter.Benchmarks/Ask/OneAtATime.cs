using ServiceRouter.Benchmarks.Floor;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;

namespace ServiceRouter.Benchmarks.Ask;

/// <summary>Floor and product in turn, so that whatever disturbs the machine disturbs both.</summary>
internal static class OneAtATime
{
    // What a request leaves behind (removal of sent rows, invitation to rate) must not be measured with the next floor.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(15);

    public static async Task<(Samples Floor, Samples Ask)> MeasureAsync(BenchRun run, FloorClient floor, ServiceUnderLoad service, int count)
    {
        await run.Log.WriteLineAsync($"{count} requests and {count} floors, one at a time in turn ...");
        var (floors, asks) = (new Samples(), new Samples());
        for (var i = 0; i < count; i++)
        {
            var sample = await floor.SendAsync();
            floors.Add(Ticks.Milliseconds(sample.Pushed.Received, sample.Arrived));

            var citizen = new Citizen(service.Http);
            await citizen.OpenAsync();
            var (offer, milliseconds) = await service.AskAsync(citizen, Ticks.Now);
            asks.Add(milliseconds);
            await ServiceUnderLoad.FinishAsync(offer);
            await Task.Delay(Settle);
        }
        return (floors, asks);
    }
}
