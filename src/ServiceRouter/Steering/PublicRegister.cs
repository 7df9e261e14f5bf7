using System.Text.Json.Serialization;
using ServiceRouter.Platform;
using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Steering;

/// <summary>The public account, <c>/registre.json</c>. Counts since the beginning; waits of the last 30 days.</summary>
/// <param name="AsOf">When it was counted (UTC).</param>
/// <param name="Asked">Askings in the event log: a source of its own beside the rows.</param>
/// <param name="Gap">Asked less all rows: 0, or an incident is open.</param>
/// <param name="FirstHumanSeconds">From the asking to the first word of a person, of all handoffs asked in the last 30 days that were answered; counted once a minute at most. Who chose a date is waiting until then: what counts is the person, not the promise. Null of fewer than five answers, as in the splits.</param>
/// <param name="AnsweredRate">Share of all who asked that a person has answered so far; null when nobody asked.</param>
/// <param name="Incidents">The open ones and the latest closed ones.</param>
/// <param name="AccessAlarms">The open ones and the latest closed ones.</param>
/// <param name="Anchors">Of the latest days, the newest first; all of them are in /registre/ancrages.csv.</param>
public sealed record PublicRegister(
    DateTimeOffset AsOf, long Asked, long Served, long Withdrawn, long Unreachable, OpenCounts Open, long Gap,
    WaitSeconds FirstHumanSeconds, double? AnsweredRate,
    IReadOnlyList<ChannelShare> ByChannel, IReadOnlyList<TerritoryShare> ByTerritory, IReadOnlyList<LanguageShare> ByLanguage,
    IReadOnlyList<PublicIncident> Incidents, IReadOnlyList<PublicAccessAlarm> AccessAlarms, IReadOnlyList<ExportedAnchor> Anchors)
{
    /// <summary>Waits are told of at least this many answers, in all and in a split: of one, the wait is a person's.</summary>
    internal const int LeastWaits = 5;

    /// <summary>When the event log and the rows were compared last (UTC), each minute as long as all is well: of what came since, no incident is told. Null before the first time.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>When groups of people were compared last (UTC): of what came since, no alarm is told. Null before the first time.</summary>
    public DateTimeOffset? AccessComparedAt { get; init; }

    /// <summary>Comparisons of a group with all others that were made then; 0 while no group has enough people.</summary>
    public int AccessComparisons { get; init; }

    /// <summary>The comparison of groups has stopped.</summary>
    [JsonIgnore]
    public bool IsAccessLate { get; init; }

    /// <summary>The comparison has stopped.</summary>
    [JsonIgnore]
    public bool IsCheckLate => LedgerCheck.IsLate(CheckedAt, AsOf);

    /// <summary>Causes for which the two accounts differ now.</summary>
    [JsonIgnore]
    public int OpenIncidents => Incidents.Count(i => i.ClosedAt is null);
}

/// <summary>A gap between the two accounts, published while it is open and afterwards, without the receipts: a receipt opens the request.</summary>
/// <param name="OpenedAt">When a check found it (UTC).</param>
/// <param name="Cause">How the accounts differ.</param>
/// <param name="Handoffs">Requests concerned.</param>
/// <param name="ClosedAt">When a check found it gone; null while it is open.</param>
public sealed record PublicIncident(DateTimeOffset OpenedAt, [property: JsonConverter(typeof(EnumName<LedgerCause>))] LedgerCause Cause, int Handoffs, DateTimeOffset? ClosedAt);

/// <summary>A group that is answered later, less often or worse than all others, published while it is so and afterwards; without counts, which beside those of the register could tell of one person.</summary>
/// <param name="Split">What tells the group apart.</param>
/// <param name="Part">Code of the group; null for those who did not say.</param>
/// <param name="Measure">What is worse.</param>
/// <param name="Here">Whole seconds, or a share from 0 to 1 in whole percents, by the latest check that found it.</param>
/// <param name="Elsewhere">The same of all others.</param>
/// <param name="OpenedAt">When a check found it (UTC).</param>
/// <param name="ClosedAt">When a check found it gone; null while it is so.</param>
public sealed record PublicAccessAlarm(AccessSplit Split, string? Part, AccessMeasure Measure, double Here, double Elsewhere, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt);

/// <summary>One part of a split. Null: a count of 1 to 4, or one that would give such a count away, here or beside the files of the months.</summary>
public abstract record RegisterShare(long? Asked, long? Served, long? Withdrawn, long? Unreachable, long? Open, WaitSeconds FirstHumanSeconds);

public sealed record ChannelShare(string Channel, long? Asked, long? Served, long? Withdrawn, long? Unreachable, long? Open, WaitSeconds FirstHumanSeconds)
    : RegisterShare(Asked, Served, Withdrawn, Unreachable, Open, FirstHumanSeconds);

/// <param name="Territory">Département code; null for those who did not say.</param>
public sealed record TerritoryShare(string? Territory, long? Asked, long? Served, long? Withdrawn, long? Unreachable, long? Open, WaitSeconds FirstHumanSeconds)
    : RegisterShare(Asked, Served, Withdrawn, Unreachable, Open, FirstHumanSeconds);

public sealed record LanguageShare(string Language, long? Asked, long? Served, long? Withdrawn, long? Unreachable, long? Open, WaitSeconds FirstHumanSeconds)
    : RegisterShare(Asked, Served, Withdrawn, Unreachable, Open, FirstHumanSeconds);
