using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;

namespace ServiceRouter.Benchmarks.Ask;

/// <summary>Requests on a timetable; pages are opened half a second before, counsellors take and close each request.</summary>
internal static class OpenLoop
{
    private const double Ahead = 0.5;

    /// <returns>
    /// The times, and how many of them are of requests that no desk was offered within the bench's patience: an overloaded machine, not a crash of the bench. They count with that
    /// patience, which is too little: were they left out, the figures would be the better the more were late.
    /// </returns>
    public static async Task<(Samples Offered, int Late)> MeasureAsync(BenchRun run, ServiceUnderLoad service, int count, int perSecond)
    {
        await run.Log.WriteLineAsync($"{count} requests, {perSecond} a second ...");
        var samples = new Samples();
        var late = 0;
        var ahead = (int)(Ahead * perSecond);
        var citizens = new Citizen[count];
        var pages = new Task[count];
        for (var i = 0; i < Math.Min(ahead, count); i++) Open(i);
        await Task.WhenAll(pages[..Math.Min(ahead, count)]);
        await Pace.RunAsync(count, perSecond, (i, due) =>
        {
            var ask = AskAsync(i, due);
            if (i + ahead < count) Open(i + ahead);
            return ask;
        });
        return (samples, late);

        void Open(int i) => pages[i] = (citizens[i] = new Citizen(service.Http)).OpenAsync();

        async Task AskAsync(int i, long due)
        {
            await pages[i];
            try
            {
                var (offer, milliseconds) = await service.AskAsync(citizens[i], due);
                samples.Add(milliseconds);
                await ServiceUnderLoad.FinishAsync(offer);
            }
            catch (TimeoutException)
            {
                samples.Add(OfferBoard.Patience.TotalMilliseconds);
                Interlocked.Increment(ref late);
            }
        }
    }
}
