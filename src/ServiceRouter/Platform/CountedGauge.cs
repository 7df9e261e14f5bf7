using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Platform;

/// <summary>
/// A count that the database knows, as a metric of every node. A reading gives the last count and starts the next one, so that /metrics
/// never waits for the database: the number is one reading old.
/// </summary>
internal sealed class CountedGauge(string name, string? unit, string description, Func<CancellationToken, Task<long>> count, NodeName node, ILogger<CountedGauge> log)
    : IHostedService, IDisposable
{
    private readonly Meter meter = Measures.OfNode(node);
    private readonly CancellationTokenSource stopping = new();
    private long last;
    private Task counting = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        counting = CountAsync();
        meter.CreateObservableGauge(name, Read, unit, description);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await counting;
    }

    private Measurement<long> Read()
    {
        if (counting.IsCompleted && !stopping.IsCancellationRequested) counting = CountAsync();
        return new Measurement<long>(Interlocked.Read(ref last), new KeyValuePair<string, object?>("node", node.Value));
    }

    private async Task CountAsync()
    {
        try
        {
            // Away from the thread of the reader: SQLite answers on the caller's.
            await Task.Yield();
            Interlocked.Exchange(ref last, await count(stopping.Token));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whether the database is away is told by /health/ready; the last count stays.
            if (!stopping.IsCancellationRequested) log.LogDebug("{Metric} could not be counted: {Reason}", name, e.GetType().Name);
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
    // Not AddHostedService: it takes one hosted service of each type.
    /// <param name="services">Of the node.</param>
    /// <param name="name">Of the metric.</param>
    /// <param name="description">What it counts.</param>
    /// <param name="count">Asks the database.</param>
    /// <param name="unit">"s" for seconds; null for a number of things.</param>
    public static IServiceCollection AddCountedGauge<TCounter>(
        this IServiceCollection services, string name, string description, Func<TCounter, CancellationToken, Task<long>> count, string? unit = null)
        where TCounter : notnull =>
        services.AddSingleton<IHostedService>(sp => new CountedGauge(
            name, unit, description, ct => count(sp.GetRequiredService<TCounter>(), ct), sp.GetRequiredService<NodeName>(), sp.GetRequiredService<ILogger<CountedGauge>>()));
}
