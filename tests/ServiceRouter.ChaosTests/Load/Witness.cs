using System.Collections.Concurrent;
using ServiceRouter.ChaosTests.Judging;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>What citizens and desks saw: the other side of the comparison. Promises go to the disk at once, the rest is held in memory.</summary>
internal sealed class Witness(PromiseLedger ledger)
{
    /// <summary>When a citizen was due, by receipt.</summary>
    public ConcurrentDictionary<string, long> DueAt { get; } = new();

    /// <summary>How the receipt was shown.</summary>
    public ConcurrentDictionary<string, Promise> PromisedBy { get; } = new();

    /// <summary>When a desk first showed the request, by receipt.</summary>
    public ConcurrentDictionary<string, long> ShownAt { get; } = new();

    /// <summary>Acceptances that were answered "yours".</summary>
    public ConcurrentBag<(string User, Guid OfferId, string Receipt)> Acceptances { get; } = [];

    /// <summary>Messages that were answered "received": receipt and the sender's id.</summary>
    public ConcurrentDictionary<(string Receipt, string ClientId), bool> Messages { get; } = new();

    /// <summary>What citizens and counsellors wrote or promised and were told was not taken, with what they were told.</summary>
    public ConcurrentBag<string> Refused { get; } = [];

    /// <summary>Closings that were answered "not yours": account and receipt.</summary>
    public ConcurrentBag<(string User, string Receipt)> InVain { get; } = [];

    /// <summary>Receipts whose page did not show them right after the promise.</summary>
    public ConcurrentBag<string> Unresolved { get; } = [];

    /// <summary>Failed messages that a desk has shown.</summary>
    public ConcurrentDictionary<Guid, bool> Letters { get; } = new();

    /// <summary>Citizens without a promise, with what they saw.</summary>
    public ConcurrentDictionary<int, string> WithoutPromise { get; } = new();

    /// <summary>Receipts whose citizens pressed "withdraw" and were answered.</summary>
    public ConcurrentDictionary<string, bool> Withdrawn { get; } = new();

    /// <summary>Promises that took more than one try.</summary>
    public int Recovered => recovered;

    public long EventsSkipped => skipped;

    public long EventsRepeated => repeated;

    public int StreamsOpened => opened;

    private int recovered;
    private int opened;
    private long skipped;
    private long repeated;

    public void Promised(int citizen, string receipt, long due, int tries)
    {
        ledger.Write(citizen, receipt);
        DueAt.TryAdd(receipt, due);
        if (tries > 1) Interlocked.Increment(ref recovered);
    }

    public void GaveUp(int citizen, string why) => WithoutPromise[citizen] = why;

    public void DidNotResolve(string receipt, string answer) => Unresolved.Add($"{receipt}: {answer}");

    public void Heard(string receipt, string clientId) => Messages[(receipt, clientId)] = true;

    /// <summary>Nobody answers for as long as an outage lasts; any other answer says that the words are wrong, or too late, and they were neither.</summary>
    public void NotHeard(string receipt, string clientId, Answer answer) => Refused.Add($"{clientId} of {receipt} was answered {answer.Status}");

    public void NotPromised(string user, string receipt, Answer answer) => Refused.Add($"the promise of {user} for {receipt} was answered {answer.Status}");

    public void Displayed(string receipt, long at) => ShownAt.TryAdd(receipt, at);

    public void Taken(string user, Guid offerId, string receipt) => Acceptances.Add((user, offerId, receipt));

    public void ClosedInVain(string user, string receipt) => InVain.Add((user, receipt));

    public void StreamOpened(string _) => Interlocked.Increment(ref opened);

    public void StreamSkipped(string _, long count) => Interlocked.Add(ref skipped, count);

    public void StreamRepeated(string _, long __) => Interlocked.Increment(ref repeated);
}

/// <summary>The answer that showed a receipt.</summary>
/// <param name="Node">Place of the node that gave it.</param>
/// <param name="AskedAt"><see cref="System.Diagnostics.Stopwatch"/> stamp from before the button was pressed.</param>
/// <param name="ShownAt">Stamp from after the receipt was read.</param>
internal sealed record Promise(int Node, long AskedAt, long ShownAt);
