using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform;

namespace ServiceRouter.DeadLetters;

/// <summary>
/// Failed messages that wait for a person, as a metric of every node. A reading gives the last count and starts the next one, so that /metrics
/// never waits for the database: the number is one reading old.
/// </summary>
internal sealed class DeadLetterGauge(ReadDeadLetters letters, NodeName node, ILogger<DeadLetterGauge> log) : IHostedService, IDisposable
{
    private readonly Meter meter = new(Measures.MeterName);
    private readonly CancellationTokenSource stopping = new();
    private long open;
    private Task counting = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        counting = CountAsync();
        meter.CreateObservableGauge("sr.dead_letters.open", Read, description: "Messages that failed for good and wait for a person; 0 is the normal state");
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
        return new Measurement<long>(Interlocked.Read(ref open), new KeyValuePair<string, object?>("node", node.Value));
    }

    private async Task CountAsync()
    {
        try
        {
            // Away from the thread of the reader: SQLite answers on the caller's.
            await Task.Yield();
            Interlocked.Exchange(ref open, (await letters.CountAsync(stopping.Token)).Count);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whether the database is away is told by /health/ready; the last count stays.
            if (!stopping.IsCancellationRequested) log.LogDebug("Failed messages could not be counted: {Reason}", e.GetType().Name);
        }
    }

    public void Dispose()
    {
        meter.Dispose();
        stopping.Dispose();
    }
}
