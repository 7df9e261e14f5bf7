using System.Diagnostics.Metrics;
using ServiceRouter.Platform;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>Counts webhooks that were refused while it lives, as an operator's metrics do.</summary>
internal sealed class RefusedWebhooks : IDisposable
{
    private readonly MeterListener listener = new();
    private long count;

    public RefusedWebhooks()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Measures.MeterName && instrument.Name == "sr.twilio.refused") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref count, value));
        listener.Start();
    }

    public long Count => Interlocked.Read(ref count);

    public void Dispose() => listener.Dispose();
}
