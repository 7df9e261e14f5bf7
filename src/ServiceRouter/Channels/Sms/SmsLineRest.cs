using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// How the provider takes what this node hands over. What it does not take or does not answer, whoever it is for, makes the whole line rest, longer each time: then one message alone shows whether
/// it is over. So an outage costs the few messages that were under way when it began, and not one after the other; and when it is over, nothing waits for a pause of its own (docs/adr/0117).
/// Known to this node alone.
/// </summary>
internal sealed class SmsLineRest(TimeProvider clock)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Messages under way at a time, at most: ten a second, where the provider takes most of a second for each.</summary>
    public const int Most = 8;

    private const int AtFirst = 2;

    // One or two are an everyday refusal of a provider that has too much to do.
    private const int AwayAfter = 3;

    // Nothing was tried any more since: other nodes have sent it, or nothing is to be sent.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private int width = AtFirst;
    private int failures;
    private bool isSilent;
    private TimeSpan pause;
    private DateTimeOffset until = DateTimeOffset.MinValue;
    private DateTimeOffset failedAt = DateTimeOffset.MinValue;

    /// <param name="underWay">Messages that this node is handing over now.</param>
    public bool MayHandOver(int underWay)
    {
        lock (gate) return underWay < width && until <= clock.GetUtcNow();
    }

    /// <summary>What became of a message that was handed over.</summary>
    /// <returns>False when it makes the line rest that was well until then: the reason may be in the message all the same.</returns>
    public bool Saw(SmsFate fate)
    {
        lock (gate)
        {
            var wasWell = failures == 0;
            if (fate is not (SmsFate.NotTaken or SmsFate.Unknown))
            {
                (width, failures, pause, until) = (Math.Min(Most, width + 1), 0, TimeSpan.Zero, DateTimeOffset.MinValue);
                return true;
            }
            var now = clock.GetUtcNow();
            // Several that were under way fail together: for one reason.
            if (until > now) return true;
            pause = pause == TimeSpan.Zero ? First : TimeSpan.FromTicks(Math.Min(Longest.Ticks, pause.Ticks * 2));
            (width, failures, isSilent, until, failedAt) = (1, failures + 1, fate == SmsFate.Unknown, now + pause, now);
            return !wasWell;
        }
    }

    /// <summary>As a part of this node.</summary>
    public (PartState State, string Words) Look()
    {
        lock (gate)
        {
            if (failures < AwayAfter || failedAt + Remembered < clock.GetUtcNow()) return (PartState.Works, "takes messages");
            return (PartState.Away, isSilent ? "does not answer" : "takes no messages");
        }
    }
}

/// <summary>The provider of text messages, for the times when nothing is to be sent as well.</summary>
internal sealed class SmsLook(ISmsLine sms, SmsLineRest line) : IPartLook
{
    public Part Part => Part.Texts;

    public Task<(PartState State, string Words)> LookAsync(CancellationToken ct) => Task.FromResult(sms.Exists ? line.Look() : (PartState.NotConfigured, "there is none"));
}
