using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform;

namespace ServiceRouter.Connectors.Twilio.Requests;

/// <summary>
/// Counts what Twilio did not sign, and tells of it in the log once a minute at most: anybody may send such requests, as many as they like, and a line for each would
/// fill the disk that the database stands on.
/// </summary>
internal sealed class UnsignedRequests(TimeProvider clock, ILogger<UnsignedRequests> log)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private static readonly Counter<long> Refused = new Meter(Measures.MeterName).CreateCounter<long>(
        "sr.twilio.refused", description: "Webhooks without a right signature of Twilio");

    // Ticks of the clock; 0 before the first line.
    private long toldAt;
    private long untold;

    public void Tell(string? route)
    {
        Refused.Add(1);
        var (now, last) = (clock.GetUtcNow().UtcTicks, Interlocked.Read(ref toldAt));
        if (now - last < Quiet.Ticks || Interlocked.CompareExchange(ref toldAt, now, last) != last)
        {
            Interlocked.Increment(ref untold);
            return;
        }
        log.LogWarning("A webhook without a right signature was refused at {Route}, and {Others} since the last such line", route, Interlocked.Exchange(ref untold, 0));
    }
}
