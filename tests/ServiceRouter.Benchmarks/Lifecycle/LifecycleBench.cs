using System.Collections.Concurrent;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Lifecycle;

/// <summary>
/// <c>./run bench lifecycle</c>: whole requests per second with all counsellors on line. Closed loop: a citizen who has rated begins again,
/// and there are enough of them that the machine, not the load, is the limit.
/// </summary>
internal static class LifecycleBench
{
    private const int MessagesEachWay = 3;
    private const int Counted = 100;

    public static async Task RunAsync(BenchRun run)
    {
        var machine = new Machine();
        var (counsellors, citizens) = (run.Arguments.Number("counsellors", 200), run.Arguments.Number("citizens", 64));
        var floor = TimeSpan.FromSeconds(run.Arguments.Number("floor", 12));
        var (warmUp, seconds) = (TimeSpan.FromSeconds(run.Arguments.Number("warmup", 15)), TimeSpan.FromSeconds(run.Arguments.Number("seconds", 30)));
        await run.Log.WriteLineAsync("starting PostgreSQL, RabbitMQ and the service ...");
        await using var servers = await TestServers.StartAsync();
        var countsStatements = run.Arguments.Has("statements") && await DatabaseCost.PrepareAsync(servers);
        await using var service = await ServiceUnderLoad.StartAsync(servers, counsellors);
        await machine.PrintHeadAsync(run, $"lifecycle: ask, offer, accept, {MessagesEachWay} messages each way, close, rate; {counsellors} counsellors, {citizens} citizens at once");

        await run.Log.WriteLineAsync($"warming up for {warmUp.TotalSeconds:0} s ...");
        await LoadAsync(service, citizens, warmUp, new LifecycleFigures());
        var table = new Table("repetition", "requests/s", "ask to offer p50 ms", "p99 ms", "whole request p50 ms", "p99 ms", "errors");
        var cores = new Table("cores used", "average");
        var lastRate = 0.0;
        for (var repetition = 1; repetition <= run.Arguments.Number("repeat", 1); repetition++)
        {
            await run.Log.WriteLineAsync($"measuring for {seconds.TotalSeconds:0} s ...");
            var (figures, use, start) = (new LifecycleFigures(), new CpuUse(), Ticks.Now);
            await LoadAsync(service, citizens, seconds, figures);
            var elapsed = Ticks.Milliseconds(start, Ticks.Now) / 1000;
            lastRate = figures.Whole.Count / elapsed;
            table.Add($"{repetition}", Table.Figure(lastRate), Ms(figures.Offer, 50), Ms(figures.Offer, 99), Ms(figures.Whole, 50), Ms(figures.Whole, 99), Table.Figure(figures.Errors.Values.Sum()));
            foreach (var (program, used) in use.SinceStart()) cores.Add($"{repetition} {program}", Table.Figure(used));
            foreach (var (error, count) in figures.Errors) await run.Log.WriteLineAsync($"{count} times: {error}");
        }
        await table.PrintAsync(run.Output);
        await cores.PrintAsync(run.Output);
        if (countsStatements)
        {
            await CostTable.PrintAsync(run, servers, countsStatements, "asking to rating", Counted, async () =>
            {
                for (var i = 0; i < Counted; i++) await LiveOnceAsync(service, new LifecycleFigures());
            });
        }
        // With nothing else running: the service has ended.
        await service.DisposeAsync();
        await run.Log.WriteLineAsync($"a bare program writes the same rows for {floor.TotalSeconds:0} s ...");
        var bare = await BareWrites.MeasureAsync(service.Database, floor);
        var floors = new Table("floor: the same rows and commits, nothing else", "requests/s", "service / floor");
        floors.Add("1", Table.Figure(bare), Table.Figure(lastRate / bare));
        await floors.PrintAsync(run.Output);
        await machine.PrintFootAsync(run);

        string Ms(Samples samples, double percent) => Table.Ms(samples.Percentile(percent));
    }

    private static Task LoadAsync(ServiceUnderLoad service, int citizens, TimeSpan length, LifecycleFigures figures)
    {
        var end = Ticks.Now + Ticks.Of(length);
        return Task.WhenAll(Enumerable.Range(0, citizens).Select(async _ =>
        {
            while (Ticks.Now < end)
            {
                try
                {
                    await LiveOnceAsync(service, figures);
                }
                catch (Exception e) when (e is HttpRequestException or TimeoutException or InvalidOperationException)
                {
                    figures.Errors.AddOrUpdate(e.Message, 1, (_, count) => count + 1);
                }
            }
        }));
    }

    private static async Task LiveOnceAsync(ServiceUnderLoad service, LifecycleFigures figures)
    {
        var citizen = new Citizen(service.Http);
        await citizen.OpenAsync();
        var start = Ticks.Now;
        var (offer, untilOffer) = await service.AskAsync(citizen, start);
        figures.Offer.Add(untilOffer);
        await offer.Desk.AcceptAsync(offer);
        for (var i = 0; i < MessagesEachWay; i++)
        {
            await citizen.SayAsync("Bonjour, j'attends un papier pour ma carte grise.", $"{offer.Id}-{i}");
            await offer.Desk.HearAsync(offer.Receipt);
            await offer.Desk.SayAsync(offer.Receipt, "Bonjour, je regarde votre demande avec vous.", $"{offer.Id}-{i}");
        }
        await offer.Desk.CloseAsync(offer.Receipt);
        await citizen.RateAsync();
        figures.Whole.Add(Ticks.Milliseconds(start, Ticks.Now));
    }
}

/// <summary>What the load saw.</summary>
internal sealed class LifecycleFigures
{
    public Samples Offer { get; } = new();
    public Samples Whole { get; } = new();
    public ConcurrentDictionary<string, int> Errors { get; } = new();
}
