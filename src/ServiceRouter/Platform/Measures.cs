using System.Diagnostics.Metrics;

namespace ServiceRouter.Platform;

/// <summary>What the service counts about itself. Tags are states and names of code, never of people.</summary>
public static class Measures
{
    /// <summary>Name for exporters to subscribe to.</summary>
    public const string MeterName = "ServiceRouter";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>
    /// For gauges of one node. The node's name belongs to the meter: an exporter takes instruments of the same name for one, and drops it for
    /// every node of the process when the first of them ends.
    /// </summary>
    internal static Meter OfNode(NodeName node) => new(MeterName, version: null, tags: [new("node", node.Value)]);

    internal static readonly Counter<long> WriteConflicts = Meter.CreateCounter<long>("sr.storage.conflicts", description: "Units of work repeated because another writer was first");
    internal static readonly Counter<long> MovesIgnored = Meter.CreateCounter<long>("sr.handoff.moves.ignored", description: "Late or repeated moves that changed nothing");
    internal static readonly Counter<long> Moves = Meter.CreateCounter<long>("sr.handoff.moves", description: "Moves of handoffs");
    internal static readonly Counter<long> MessagesSent = Meter.CreateCounter<long>("sr.outbox.sent", description: "Messages confirmed by the broker");
    internal static readonly Counter<long> MessagesFailed = Meter.CreateCounter<long>("sr.outbox.failed", description: "Sending attempts that failed; the row stays");
    internal static readonly Counter<long> MessagesRepeated = Meter.CreateCounter<long>("sr.inbox.repeated", description: "Messages dropped because their effect was committed before");
    internal static readonly Counter<long> DeadLettersKept = Meter.CreateCounter<long>("sr.dead_letters.kept", description: "Messages that failed for good and became rows that people see, by how they failed");
    internal static readonly Counter<long> AskingsAccepted = Meter.CreateCounter<long>("sr.doors.accepted", description: "Requests for a human that a door took, by door; without those of exercises");
    internal static readonly Counter<long> AskingsRefused = Meter.CreateCounter<long>("sr.doors.refused", description: "Requests for a human that no door took");
    internal static readonly Counter<long> AskingsRepeated = Meter.CreateCounter<long>("sr.doors.repeated", description: "Requests that came through a second door after the first had taken them");
    internal static readonly Histogram<double> ClockDoubt = Seconds("sr.clock.doubt", "How far the service's time may be from the database's after a look at its clock", 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5);
    internal static readonly Histogram<double> OutboxAge = Seconds("sr.outbox.age", "Age of a message when the broker confirmed it", 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300);

    // The bounds hold those of the alarms in docs/operations.md: by the exporter's own (0, 5, 10, 25…, meant for milliseconds) every doubt below 5 s is the same.
    private static Histogram<double> Seconds(string name, string description, params double[] bounds) =>
        Meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
