using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform;

namespace ServiceRouter.Connectors.Twilio.Requests;

/// <summary>
/// Counts what Twilio did not sign, and tells of it in the log once a minute at most: anybody may send such requests.
/// </summary>
internal sealed class UnsignedRequests(TimeProvider clock, ILogger<UnsignedRequests> log)
{
    internal static readonly Counter<long> Refused = new Meter(Measures.MeterName).CreateCounter<long>(
        "sr.twilio.refused", description: "Webhooks without a right signature of Twilio");

    private readonly OnceAMinute lines = new(clock);

    public void Tell(string? route)
    {
        Refused.Add(1);
        if (lines.MayTell(out var others)) log.LogWarning("A webhook without a right signature was refused at {Route}, and {Others} since the last such line", route, others);
    }
}
