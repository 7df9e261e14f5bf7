using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Doors;

/// <summary>How long an asking waits at each door, and what the journal may hold; section <c>Doors</c>.</summary>
public sealed class DoorsOptions
{
    /// <summary>Longest wait for the database before the next door is tried, 50 ms to 30 s.</summary>
    public TimeSpan DatabaseTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait for the broker's confirm before the journal is tried, 50 ms to 30 s.</summary>
    public TimeSpan BrokerTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait for the node's own disk, 50 ms to 30 s.</summary>
    public TimeSpan JournalTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long after an asking the same button, pressed again, is taken for the same asking although it was served meanwhile: its answer may
    /// have been lost on the way. 0 to 10 min; 0 makes a new request each time.
    /// </summary>
    public TimeSpan SamePressWithin { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a shut door is tried again for what waits behind it, 50 ms to 1 min.</summary>
    public TimeSpan LookAgainInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a node holds an asking of the broker's while the database is away for it, before it puts it back for another node; 1 s to 20 min (brokers close a channel after 30 min).</summary>
    public TimeSpan LongestInHand { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Numbers to call back are closed before they go to the broker or to a disk. False only while nodes from before 2026-11-29 run beside this one: they cannot open them
    /// (docs/operations.md).
    /// </summary>
    public bool SealNumbers { get; set; } = true;

    /// <summary>Bytes of one file of the journal, 1 kB to 64 MB.</summary>
    public long JournalFileBytes { get; set; } = 1 << 20;

    /// <summary>Bytes of the whole journal, 1 kB to 16 GB; an asking takes about 600. Beyond, the third door is shut.</summary>
    public long JournalBytes { get; set; } = 256L << 20;
}

internal sealed class DoorsOptionsValidator : IValidateOptions<DoorsOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public ValidateOptionsResult Validate(string? name, DoorsOptions options)
    {
        var faults = new SectionFaults("Doors");
        faults.Within(nameof(options.DatabaseTimeout), options.DatabaseTimeout, Shortest, Longest);
        faults.Within(nameof(options.BrokerTimeout), options.BrokerTimeout, Shortest, Longest);
        faults.Within(nameof(options.JournalTimeout), options.JournalTimeout, Shortest, Longest);
        faults.Within(nameof(options.SamePressWithin), options.SamePressWithin, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        faults.Within(nameof(options.LookAgainInterval), options.LookAgainInterval, Shortest, TimeSpan.FromMinutes(1));
        faults.Within(nameof(options.LongestInHand), options.LongestInHand, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20));
        faults.Within(nameof(options.JournalFileBytes), options.JournalFileBytes, 1 << 10, 64 << 20);
        faults.Within(nameof(options.JournalBytes), options.JournalBytes, 1 << 10, 16L << 30);
        return faults.Result;
    }
}
