using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Platform;

/// <summary>
/// A count that the database knows, as a metric of every node. A reading gives the last count and starts the next one, so that /metrics
/// never waits for the database: the number is one reading old. A count that does not come about any more is no number: the metric is absent then, as before the first one, since 0 is good news
/// and an alarm for standing still must not stand still itself.
/// </summary>
/// <param name="name">Of the metric.</param>
/// <param name="unit">Of its numbers.</param>
/// <param name="description">What it counts.</param>
/// <param name="count">Asks the database.</param>
/// <param name="kept">For how long a count is told while no newer one comes about.</param>
/// <param name="node">Of this node.</param>
/// <param name="clock">Of this node.</param>
/// <param name="log">Told once of each outage of the count.</param>
internal sealed class CountedGauge(string name, string? unit, string description, Func<CancellationToken, Task<long>> count, TimeSpan kept, NodeName node, TimeProvider clock, ILogger<CountedGauge> log)
    : IHostedService, IDisposable
{
    private sealed record Count(long Number, long At);

    private readonly Meter meter = Measures.OfNode(node);
    private readonly CancellationTokenSource stopping = new();
    private volatile Count? last;
    private volatile bool hasFailed;
    private bool isTold;
    private Task counting = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        counting = CountAsync();
        meter.CreateObservableGauge<long>(name, Read, unit, description);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await counting;
    }

    private IEnumerable<Measurement<long>> Read()
    {
        // Who reads seldom finds an old number that is the last one all the same.
        var known = last is { } number && ((counting.IsCompleted && !hasFailed) || !IsOld(number)) ? number : null;
        if (counting.IsCompleted && !stopping.IsCancellationRequested) counting = CountAsync();
        return known is null ? [] : [new Measurement<long>(known.Number, new KeyValuePair<string, object?>("node", node.Value))];
    }

    // By the running time of the node, which no setting of a clock changes.
    private bool IsOld(Count number) => clock.GetElapsedTime(number.At) > kept;

    private async Task CountAsync()
    {
        try
        {
            // Away from the thread of the reader: SQLite answers on the caller's.
            await Task.Yield();
            last = new Count(await count(stopping.Token), clock.GetTimestamp());
            hasFailed = false;
            if (isTold) log.LogInformation("{Metric} is counted again", name);
            isTold = false;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            hasFailed = true;
            if (stopping.IsCancellationRequested) return;
            // Whether the database is away is told by /health/ready as well; that one count alone fails is told by nobody else.
            var isNews = !isTold && (last is not { } number || IsOld(number));
            log.Log(isNews ? LogLevel.Warning : LogLevel.Debug, "{Metric} could not be counted: {Reason}. It is absent until it can", name, e.GetType().Name);
            isTold |= isNews;
        }
    }

    public void Dispose()
    {
        meter.Dispose();
        stopping.Dispose();
    }
}

internal static class CountedGauges
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    // Not AddHostedService: it takes one hosted service of each type.
    /// <param name="services">Of the node.</param>
    /// <param name="name">Of the metric.</param>
    /// <param name="description">What it counts.</param>
    /// <param name="count">Asks the database.</param>
    /// <param name="unit">"s" for seconds; null for a number of things.</param>
    /// <param name="kept">For how long a count is told while no newer one comes about; null for five minutes.</param>
    public static IServiceCollection AddCountedGauge<TCounter>(
        this IServiceCollection services, string name, string description, Func<TCounter, CancellationToken, Task<long>> count, string? unit = null, TimeSpan? kept = null)
        where TCounter : notnull =>
        services.AddSingleton<IHostedService>(sp => new CountedGauge(
            name, unit, description, ct => count(sp.GetRequiredService<TCounter>(), ct), kept ?? Kept, sp.GetRequiredService<NodeName>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<CountedGauge>>()));
}
