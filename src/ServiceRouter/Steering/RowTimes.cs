using System.Globalization;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Steering;

/// <summary>When the log says that a request was written down, taken and ended.</summary>
/// <param name="Asked">Of the first entry.</param>
/// <param name="Accepted">Of the first one by which a counsellor took it; null when nobody did.</param>
/// <param name="Ended">Of the one that ended it; null while it is open.</param>
internal sealed record LoggedTimes(DateTimeOffset Asked, DateTimeOffset? Accepted, DateTimeOffset? Ended)
{
    /// <summary>From a whole log, in order.</summary>
    /// <returns>Null when it is not in the order of its dates: the clock was set while it was written, and says nothing then.</returns>
    public static LoggedTimes? Of(IReadOnlyList<(HandoffMove Move, HandoffState State, DateTimeOffset At)> log) =>
        log.Count == 0 || log.Zip(log.Skip(1)).Any(pair => pair.Second.At < pair.First.At - RowTimes.Apart) ? null
        : new LoggedTimes(log[0].At, FirstAt(log, e => e.Move == HandoffMove.Accept), FirstAt(log, e => HandoffTransitions.HasEnded(e.State)));

    private static DateTimeOffset? FirstAt(IEnumerable<(HandoffMove Move, HandoffState State, DateTimeOffset At)> log, Func<(HandoffMove Move, HandoffState State, DateTimeOffset At), bool> which) =>
        log.Where(which).Select(e => (DateTimeOffset?)e.At).FirstOrDefault();
}

/// <summary>Dates of a row that no entry of its log holds, from which waits and months are counted: the log says where they cannot lie.</summary>
/// <param name="AskedAt">When the citizen asked: before the first entry, by as much as the request was on its way. How long that was, nobody can know.</param>
/// <param name="FirstHumanWordAt">Null before it.</param>
internal sealed record RowTimes(DateTimeOffset AskedAt, DateTimeOffset? FirstHumanWordAt)
{
    /// <summary>Nodes read the database's clock now and then: their dates are apart by less than this.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    /// <returns>In words for an auditor; null when they can be true, or the log cannot tell.</returns>
    public string? Fault(LoggedTimes? logged) =>
        logged is null ? null
        : AskedAt > logged.Asked + Apart ? $"the row says that it was asked at {Say(AskedAt)}, after it was written down at {Say(logged.Asked)}"
        : FirstHumanWordAt is not { } word ? null
        : logged.Accepted is not { } accepted ? $"the row has a first word of a person at {Say(word)}, and nobody took it"
        : word < accepted - Apart ? $"the row has a first word of a person at {Say(word)}, before it was taken at {Say(accepted)}"
        : logged.Ended is { } ended && word > ended + Apart ? $"the row has a first word of a person at {Say(word)}, after its end at {Say(ended)}"
        : null;

    private static string Say(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
