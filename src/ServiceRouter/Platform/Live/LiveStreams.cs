using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Live;

/// <summary>
/// Serves live screens from this node. The database is the truth and is read on connecting, after a gap and at intervals;
/// what is pushed in between only saves the reading. A slow reader loses pushes, never items. While the database is away a stream stays
/// open, says so once, and goes on when it is back.
/// </summary>
public sealed class LiveStreams(TimeProvider clock)
{
    // A screen that missed every push is right again after this time, whatever else it is pushed meanwhile.
    internal static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);
    private const int PushesHeld = 64;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Channel<LiveItem>, byte>> followers = new();

    /// <summary>Called with the streams of each commit of this node, to be told to the others.</summary>
    internal event Action<IReadOnlyList<string>>? Committed;

    /// <summary>Pushes what was just committed here, and tells the other nodes.</summary>
    internal void Announce(IReadOnlyList<(string Stream, LiveItem Item)> announcements)
    {
        if (announcements.Count == 0) return;
        foreach (var (stream, item) in announcements) Push(stream, item);
        Committed?.Invoke([.. announcements.Select(a => a.Stream).Distinct()]);
    }

    /// <summary>Names, without what they all begin with, of the streams that are followed here.</summary>
    internal IReadOnlyList<string> Followed(string beginning) =>
        [.. followers.Keys.Where(stream => stream.StartsWith(beginning, StringComparison.Ordinal)).Select(stream => stream[beginning.Length..])];

    /// <summary>Tells that a stream is at this number: who is behind reads the database, everybody else goes on.</summary>
    internal void PushEnd(string stream, long number)
    {
        // 0 is a nudge; a stream without items has nothing to read.
        if (number > 0) Push(stream, new LiveItem(number, "end", null));
    }

    /// <summary>Wakes the followers of a stream.</summary>
    internal void Push(string stream, LiveItem item)
    {
        if (!followers.TryGetValue(stream, out var channels)) return;
        foreach (var channel in channels.Keys) channel.Writer.TryWrite(item);
    }

    /// <summary>
    /// The items after <paramref name="after"/>, for as long as the caller listens; nudges, and whether the database answers, come through with number 0.
    /// </summary>
    /// <param name="stream">A name from <see cref="StreamName"/>.</param>
    /// <param name="after">Number of the last item that the screen has.</param>
    /// <param name="readAfter">Reads items from the database, in order: as many as <paramref name="pageSize"/> says, where there are so many.</param>
    /// <param name="pageSize">Most that one reading gives. It is kept until the listener has taken it, for as long as that may be.</param>
    /// <param name="ct">Ends the stream.</param>
    public async IAsyncEnumerable<LiveItem> FollowAsync(
        string stream, long after, Func<long, CancellationToken, Task<IReadOnlyList<LiveItem>>> readAfter, int pageSize, [EnumeratorCancellation] CancellationToken ct)
    {
        // Full mode drops the push: the follower then sees a gap, or looks again, and reads the database.
        var pushes = Channel.CreateBounded<LiveItem>(new BoundedChannelOptions(PushesHeld) { FullMode = BoundedChannelFullMode.DropWrite });
        Join(stream, pushes);
        try
        {
            var (look, away, lookedAt) = (true, false, 0L);
            while (true)
            {
                if (look)
                {
                    lookedAt = clock.GetTimestamp();
                    var (items, isAway) = await TryReadAsync(readAfter, after, ct);
                    if (isAway != away)
                    {
                        away = isAway;
                        yield return away ? LiveItem.DatabaseAway : LiveItem.DatabaseBack;
                    }
                    if (isAway)
                    {
                        await Task.Delay(TryAgain, clock, ct);
                        continue;
                    }
                    // Too many read before this one: to come back at once would make them more.
                    if (items is null) lookedAt = clock.GetTimestamp();
                    items ??= [];
                    foreach (var item in items)
                    {
                        after = item.Number;
                        yield return item;
                    }
                    // Its next push may be long in coming, and would be a gap.
                    if (items.Count >= pageSize) continue;
                }
                var push = await NextPushAsync(pushes.Reader, LookAgain - clock.GetElapsedTime(lookedAt), ct);
                if (push is null || push.Number == 0)
                {
                    look = push != LiveItem.Nudge;
                    yield return LiveItem.Nudge;
                }
                else if (push.Number == after + 1 && push.Json is not null)
                {
                    look = false;
                    after = push.Number;
                    yield return push;
                }
                else
                {
                    // Old news, or a gap that the database fills.
                    look = push.Number > after;
                }
            }
        }
        finally
        {
            Leave(stream, pushes);
        }
    }

    /// <summary>Nothing while the database is away, and where no turn came.</summary>
    private static async Task<(IReadOnlyList<LiveItem>? Items, bool IsAway)> TryReadAsync(Func<long, CancellationToken, Task<IReadOnlyList<LiveItem>>> readAfter, long after, CancellationToken ct)
    {
        try
        {
            return (await readAfter(after, ct), false);
        }
        catch (NoTurnException)
        {
            return (null, false);
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            return (null, true);
        }
    }

    private void Join(string stream, Channel<LiveItem> pushes)
    {
        lock (followers) followers.GetOrAdd(stream, _ => new())[pushes] = 0;
    }

    private void Leave(string stream, Channel<LiveItem> pushes)
    {
        lock (followers)
        {
            if (!followers.TryGetValue(stream, out var channels)) return;
            channels.TryRemove(pushes, out _);
            if (channels.IsEmpty) followers.TryRemove(stream, out _);
        }
    }

    /// <summary>From another node: items or state may be new, the database knows.</summary>
    internal static LiveItem Hint { get; } = new(0, "hint", null);

    /// <summary>Null when it is time to look again.</summary>
    private async Task<LiveItem?> NextPushAsync(ChannelReader<LiveItem> pushes, TimeSpan patient, CancellationToken ct)
    {
        if (patient <= TimeSpan.Zero) return null;
        if (pushes.TryRead(out var ready)) return ready;
        using var patience = new CancellationTokenSource(patient, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            // Not ReadAsync: that of .NET 10 loses what is written at the moment at which it is cancelled (dotnet/runtime #132094).
            return await pushes.WaitToReadAsync(either.Token) && pushes.TryRead(out var pushed) ? pushed : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
