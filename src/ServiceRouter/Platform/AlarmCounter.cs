using System.Diagnostics.Metrics;

namespace ServiceRouter.Platform;

/// <summary>
/// A counter whose first rise is an alarm (docs/operations.md). It stands at 0 on /metrics from the start: a series that begins with its first event has not risen by it, and
/// of what never happened there is none that could be 0.
/// </summary>
/// <param name="Counter">Of <see cref="Measures.MeterName"/>.</param>
/// <param name="Tag">Name of its tag; null when it has none.</param>
/// <param name="Values">All that the tag may say.</param>
public sealed record AlarmCounter(Counter<long> Counter, string? Tag = null, params string[] Values)
{
    /// <summary>Once the exporter listens.</summary>
    public void Begin()
    {
        if (Tag is null) Counter.Add(0);
        else foreach (var value in Values) Counter.Add(0, new KeyValuePair<string, object?>(Tag, value));
    }
}
